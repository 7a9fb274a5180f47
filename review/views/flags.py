"""One flag with its history, one's own flags, and what may be done with a flag."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.models import Edition
from modules.rules import packages_seen_by
from people.access import agency_members_only, person_of, signed_in
from review import rules
from review.enums import FixState, FlagState, FlagStepKind
from review.flag_forms import (
    AppealForm,
    CloseForm,
    DecideForm,
    FixCheckForm,
    OtherFlagForm,
    PreferenceForm,
    ReplyForm,
    SortForm,
    VoteForm,
)
from review.forms import FixForm, answer_form_for
from review.later_places import later_places
from review.models import Flag, FlagStep, NoticePreference
from review.services import answering
from review.services.answering import FlagMoved, later_editions, needs_fix_or_reason
from review.services.appealing import panel_of

PER_PAGE = 25
NEAR = 25  # reports offered to be joined: so many of the same place, and so many of the newest
NOT_FOLLOWED = (
    FlagStepKind.RAISED,
    FlagStepKind.SORTED,
    FlagStepKind.MERGED,
    FlagStepKind.PARTED,
    FlagStepKind.RELATED,
)
SHOWN = (
    "edition",
    "step__edition",
    "module",
    "material",
    "version",
    "line",
    "flagger_agency",
    "answered_agency",
    "fixed_in",
    "provision__authority",
    "source",
    "merged_into",
    "package_version__package",
)


@require_safe
@signed_in
def my_flags(request: HttpRequest) -> HttpResponse:
    """The reports of the person who asks, newest first."""
    flags = Flag.objects.raised_by(request.user).select_related(
        "edition", "step", "material", "line", "provision", "source", "package_version__package"
    )
    flags = flags.defer("edition__canonical", "step__content").prefetch_related("criteria").order_by("-raised_at")
    page = Paginator(flags, PER_PAGE).get_page(request.GET.get("page"))
    preference = NoticePreference.objects.filter(user=person_of(request)).first()
    context = {"page": page, "preference_form": PreferenceForm(instance=preference or NoticePreference())}
    return render(request, "review/my_flags.html", context)


@require_POST
@signed_in
def notice_preference(request: HttpRequest) -> HttpResponse:
    """How often the person is written to."""
    user = person_of(request)
    preference = NoticePreference.objects.filter(user=user).first() or NoticePreference(user=user)
    form = PreferenceForm(request.POST, instance=preference)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept: this is how we write to you from now on."))
    else:
        messages.error(request, _("Nothing was changed: choose one of the three."))
    return redirect("review:my_flags")


@require_safe
@signed_in
def flag(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What was reported, where it stands, and what was answered."""
    return flag_page(request, visible_flag(request, reference))


@require_POST
@agency_members_only
def acknowledge(request: HttpRequest, reference: UUID) -> HttpResponse:
    row = visible_flag(request, reference)
    return do_act(request, row, lambda: answering.acknowledge_flag(actor=request.user, flag=row), _("Acknowledged."))  # type: ignore[arg-type]


@require_POST
@agency_members_only
def answer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Answer with reasons; a faulty form comes back with what was written."""
    row = visible_flag(request, reference)
    form = answer_form_for(row, request.POST)
    if not form.is_valid():
        return flag_page(request, row, refused=("answer", form), status=400)
    words = form.cleaned_data
    said = _("Answered. Whoever raised it is told by e-mail.")
    act = partial(answering.answer_flag, actor=person_of(request), flag=row, **words)
    return do_act(request, row, act, said, name="answer", form=form)


@require_POST
@agency_members_only
def fix(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Link the edition that put it right."""
    row = visible_flag(request, reference)
    form = _fix_form(row, request.POST)
    if not form.is_valid():
        return flag_page(request, row, refused=("fix", form), status=400)
    edition = form.cleaned_data["edition"]
    said = _("Linked. The corrections log shows the old and the new text.")
    return do_act(request, row, lambda: answering.link_fix(actor=request.user, flag=row, edition=edition), said)  # type: ignore[arg-type]


