"""Writing to the authors, once each, when law that their modules rest on has moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.enums import EditionState
from modules.models import AuthorityChange, ChangeLetter, CoAuthorship, Edition, EditionCitation, ModulePage, Provision
from modules.moved import stale_citations, unanswered
from modules.signals import authority_moved
from modules.where_used import Wanted, draft_places
from people.enums import RoleName
from people.models import RoleGrant, User
from people.services.languages import language_of, languages_to_write_in

WAITING = (EditionState.CURRENT, EditionState.CANDIDATE)
TAKEN = (EditionState.CURRENT, EditionState.SUPERSEDED)
MOST_PLACES = 12


@dataclass
class Line:
    """One module in a letter: what of it is stale, and where to go."""

    title: str
    link: str
    places: list[tuple[str, str]] = field(default_factory=list)  # name of a step and the address of the passage
    drafts: int = 0

    @property
    def shown(self) -> list[tuple[str, str]]:
        return self.places[:MOST_PLACES]

    @property
    def more(self) -> int:
        return len(self.places) - len(self.shown)


@dataclass
class Outbox:
    """The letters about one change. Each person gets one, however often this runs and whoever asks for it."""

    change: AuthorityChange
    language: str  # the letters of this box are in it, and only those who read it get one
    failed: int = 0

    def write(self, letters: Mapping[User, Iterable[Line]], *, asks: str, link: str) -> None:
        """`asks` says in a sentence what the letter is for; `link` is the one link at its end."""
        for user, lines in self._claim(letters).items():
            if not self._send(user, list(lines), asks, link):
                self.failed += 1
                ChangeLetter.objects.filter(change=self.change, user=user).delete()

    @transaction.atomic
    def _claim(self, letters: Mapping[User, Iterable[Line]]) -> dict[User, Iterable[Line]]:
        AuthorityChange.objects.select_for_update().only("pk").get(pk=self.change.pk)
        done = set(ChangeLetter.objects.filter(change=self.change).values_list("user", flat=True))
        free = {
            user: lines for user, lines in letters.items() if user.pk not in done and language_of(user) == self.language
        }
        ChangeLetter.objects.bulk_create(ChangeLetter(change=self.change, user=user) for user in free)
        return free

    def _send(self, user: User, lines: list[Line], asks: str, link: str) -> bool:
        context = {
            "user": user,
            "notice": self.change.notice,
            "reason": self.change.reason,
            "lines": lines,
            "asks": asks,
            "link": link,
            "site_name": settings.SITE_NAME,
        }
        subject = _("%(authority)s: what rests on it is stale") % {"authority": self.change.authority.short_title}
        message = EmailMultiAlternatives(
            " ".join(subject.split()), render_to_string("modules/email/moved.txt", context), to=[user.email]
        )
        message.attach_alternative(render_to_string("modules/email/moved.html", context), "text/html")
        try:
            return bool(message.send())
        except (SMTPException, OSError):
            return False


def tell_of_change(change: AuthorityChange) -> None:
    """Write to the authors, and let the rooms above write to theirs. Told already, or settled since: nothing is sent.

    What the mail server refused is tried again by the clock.
    """
    change = AuthorityChange.objects.select_related("authority", "replaced_by").get(pk=change.pk)
    if change.closed_at or change.told_at:
        return
    refused = 0
    for language in languages_to_write_in():
        with override(language):
            refused += _write_letters(Outbox(change, language))
    if not refused:
        AuthorityChange.objects.filter(pk=change.pk, told_at__isnull=True).update(told_at=timezone.now())


def _write_letters(outbox: Outbox) -> int:
    """The letters in one language; returns how many the mail server refused."""
    stale = stale_passages(outbox.change)
    outbox.write(
        _letters_to_authors(outbox.change, stale),
        asks=_("Say for each passage that it is still right, or change it and put the module up for sign-off."),
        link=absolute(reverse("modules_admin:moved")),
    )
    editions = {row.edition_id for row in stale_passages(outbox.change, states=TAKEN)}
    authority_moved.send(sender=AuthorityChange, change=outbox.change, editions=editions, outbox=outbox)
    return outbox.failed


def tell_of_open_changes() -> int:
    """Try again what could not be delivered; returns for how many changes."""
    waiting = list(AuthorityChange.objects.open().filter(told_at__isnull=True))
    for change in waiting:
        tell_of_change(change)
    return len(waiting)


def stale_passages(change: AuthorityChange, *, states: tuple[EditionState, ...] = WAITING) -> list[EditionCitation]:
    """The unanswered passages of editions in these states, one row each, in reading order.

    Authors are asked for `WAITING`, current editions and candidates; officers may be in the middle of `TAKEN`.
    """
    rows = (
        unanswered(stale_citations())
        .filter(moved=change, edition__state__in=states)
        .select_related("edition", "step")
        .defer("edition__canonical", "step__content")
        .order_by("edition", "step__position", "pk")
    )
    once = {(row.step_id, row.block_id): row for row in rows}
    return list(once.values())


def edition_line(edition: Edition, rows: Iterable[EditionCitation], link: str) -> Line:
    """The line of one edition, with an address for each passage that the public can read."""
    title = _("%(title)s, edition %(number)s") % {"title": edition.title, "number": edition.number}
    places = [(row.step.title, place_url(row)) for row in rows if row.edition_id == edition.pk]
    return Line(title, link, places)


def place_url(row: EditionCitation) -> str:
    """The passage where readers see it; a candidate is not public, so the page where it is answered stands for it."""
    if row.edition.is_published:
        page = reverse("modules:edition_step", args=[row.edition.digest, row.step.slug])
        return absolute(f"{page}#b-{row.block_id}")
    return absolute(reverse("modules_admin:moved"))


def absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def _letters_to_authors(change: AuthorityChange, stale: list[EditionCitation]) -> dict[User, list[Line]]:
    """Each author gets the lines of the modules that their agencies write."""
    lines: dict[int, list[Line]] = {}
    for edition in {row.edition_id: row.edition for row in stale}.values():
        link = absolute(reverse("modules_admin:moved_answer", args=[change.reference, edition.module_id]))
        lines.setdefault(edition.module_id, []).append(edition_line(edition, stale, link))
    _add_drafts(change, lines)
    letters: dict[User, list[Line]] = {}
    for module_id, user in _authors(lines):
        letters.setdefault(user, []).extend(lines[module_id])
    return letters


def _add_drafts(change: AuthorityChange, lines: dict[int, list[Line]]) -> None:
    """How many blocks of the latest drafts cite it: they cannot be signed before that is put right."""
    wanted = Wanted.of(Provision.objects.filter(authority=change.authority_id))
    for place in draft_places(ModulePage.objects.all(), wanted) if wanted.provisions else ():
        known = lines.setdefault(place.module.pk, [])
        if not known or not known[-1].drafts:
            title = _("Drafts of %(title)s") % {"title": place.module.title}
            known.append(Line(title, absolute(reverse("modules_admin:problems", args=[place.module.pk]))))
        known[-1].drafts += 1


def _authors(modules: Iterable[int]) -> Iterable[tuple[int, User]]:
    """Each module with each active author of its co-authoring agencies, once."""
    agencies: dict[int, list[int]] = {}
    for module_id, agency_id in CoAuthorship.objects.filter(module__in=list(modules)).values_list("module", "agency"):
        agencies.setdefault(agency_id, []).append(module_id)
    grants = RoleGrant.objects.filter(role=RoleName.AUTHOR, agency__in=agencies, user__is_active=True)
    seen: set[tuple[int, Any]] = set()
    for grant in grants.select_related("user").order_by("user__email"):
        for module_id in agencies[grant.agency_id or 0]:
            if (module_id, grant.user_id) not in seen:
                seen.add((module_id, grant.user_id))
                yield module_id, grant.user
