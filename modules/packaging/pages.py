"""The pages of a package: static, each whole by itself, from the frozen text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from modules.edition_names import dissents_in
from modules.models import Edition, EditionStep
from modules.packaging.quiz_data import quiz_json
from modules.referrals import without_referrals
from modules.rendering import quiz_of, render_unfilled

RECORDING = re.compile(r"<(video|audio)\b.*?</\1>", re.DOTALL)
SHA, NAME = "0" * 64, "name"


@dataclass
class PageFiles:
    """Files that pages of a package show: the name in the package, by SHA-256."""

    held: dict[str, str] = field(default_factory=dict)

    def name(self, sha256: str, name: str) -> str:
        return self.held.setdefault(sha256, f"files/{sha256[:16]}-{name}")


def page_name(step: EditionStep) -> str:
    return f"{step.position:02}-{step.slug}.html"


def step_page(
    edition: Edition, step: EditionStep, *, standard: str, signers: tuple[str, ...], recordings: bool
) -> tuple[bytes, dict[str, str]]:
    """A step as a page, and the files it shows. Raises PackagingRefused for a quiz that cannot be kept."""
    files = PageFiles()
    quiz = quiz_of(step)
    context: dict[str, Any] = {
        "edition": edition,
        "step": step,
        "standard": standard,
        "body": mark_safe(packaged(render_unfilled(step, language=edition.language), files, recordings)),  # noqa: S308 - our own templates
        "quiz": quiz_json(quiz) if quiz else "",
        "dissents": dissents_in(edition, step.key),
        "signers": signers,
        "address": address_of(reverse("modules:edition", args=[edition.digest])),
    }
    return render_to_string("modules/package/page.html", context).encode(), files.held


def packaged(html: str, files: PageFiles, recordings: bool) -> str:
    """The rendered step with files of the package, no recordings unless they may be copied, and no contacts."""
    if not recordings:
        words = escape(_("The recording is not in this package: read it below, or watch it on the site."))
        html = RECORDING.sub(f'<p class="left-out">{words}</p>', html)
    html = _asset_pattern().sub(lambda found: f'{found[1]}="{files.name(found[2], found[3])}"', html)
    html = without_referrals(html, _referrals_instead())
    html = html.replace('href="/', f'href="{address_of("/")}')
    return re.sub(r'<a ([^>]*href="https?://)', r'<a target="_blank" \1', html)


def address_of(path: str) -> str:
    """The path on this site, as it is reached from elsewhere."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + path


def _asset_pattern() -> re.Pattern[str]:
    path = re.escape(reverse("modules:asset", args=[SHA, NAME])).replace(SHA, "([0-9a-f]{64})").replace(NAME, '([^"]+)')
    return re.compile(rf'(src|poster)="{path}"')


def _referrals_instead() -> str:
    words = _("Contacts change, so none are kept in a package. Those in date today are on this page:")
    address = escape(address_of(reverse("modules:resources")))
    return f'<p>{escape(words)} <a href="{address}" rel="noopener">{address}</a></p>'
