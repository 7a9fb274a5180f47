"""A dossier as an accessible PDF to hand over: what its page says, as tagged headings, lists, tables and a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from modules.models.languages import label_language
from records.typesetting import typeset
from records.typesetting.blocks import (
    Block,
    facts,
    heading,
    items,
    notice,
    paragraphs,
    quote,
    small,
    strong,
    table,
    text,
)
from review.dossier.pdf_findings import findings_blocks, times
from review.dossier.shown import ShownDossier
from review.dossier_enums import Fate, RequestStepKind
from review.enums import Severity
from review.times import clock

REGIONS = {"zh-hant": ("zh", "TW")}
DATE = "DATE_FORMAT"


def dossier_pdf(shown: ShownDossier) -> bytes:
    """The PDF in the language of the dossier. The same state gives the same bytes."""
    edition = shown.edition
    language, region = REGIONS.get(edition.language, (edition.language, None))
    with override(label_language(edition.language)):
        document = {
            "title": edition.title,
            "authors": [row.agency_name for row in shown.endorsements] or [settings.SITE_NAME],
            "subject": _("Edition %(number)s, %(digest)s") % {"number": edition.number, "digest": edition.digest},
            "language": language,
            "region": region,
            "foot": f"{edition.title} · {edition.digest[:16]}",
            "page": _("Page %(number)s") % {"number": "{number}"},
            "lost_words": _(
                "No font here has some of its letters; they stand as squares. The page on the web has them."
            ),
            "blocks": list(_blocks(shown)),
        }
        return typeset(document, made=edition.published_at or edition.created_at)


def _blocks(shown: ShownDossier) -> Iterator[Block]:
    content = shown.content
    yield heading(1, shown.edition.title)
    yield from _notices(shown)
    yield facts(_facts(shown))
    for title, words in ((_("Summary"), content["summary"]), (_("How the review was made"), content["method"])):
        yield heading(2, title)
        yield from paragraphs(words)
    yield from _reviewers(shown)
    yield from _chart(shown)
    yield from findings_blocks(shown)
    yield from _keep(shown)
    yield from _dissent(shown)
    yield from _endorsements(shown)
    yield from _requests(shown)
    yield from _later(shown)
    yield from _signed(shown)


def _notices(shown: ShownDossier) -> Iterator[Block]:
    material, edition = shown.content["material"], shown.edition
    if settings.DEMO:
        yield notice(strong(_("DEMO: the agencies, the material and its publisher are fictional.")))
    if edition.withdrawn_reason:
        yield notice(strong(_("Withdrawn: %(why)s") % {"why": edition.withdrawn_reason}))
    yield from (notice(words) for words in (material["notice"], material["content_note"]) if words)


def _facts(shown: ShownDossier) -> Iterator[tuple[str, str]]:
    content, edition = shown.content, shown.edition
    material, rubric = content["material"], content["rubric"]
    running = f" ({clock(material['duration_seconds'])})" if material["duration_seconds"] else ""
    yield _("About"), material["title"]
    yield _("Published by"), ", ".join(str(part) for part in (material["publisher"], material["year"]) if part)
    yield _("Version"), f"{material['version']}{running}"
    if material["mandate"]:
        yield _("Mandate"), material["mandate"]
    yield _("Held against"), _("%(title)s, version %(n)s") % {"title": rubric["title"], "n": rubric["version"]}
    published = format_date(timezone.localtime(edition.published_at), DATE) if edition.published_at else ""
    yield _("Edition"), ", ".join(part for part in (str(edition.number), published) if part)


def _reviewers(shown: ShownDossier) -> Iterator[Block]:
    content = shown.content
    yield heading(2, _("Who reviewed it: agencies, not people"))
    rows = [[row["name"], str(row["reviewers"]), str(row["reports"])] for row in content["reviewers"]]
    yield table([_("Agency"), _("Reviewers"), _("Reports")], rows, (3, 1, 1))
    kinds = {"watched": _("watched"), "read": _("read")}
    covered = [
        f"{row['agency']} {'–' if row['percent'] is None else row['percent']}\u00a0% ({kinds[row['kind']]})"  # noqa: RUF001
        for row in content["coverage"]
    ]
    if covered:
        yield text(_("Watched or read, by all reviewers of an agency together:"), "; ".join(covered) + ".")
    if content["agreement"]:
        yield heading(3, _("How far the reviewers agreed"))
        yield text(_("Krippendorff's alpha: 1 is full agreement, 0 is chance. From 0.80 on it can be relied on."))
        yield items(f"{row['criterion']}: {row['alpha'] / 100:.2f} ({_units(row)})" for row in content["agreement"])
    waiting = content["open_reports"]
    if waiting:
        one = "%(n)s report about this version was not decided when this was put together. It is not in the dossier."
        more = (
            "%(n)s reports about this version were not decided when this was put together. They are not in the dossier."
        )
        yield small(ngettext(one, more, waiting) % {"n": waiting})


def _units(row: dict[str, Any]) -> str:
    return _("%(n)s reviewers, %(units)s places") % {"n": row["reviewers"], "units": row["units"]}


def _chart(shown: ShownDossier) -> Iterator[Block]:
    chart = shown.chart
    if not chart.bars:
        return
    number = len(chart.bars)
    said = {"n": number, "time": clock(chart.duration)}
    alternative = ngettext(
        "%(n)s finding along %(time)s. The table below says the same.",
        "%(n)s findings along %(time)s. The table below says the same.",
        number,
    )
    yield heading(2, _("Findings along the running time"))
    yield {
        "kind": "chart",
        "alt": alternative % said,
        "width": chart.width,
        "height": chart.height,
        "left": chart.left,
        "rows": [{"y": y, "label": str(Severity(name).label)} for name, y in chart.rows],
        "bars": [{"x": bar.x, "y": bar.y, "width": bar.width, "severity": bar.severity} for bar in chart.bars],
        "ticks": [{"x": x, "label": clock(second)} for second, x in chart.ticks],
    }
    rows = [[str(bar.number), times(bar.start, bar.end), str(Severity(bar.severity).label)] for bar in chart.bars]
    yield table([_("Finding"), _("Time"), _("Severity")], rows, (1, 2, 2))
    if chart.untimed:
        numbers = ", ".join(map(str, chart.untimed))
        yield small(_("Without a time, so not in the drawing: %(numbers)s.") % {"numbers": numbers})


def _keep(shown: ShownDossier) -> Iterator[Block]:
    if shown.content["keep"]:
        yield heading(2, _("Worth keeping"))
        yield items(
            [strong(times(row["start"], row["end"])), row["claim"]] if row["start"] is not None else row["claim"]
            for row in shown.content["keep"]
        )


def _dissent(shown: ShownDossier) -> Iterator[Block]:
    if not (shown.dissents or shown.disputed):
        return
    yield heading(2, _("Dissent"))
    for signed in shown.dissents:
        yield quote(strong(f"{signed.agency_name}:"), signed.dissent)
    for row in shown.disputed:
        about = strong(_("On finding %(n)s") % {"n": row.data["number"]} + ":")
        yield from (quote(about, words) for words in row.differing)


def _endorsements(shown: ShownDossier) -> Iterator[Block]:
    yield heading(2, _("Endorsed by"))
    rows = [
        [row.agency_name, format_date(timezone.localtime(row.created_at), DATE), str(row.get_answer_display())]
        for row in (*shown.endorsements, *shown.abstentions)
    ]
    yield table([_("Agency"), _("On"), _("Answer")], rows, (2, 1, 1)) if rows else text(_("Nobody has signed yet."))


def _requests(shown: ShownDossier) -> Iterator[Block]:
    if not shown.requests:
        return
    yield heading(2, _("What was asked of the publisher"))
    for request in shown.requests:
        yield heading(3, f"{request.number}. {request.heading}")
        if request.is_long:
            yield from paragraphs(request.asks)
        if request.about:
            numbers = ", ".join(map(str, request.about))
            yield small(_("About findings: %(numbers)s.") % {"numbers": numbers})
        steps = (
            (str(RequestStepKind(step.kind).label), format_date(step.on, DATE), step) for step in request.steps.all()
        )
        yield items([strong(label), f"{day}{':' if step.words else ''}", step.words] for label, day, step in steps)


def _later(shown: ShownDossier) -> Iterator[Block]:
    if shown.newer is None:
        return
    yield heading(2, _("In the newest version: %(label)s") % {"label": shown.newer.label})
    found = {fate: shown.fates.get(str(fate), []) for fate in (Fate.FIXED, Fate.STILL_THERE, Fate.CHANGED)}
    rows = (
        (str(fate.label), ", ".join(str(row.data["number"]) for row in here) or "0") for fate, here in found.items()
    )
    yield facts(rows)
    if shown.new_since:
        yield heading(3, _("Found there for the first time"))
        yield items(
            [strong(clock(row["start"])), row["claim"]] if row["start"] is not None else row["claim"]
            for row in shown.new_since
        )


def _signed(shown: ShownDossier) -> Iterator[Block]:
    edition = shown.edition
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + edition.get_absolute_url()
    yield heading(2, _("What was signed"))
    yield small(_("SHA-256 of the exact text: %(digest)s") % {"digest": edition.digest})
    yield small(_("As it stands today:"), {"words": address, "url": address})
