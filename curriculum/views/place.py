"""Where in whose course a request is: found through the person, so that a foreign address is not found."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from curriculum.models import Enrolment
from curriculum.outline_html import around_html
from curriculum.queries.outline import Outline, OutlineStep, read_own_outline
from modules.moved import Notices, notices_in_step
from people.models import Officer


@dataclass(frozen=True)
class Place:
    """One step of one's own enrolment."""

    enrolment: Enrolment
    outline: Outline
    step: OutlineStep

    @cached_property
    def base(self) -> str:
        return reverse("curriculum:resume", args=[self.enrolment.reference])

    @property
    def url(self) -> str:
        return f"{self.base}{self.step.number}/"

    @property
    def previous(self) -> OutlineStep | None:
        return self.outline.step(self.step.number - 1)

    @property
    def following(self) -> OutlineStep | None:
        return self.outline.step(self.step.number + 1)

    @cached_property
    def notices(self) -> Notices:
        """What in this step is stale, and why: one query, and none while the outline knows that nothing is."""
        return notices_in_step(self.step.pk) if self.step.moved else {}

    @cached_property
    def flag_url(self) -> str:
        """Where a problem with this step is reported; a block or an item is added to it."""
        asked = {"edition": self.step.edition_digest, "step": self.step.key}
        return f"{reverse('review:raise_flag')}?{urlencode(asked)}"

    def context(self) -> dict[str, Any]:
        """What every page of the player shows around its step."""
        return {
            "outline": self.outline,
            "step": self.step,
            "base": self.base,
            "enrolment": self.enrolment,
            "course": self.enrolment.course,
            "around": around_html(self.enrolment, self.outline, self.step, self.base),
            "url": self.url,
            "flag_url": self.flag_url,
            "previous": self.previous,
            "following": self.following,
        }


def officer_of(request: HttpRequest) -> Officer:
    """The signed-in officer; the guard has read the row already."""
    return request.user.officer  # type: ignore[union-attr]


def find_enrolment(request: HttpRequest, reference: UUID) -> Enrolment:
    """One's own enrolment, with its course (one query); anybody else's is not found."""
    officer = officer_of(request)
    found: Enrolment = get_object_or_404(
        Enrolment.objects.filter(officer=officer).select_related("course"), reference=reference
    )
    found.officer = officer
    return found


def find_place(request: HttpRequest, reference: UUID, number: int) -> Place:
    """One query: the enrolment with its editions, and how far it got."""
    found = read_own_outline(officer_of(request), reference)
    step = found[1].step(number) if found else None
    if found is None or step is None:
        raise Http404
    return Place(*found, step)
