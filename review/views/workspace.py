"""The workspace: one version of a material, its timeline, transcript and notes, and what comes from its page."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template, render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.access import agency_members_only, person_of
from people.models import User
from review.material_forms import CoverageForm
from review.models import Flag, MaterialVersion, TranscriptLine
from review.note_forms import NoteForm, keys_of
from review.rules import can_keep_material
from review.services.covering import record_coverage
from review.services.flagging import raise_flag
from review.services.hosting import playable
from review.targets import MaterialTarget, TargetRefused
from review.times import clock
from review.transcripts import noted_lines
from review.workspace import Note, Notes, notes_of


@require_safe
@agency_members_only
def workspace(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`?line=` puts a line into the form; `?practice=1` hides what others noted."""
    version = find_version(slug, pk)
    form = NoteForm(initial=_asked(request, version))
    return _page(request, version, form)


@require_safe
@agency_members_only
def workspace_notes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Timeline, notes and coverage alone, for a page that is open; 204 when nothing is new since `?since=`."""
    version = find_version(slug, pk)
    if _somebody_else(request):
        return JsonResponse({}, status=409)
    notes = notes_of(request.user, version, own=_practising(request), lines=version.lines.order_by("-end")[:1])
    if request.GET.get("since") == notes.stamp:
        return HttpResponse(status=204)
    html = render_to_string("review/includes/workspace_notes.html", {"notes": notes, "version": version}, request)
    links = get_template("review/includes/line_notes.html")
    touched = ((line.n, _touching(line, notes)) for line in version.lines.only("version", "n", "start", "end"))
    lines = {n: links.render({"notes": found}) for n, found in touched if found}
    return JsonResponse({"html": html, "lines": lines})


@require_POST
@agency_members_only
def add_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One note. The same token from the same person is the same note, however often it arrives."""
    version = find_version(slug, pk)
    if _somebody_else(request):
        return JsonResponse({}, status=409)
    form = NoteForm(request.POST)
    flag = _raised(request, version, form) if form.is_valid() else None
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if flag is None:
        if wants_json:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
        return _page(request, version, form, status=400)
    beside = _overlapping(request, flag)
    if wants_json:
        return JsonResponse({"reference": str(flag.reference), "overlaps": beside}, status=201)
    messages.success(request, _("Your note is kept."))
    if beside:
        messages.info(request, beside)
    return redirect(f"{version.get_absolute_url()}{_practice_part(request)}#note-{flag.reference}")


@require_POST
@agency_members_only
def add_coverage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was watched or read: `spans` (JSON pairs) from the page's clock, or a stretch from the form."""
    version = find_version(slug, pk)
    if _somebody_else(request):
        return JsonResponse({}, status=409)
    by_clock = "spans" in request.POST
    form = CoverageForm(request.POST)
    if not by_clock and not form.is_valid():
        return _page(request, version, NoteForm(), coverage_form=form, status=400)
    try:
        spans = _spans(request.POST["spans"]) if by_clock else [_stretch(form)]
        record_coverage(actor=person_of(request), version=version, kind=request.POST.get("kind", ""), spans=spans)
    except (TargetRefused, ValidationError) as error:
        said = str(error) if isinstance(error, TargetRefused) else " ".join(error.messages)
        if by_clock:
            return JsonResponse({"error": said}, status=400)
        form.add_error(None, said)
        return _page(request, version, NoteForm(), coverage_form=form, status=400)
    if by_clock:
        return HttpResponse(status=204)
    messages.success(request, _("Noted."))
    return redirect(f"{version.get_absolute_url()}#coverage")


def find_version(slug: str, pk: int) -> MaterialVersion:
    """The version, of this material. Agencies read all materials."""
    versions = MaterialVersion.objects.select_related("material__keeper")
    return get_object_or_404(versions, pk=pk, material__slug=slug)


def device_key(person: User) -> str:
    """Under what a person's unsent notes wait on a device; tells nothing of who it is."""
    return salted_hmac("review.device", str(person.reference)).hexdigest()[:24]


def _somebody_else(request: HttpRequest) -> bool:
    """Whether the page was opened by another person than who is signed in now: nothing of it goes out in their name."""
    said = request.headers.get("X-Written-By", "")
    return bool(said) and not constant_time_compare(said, device_key(person_of(request)))


