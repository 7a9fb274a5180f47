"""Reviewers write a transcript: from a file, pasted, or line by line beside a running clock."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import agency_members_only, person_of
from review.cues import Cue, TranscriptRefused, shortened, with_speakers
from review.material_forms import LineForm, WholeTranscriptForm
from review.models import MaterialVersion, TranscriptLine
from review.pasted import read_pasted
from review.rules import can_keep_material
from review.services import transcribing
from review.services.hosting import playable
from review.services.materials import RecordMoved
from review.services.transcribing import TranscriptFixed
from review.times import clock
from review.views.keeping import kept_material
from review.views.workspace import find_version
from review.vtt import read_vtt, write_vtt


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def transcript(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The lines, and the three ways to add to them. A post adds one line."""
    version = find_version(slug, pk)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["token"]:
        words = {name: form.cleaned_data[name] for name in ("start", "end", "speaker", "text", "token")}
        done, status = _tried(form, lambda: transcribing.add_line(actor=person_of(request), version=version, **words))
        if done:
            messages.success(request, _("Line %(n)s is added.") % {"n": done.n})
            return redirect(f"{_address(version)}?at={clock(words['end'])}#line-form")
        return _page(request, version, line_form=form, status=status)
    return _page(request, version, line_form=form, status=400 if form.is_bound else 200)


@require_POST
@agency_members_only
def whole_transcript(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file or pasted text takes the place of all lines."""
    kept_material(request, slug)
    version = find_version(slug, pk)
    form = WholeTranscriptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, version, whole_form=form, status=400)
    words = form.cleaned_data

    def replace() -> list[TranscriptLine]:
        cues = read_vtt(words["file"]) if words["file"] else read_pasted(words["pasted"], version.duration)
        source = "vtt" if words["file"] else "pasted"
        return transcribing.replace_transcript(
            actor=person_of(request), version=version, cues=_ordered(cues, words), seen=words["seen"], source=source
        )

    lines, status = _tried(form, replace)
    if lines is None:
        return _page(request, version, whole_form=form, status=status)
    said = ngettext("%(n)s line is kept.", "%(n)s lines are kept.", len(lines)) % {"n": len(lines)}
    messages.success(request, said)
    return redirect(_address(version))


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def transcript_line(request: HttpRequest, slug: str, pk: int, n: int) -> HttpResponse:
    """Correct one line, or take it out."""
    version = find_version(slug, pk)
    line = get_object_or_404(TranscriptLine.objects.select_related("version__material"), version=version, n=n)
    known = {"start": clock(line.start), "end": clock(line.end), "speaker": line.speaker, "text": line.text}
    form = LineForm(request.POST or None, initial=known | {"seen": transcribing.line_state(line)})
    context = {"version": version, "material": version.material, "line": line, "form": form}
    status = 400 if form.is_bound else 200
    if request.method == "POST" and ("remove" in request.POST or form.is_valid()):
        seen = request.POST.get("seen", "")[:64]
        done, status = _tried(form, lambda: _changed(request, line, form, seen))
        if done:
            messages.success(request, _("The line is changed."))
            return redirect(f"{_address(version)}#line-{line.n}")
    return render(request, "review/transcript_line.html", context, status=status)


@require_POST
@agency_members_only
def finish_transcript(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The lines stay as they are from now on; flags of older versions follow into them."""
    kept_material(request, slug)
    version = find_version(slug, pk)
    try:
        anchors = transcribing.settle_transcript(actor=person_of(request), version=version)
    except TranscriptFixed as error:
        messages.error(request, str(error))
        return redirect(_address(version))
    lost = sum(anchor.state == "orphaned" for anchor in anchors)
    messages.success(
        request,
        _("The transcript is finished. Reports from older versions: %(all)s, of them not found again: %(lost)s.")
        % {"all": len(anchors), "lost": lost},
    )
    return redirect(version)


@require_safe
@agency_members_only
def transcript_vtt(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The reviewers' transcript as WebVTT: captions for the player, and a copy to work with."""
    version = find_version(slug, pk)
    response = HttpResponse(write_vtt(version.lines.order_by("n")), content_type="text/vtt; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.vtt"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _changed(request: HttpRequest, line: TranscriptLine, form: LineForm, seen: str) -> bool:
    if "remove" in request.POST:
        transcribing.remove_line(actor=person_of(request), line=line, seen=seen)
        return True
    words = {name: form.cleaned_data[name] for name in ("start", "end", "speaker", "text")}
    transcribing.correct_line(actor=person_of(request), line=line, seen=seen, **words)
    return True


def _tried(form: Any, action: Callable[[], Any]) -> tuple[Any, int]:
    """What the service returned, or None with its refusal on the form and the status to answer with."""
    try:
        return action(), 200
    except TranscriptRefused as refused:
        for fault in refused.faults:
            form.add_error(None, str(fault))
        if refused.more:
            more = ngettext("And %(n)s more.", "And %(n)s more.", refused.more) % {"n": refused.more}
            form.add_error(None, more)
        return None, 400
    except TranscriptFixed as error:
        form.add_error(None, str(error))
    except RecordMoved:
        form.add_error(
            None, _("Somebody changed this since you opened it. Open the page anew beside this one and compare.")
        )
    return None, 409


def _ordered(cues: list[Cue], words: dict[str, Any]) -> list[Cue]:
    cues = with_speakers(cues) if words["speakers"] else cues
    return shortened(cues) if words["shorten"] else cues


def _address(version: MaterialVersion) -> str:
    return f"{version.get_absolute_url()}transcript/"


def _page(
    request: HttpRequest,
    version: MaterialVersion,
    *,
    line_form: Any = None,
    whole_form: Any = None,
    status: int = 200,
) -> HttpResponse:
    state = transcribing.transcript_state(version)
    lines = list(version.lines.order_by("n"))
    at = request.GET.get("at", "")[:12] or (clock(lines[-1].end) if lines else "0:00")
    keeps = can_keep_material(request.user, version.material)
    context = {
        "version": version,
        "material": version.material,
        "lines": lines,
        "line_form": line_form if line_form is not None and line_form.is_bound else LineForm(initial={"start": at}),
        "whole_form": whole_form or WholeTranscriptForm(initial={"seen": state}),
        "keeps": keeps,
        "hosted": playable(version),
    }
    return render(request, "review/transcript.html", context, status=status)
