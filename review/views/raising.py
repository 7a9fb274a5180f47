"""The form with which anyone signed in reports a problem with what they read."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.models import EditionStep, Provision, Source
from people.access import person_of, signed_in
from people.rules import roles_of
from review.anchoring import Quote
from review.models import Material, MaterialVersion, TranscriptLine
from review.passages import find_item, sentences_of
from review.raising_forms import FlagForm
from review.rules import can_flag_materials, can_read_edition
from review.services.flagging import raise_flag as raise_flag_service
from review.targets import EditionTarget, MaterialTarget, RegisterTarget, Target, TargetRefused, TargetUnknown

LONGEST_NAME = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_flag(request: HttpRequest) -> HttpResponse:
    """`?edition=&step=&block=` or `&item=`; `?material=` with `&line=` or a range; `?provision=`; `?source=`."""
    asked = request.GET
    if "provision" in asked or "source" in asked:
        return _form_page(request, _register_target(request))
    if "material" in asked:
        return _form_page(request, _material_target(request))
    try:
        key = UUID(asked.get("step", ""))
    except ValueError as error:
        raise BadRequest("step is not a reference") from error
    return _form_page(request, _edition_target(request, asked.get("edition", ""), key))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_flag_step(request: HttpRequest, digest: str, step: UUID) -> HttpResponse:
    """The same, with edition and step in the path."""
    return _form_page(request, _edition_target(request, digest, step))


def _edition_target(request: HttpRequest, digest: str, key: UUID) -> EditionTarget:
    query = EditionStep.objects.select_related("edition__module", "quiz")
    step = get_object_or_404(query, edition__digest=_name(digest), key=key)
    if not can_read_edition(request.user, step.edition):
        raise Http404
    block, item = _name(request.GET.get("block", "")), _name(request.GET.get("item", ""))
    if not block and not item:
        raise BadRequest("name a block or an item")
    if not item and find_item(step, block):
        block, item = "", block
    target = EditionTarget(step=step, block_id=block, item_key=item)
    try:
        _found = target.passage
    except TargetUnknown as error:
        raise Http404 from error
    return target


def _material_target(request: HttpRequest) -> MaterialTarget:
    if not can_flag_materials(request.user):
        raise Http404
    asked = request.GET
    material = get_object_or_404(Material, slug=_name(asked.get("material", "")))
    versions = MaterialVersion.objects.filter(material=material)
    version = get_object_or_404(versions, pk=_number(asked["version"])) if "version" in asked else versions.last()
    if "line" not in asked:
        return MaterialTarget(material=material, version=version)
    line = get_object_or_404(TranscriptLine, version=version, n=_number(asked["line"]))
    return MaterialTarget(material=material, version=version, line=line)


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME or "\x00" in text:
        raise Http404
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def _register_target(request: HttpRequest) -> RegisterTarget:
    if not can_flag_materials(request.user):
        raise Http404
    asked = request.GET
    if "provision" in asked:
        return RegisterTarget(get_object_or_404(Provision, fact_id=_name(asked["provision"])))
    return RegisterTarget(get_object_or_404(Source, key=_name(asked["source"])))


def _kind(target: Target) -> str:
    if isinstance(target, EditionTarget):
        return "recording" if target.block_type == "video" else "edition"
    if isinstance(target, RegisterTarget):
        return "register"
    return "line" if target.line else "range"


def _form(request: HttpRequest, target: Target) -> FlagForm:
    asked = {name: request.GET[name] for name in ("quote", "before", "after", "start", "end") if name in request.GET}
    more: dict[str, Any] = {}
    if isinstance(target, EditionTarget):
        more = {"parts": target.choices, "sentences": [] if target.item_key else sentences_of(target.passage)}
    simple = not roles_of(request.user).agencies
    return FlagForm(request.POST or None, kind=_kind(target), simple=simple, initial=asked, **more)


def _form_page(request: HttpRequest, target: Target) -> HttpResponse:
    form = _form(request, target)
    if request.method == "POST" and form.is_valid():
        response = _raise(request, target, form)
        if response:
            return response
    context = {"form": form, "target": target, "kind": _kind(target), "cancel_url": _back(target)}
    return render(request, "review/raise_flag.html", context, status=400 if form.errors else 200)


def _raise(request: HttpRequest, target: Target, form: FlagForm) -> HttpResponse | None:
    """Raise the flag and go to it; with a fault put it on the form and return None."""
    try:
        flag = raise_flag_service(actor=person_of(request), target=_aimed(target, form), **form.said())
    except TargetRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    except PermissionDenied as error:
        raise Http404 from error
    messages.success(request, _("Thank you. Your report is on the docket of the agencies that judge it."))
    return redirect(flag)


def _aimed(target: Target, form: FlagForm) -> Target:
    words = form.cleaned_data
    if isinstance(target, RegisterTarget):
        return target
    if isinstance(target, MaterialTarget):
        return target if target.line else replace(target, start=words["start"], end=words["end"])
    quoted = form.quoted()
    quote = Quote(quoted, words.get("before", ""), words.get("after", "")) if quoted else None
    choice, start, end = words.get("choice") or "", words.get("start"), words.get("end")
    return replace(target, quote=quote, choice_key=choice, start=start, end=end)


def _back(target: Target) -> str:
    """Where `Cancel` goes: the edition's page, the material's or the register's, at the place."""
    if isinstance(target, RegisterTarget):
        entry = target.entry
        return (
            reverse("modules:authority", args=[entry.authority.key])
            if isinstance(entry, Provision)
            else reverse("modules:sources")
        )
    place = target.step.edition if isinstance(target, EditionTarget) else target.material
    return place.get_absolute_url()