def _page(
    request: HttpRequest, version: MaterialVersion, form: NoteForm, *, coverage_form: Any = None, status: int = 200
) -> HttpResponse:
    lines = list(version.lines.order_by("n"))
    own = _practising(request)
    notes = notes_of(request.user, version, own=own, lines=lines)
    noted = {line.pk: found for line, found in noted_lines(lines)} if lines and not own else {}
    person = person_of(request)
    context = {
        "version": version,
        "material": version.material,
        "lines": _with_notes(lines, notes, noted),
        "noted_count": len(noted),
        "notes": notes,
        "form": form,
        "numbered": list(zip(form["criteria"], keys_of(len(notes.criteria)), strict=True)),
        "coverage_form": coverage_form or CoverageForm(),
        "hosted": playable(version),
        "keeps": can_keep_material(person, version.material),
        "practising": own,
        "device_key": device_key(person),
    }
    return render(request, "review/workspace.html", context, status=status)


def _with_notes(lines: list[TranscriptLine], notes: Notes, noted: dict[int, Any]) -> list[dict[str, Any]]:
    """Each line with the notes that touch it and what the language notes point at."""
    rows = []
    for line in lines:
        rows.append({"line": line, "notes": _touching(line, notes), "noted": noted.get(line.pk, [])})
    return rows


def _touching(line: TranscriptLine, notes: Notes) -> list[Note]:
    return [note for note in notes.found if note.start < max(line.end, line.start + 1) and note.end > line.start]


def _asked(request: HttpRequest, version: MaterialVersion) -> dict[str, Any]:
    """What the address already says: a line, or times."""
    asked = request.GET
    number = asked.get("line", "")
    if number.isascii() and number.isdigit() and len(number) < 7:
        line = TranscriptLine.objects.filter(version=version, n=int(number)).first()
        if line is None:
            raise Http404
        return {"line": line.n, "start": clock(line.start), "end": clock(line.end), "claim": ""}
    return {name: asked[name][:12] for name in ("start", "end") if name in asked}


def _raised(request: HttpRequest, version: MaterialVersion, form: NoteForm) -> Flag | None:
    """Raise the flag; with a fault put it on the form and return None."""
    try:
        target = _target(version, form)
        return raise_flag(actor=person_of(request), target=target, **form.said())
    except TargetRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except ValidationError as error:
        form.add_error(None, error)
    except PermissionDenied as error:
        raise Http404 from error
    return None


def _target(version: MaterialVersion, form: NoteForm) -> MaterialTarget:
    """The line when the times are still its own, else the stretch of time."""
    words = form.cleaned_data
    target = MaterialTarget(
        material=version.material, version=version, start=words["start"], end=words["end"], quote=form.quoted()
    )
    if words["line"] is None:
        return target
    line = TranscriptLine.objects.filter(version=version, n=words["line"]).select_related("version").first()
    if line is None or (line.start, line.end) != (words["start"], words["end"]):
        return target
    return MaterialTarget(material=version.material, version=version, line=line, quote=form.quoted())


def _overlapping(request: HttpRequest, flag: Flag) -> str:
    """What to say when the person already has a note of the same criterion over the same seconds."""
    mine = Flag.objects.raised_by(request.user).filter(version=flag.version, merged_into=None).exclude(pk=flag.pk)
    mine = mine.filter(
        start__lt=max(flag.end or 0, (flag.start or 0) + 1), end__gt=flag.start, criteria__in=flag.criteria.all()
    )
    other = mine.distinct().order_by("start").first()
    if other is None:
        return ""
    times = {"start": clock(other.start or 0), "end": clock(other.end or 0)}
    return _("It overlaps your note from %(start)s to %(end)s with the same criterion. Both are kept.") % times


def _spans(text: str) -> list[Any]:
    try:
        spans = json.loads(text[:20_000])
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("Give pairs of whole seconds.")) from error
    if not isinstance(spans, list):
        raise ValidationError(_("Give pairs of whole seconds."))
    return spans


def _stretch(form: CoverageForm) -> tuple[int, int]:
    return form.cleaned_data["start"], form.cleaned_data["end"]


def _practising(request: HttpRequest) -> bool:
    return request.GET.get("practice") == "1"


def _practice_part(request: HttpRequest) -> str:
    return "?practice=1" if _practising(request) else ""