@require_POST
@signed_in
def close(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Put it away; an upheld one needs a fix or the reason why there is none."""
    row = visible_flag(request, reference)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return flag_page(request, row, refused=("close", form), status=400)
    words = form.cleaned_data
    act = partial(answering.close_flag, actor=person_of(request), flag=row, **words)
    return do_act(request, row, act, _("Closed."), name="close", form=form)


def visible_flag(request: HttpRequest, reference: UUID) -> Flag:
    return get_object_or_404(Flag.objects.visible_to(request.user).select_related(*SHOWN), reference=reference)


def other_form(user: Any, flag: Flag, act: str, data: Any = None) -> OtherFlagForm:
    """Which report this one is joined to (`merge`) or bears on, with those offered that stand at its very place."""
    flags = others_of(user, flag)
    if act == "merge":
        flags = flags.waiting().filter(nature=flag.nature)
    here = {name: getattr(flag, name) for name in ("block_id", "item_key", "line_id", "start", "resource")}
    found = {row.pk: row for rows in (flags.filter(**here), flags) for row in rows.only("reference", "claim")[:NEAR]}
    return OtherFlagForm(data, flags=flags, near=found.values())


def others_of(user: Any, flag: Flag) -> Any:
    """The other reports about the same thing on the person's docket: what this one may be joined or related to."""
    same = {"module": flag.module_id, "material": flag.material_id}
    same |= {"provision": flag.provision_id, "source": flag.source_id}
    same |= {"package_version__package": flag.package_version.package_id if flag.package_version else None}
    others = Flag.objects.on_docket_of(user).filter(**same).exclude(pk=flag.pk)
    return others.filter(merged_into__isnull=True).order_by("-pk")


def do_act(
    request: HttpRequest, row: Flag, action: Callable[[], Any], said: str, *, name: str = "", form: Any = None
) -> HttpResponse:
    """Do it and go back to the flag. When it is refused, what was written in the form comes back with the reason."""
    try:
        action()
    except PermissionDenied:
        fault, status = _("You may not do this: a flag is judged by somebody other than who raised it."), 403
    except FlagMoved:
        fault, status = _("Nothing was changed: the flag was dealt with since you opened the page."), 409
    except ValidationError as error:
        fault, status = " ".join(error.messages), 400
    else:
        messages.success(request, said)
        return redirect(row)
    if not _written(form):
        messages.error(request, fault)
        return redirect(row)
    form.add_error(None, fault)
    again = visible_flag(request, row.reference)
    return flag_page(request, again, refused=(name, form), status=status)


def _written(form: Any) -> list[tuple[str, str]]:
    """What somebody wrote at length: the label of each such field and the words."""
    if form is None:
        return []
    long = [(name, field) for name, field in form.fields.items() if isinstance(field.widget, Textarea)]
    held = [(str(field.label), str(form.data.get(name) or "")) for name, field in long]
    return [(label, words) for label, words in held if words.strip()]


def _fix_form(row: Flag, data: Any = None) -> FixForm:
    newer = Edition.objects.filter(pk__in=[edition.pk for edition in later_editions(row)]).defer("canonical")
    return FixForm(data, editions=newer.order_by("-number"))


def flag_page(
    request: HttpRequest,
    row: Flag,
    *,
    refused: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The flag with its history, and a form for each thing that this person may do.

    `refused` is one with faults; where it is not offered any more, what was written in it is shown all the same.
    """
    user = request.user
    joined = list(row.joined.select_related("flagger_agency"))
    seen = _seen(user, row) if joined or row.merged_into_id else {row.pk}
    shown = [other for other in joined if other.pk in seen]
    looks = list(row.looks.filter(until__gt=timezone.now()).select_related("agency"))
    context = {
        "flag": row,
        "criteria": row.criteria.all(),
        "provisions": row.provisions.all(),
        "sources": row.sources.all(),
        "steps": _history(row, seen),
        "anchors": later_places(row),
        "own": rules.is_flagger(user, row),
        "standing": rules.has_standing(user, row),
        "sees_package": _sees_package(user, row),
        "judges": bool(rules.judging_agencies(user, row)),
        "joined": shown,
        "joined_unseen": len(joined) - len(shown),
        "related": row.related.filter(pk__in=Flag.objects.visible_to(user).values("pk")),
        "looks": looks,
        "looks_self": any(look.person_id == user.pk for look in looks),
        "paused": row.pauses.standing().exists(),
        **_forms(user, row, dict([refused] if refused else [])),
    }
    offered = refused is not None and any(refused[1] is context[name] for name in context if name.endswith("_form"))
    context["written"] = [] if refused is None or offered else _written(refused[1])
    context["error_form"] = refused[1] if refused else None
    return render(request, "review/flag.html", context, status=status)


def _seen(user: Any, row: Flag) -> set[int]:
    """Which the person may read of the flags that share one answer."""
    main = row.merged_into_id or row.pk
    one_answer = Flag.objects.filter(Q(pk=main) | Q(merged_into=main)).values("pk")
    return set(Flag.objects.visible_to(user).filter(pk__in=one_answer).values_list("pk", flat=True))


def _history(row: Flag, seen: set[int]) -> list[FlagStep]:
    """Its steps; of a joined flag also those of the one that it follows.

    What a flagger wrote is read by who may read their own report, not by who may read the one that it is joined to.
    """
    steps = list(row.steps.select_related("agency", "edition").defer("edition__canonical"))
    if row.merged_into is not None:
        followed = row.merged_into.steps.exclude(kind__in=NOT_FOLLOWED).select_related("agency", "edition")
        steps = sorted([*steps, *followed.defer("edition__canonical")], key=lambda step: step.pk)
    for step in steps:
        if step.by_flagger and (step.other_id or step.flag_id) not in seen:
            step.reasons, step.agency = "", None
    return steps


def _sees_package(user: Any, row: Flag) -> bool:
    return row.package_version is not None and packages_seen_by(user).filter(versions=row.package_version).exists()


def _forms(user: Any, row: Flag, refused: dict[str, Any]) -> dict[str, Any]:
    """What may be done, each with its form; None for what may not."""

    def offer(name: str, allowed: bool, make: Callable[[], Any]) -> Any:
        if not allowed:
            return None
        form = refused.get(name) or make()
        form.auto_id = f"{name}-%s"  # several forms of one page ask for the same thing
        return form

    waiting = rules.can_answer(user, row)
    can_fix = rules.can_link_fix(user, row) and row.fix_state not in (FixState.LINKED, FixState.CONFIRMED)
    panel = panel_of(row) if row.state == FlagState.APPEALED else None
    seats = rules.panel_agencies(user, row) if panel else frozenset()
    others = rules.can_join(user, row) and others_of(user, row).exists()
    sorted_as = {"criteria": row.criteria.all(), "severity": row.severity}
    return {
        "panel": panel,
        "can_acknowledge": rules.can_acknowledge(user, row),
        "can_look": waiting,
        "answer_form": offer("answer", waiting, lambda: answer_form_for(row)),
        "sort_form": offer("sort", waiting, lambda: SortForm(initial=sorted_as)),
        "reply_form": offer("reply", rules.can_reply_to_flag(user, row), ReplyForm),
        "merge_form": offer("merge", others and row.merged_into_id is None, lambda: other_form(user, row, "merge")),
        "relate_form": offer("relate", others, lambda: other_form(user, row, "relate")),
        "can_part": rules.can_join(user, row) and row.merged_into_id is not None,
        "appeal_form": offer("appeal", rules.can_appeal(user, row), AppealForm),
        "vote_form": offer("vote", bool(seats), VoteForm),
        "decide_form": offer("decide", panel is not None and bool(seats & panel.winners), DecideForm),
        "fix_form": offer("fix", can_fix and bool(later_editions(row)), lambda: _fix_form(row)),
        "check_form": offer("check-fix", rules.can_check_fix(user, row), FixCheckForm),
        "close_form": offer("close", rules.can_close(user, row), CloseForm),
        "needs_reason": needs_fix_or_reason(row),
    }
