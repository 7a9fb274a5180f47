"""The form with which anyone signed in reports a problem with what they read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.models import Provision
from people.access import person_of, signed_in
from people.rules import roles_of
from review.addresses import flag_package_url, flag_resource_url, package_page, step_page
from review.anchoring import Quote, anchor
from review.passages import sentences_of
from review.raising_forms import FlagForm
from review.resources import addresses_of, find_resource
from review.services.flagging import raise_flag as raise_flag_service
from review.targets import EditionTarget, MaterialTarget, RegisterTarget, ResourceTarget, Target, TargetRefused
from review.times import clock
from review.views.asking import edition_target, target_of

SECONDS = re.compile(r"[0-9]{1,6}")
MOST_NAMES = 500  # offered while somebody writes the name of a file
MOST_COMPARED = 50  # names of a package that are compared with one that it does not have: slow, and there may be 10,000


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_flag(request: HttpRequest) -> HttpResponse:
    """`?edition=&step=&block=` or `&item=` or `&file=`; `?package=&number=&file=`; `?material=` with `&line=` or a
    range; `?provision=`; `?source=`."""
    return _form_page(request, target_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_flag_step(request: HttpRequest, digest: str, step: UUID) -> HttpResponse:
    """The same, with edition and step in the path."""
    return _form_page(request, edition_target(request, digest, step))


def _kind(target: Target) -> str:
    if isinstance(target, EditionTarget):
        return "recording" if target.block_type == "video" else "edition"
    if isinstance(target, RegisterTarget):
        return "register"
    if isinstance(target, ResourceTarget):
        return "page" if target.passage.text else "file"
    return "line" if target.line else "range"


def _form(request: HttpRequest, target: Target) -> FlagForm:
    asked = {name: request.GET[name] for name in ("quote", "before", "after", "start", "end") if name in request.GET}
    more: dict[str, Any] = {}
    if isinstance(target, EditionTarget):
        more = {"parts": target.choices, "sentences": [] if target.item_key else sentences_of(target.passage)}
    if isinstance(target, ResourceTarget):
        more = {"sentences": sentences_of(target.passage)}
        if anchor(target.passage.searched, Quote(asked.get("quote", ""))) is None:
            asked = {}  # words of the step's page, not of the package's
    asked |= {name: clock(int(asked[name])) for name in ("start", "end") if SECONDS.fullmatch(asked.get(name, ""))}
    simple = not roles_of(request.user).agencies
    return FlagForm(request.POST or None, kind=_kind(target), simple=simple, initial=asked, **more)


def _form_page(request: HttpRequest, target: Target) -> HttpResponse:
    if isinstance(target, ResourceTarget) and find_resource(target.digest, target.address) is None:
        return _choose(request, target)
    form = _form(request, target)
    if request.method == "POST" and form.is_valid():
        response = _raise(request, target, form)
        if response:
            return response
    context = {"form": form, "target": target, "kind": _kind(target), "cancel_url": _back(target)}
    if isinstance(target, EditionTarget) and target.block_type == "package":
        context["choose_url"] = flag_resource_url(target.step)
    return render(request, "review/raise_flag.html", context, status=400 if form.errors else 200)


def _choose(request: HttpRequest, target: ResourceTarget) -> HttpResponse:
    """Which page or file of the package? A name that is not in it comes back, with those that are most like it."""
    offered = addresses_of(target.digest)
    names = [address for address, _title in offered]

    def link(address: str) -> str:
        of_shelf = target.version is not None
        return flag_package_url(target.version, address) if of_shelf else flag_resource_url(target.step, address)  # type: ignore[arg-type]

    context = {
        "target": target,
        "pages": [(title, address, link(address)) for address, title in offered if title],
        "names": names[:MOST_NAMES],
        "near": [(name, link(name)) for name in _like(target.address, names)],
        "kept": [
            (name, value) for name, value in request.GET.items() if name in ("package", "number", "edition", "step")
        ],
        "cancel_url": _back(target),
    }
    return render(request, "review/choose_resource.html", context, status=400 if target.address else 200)


def _like(address: str, names: Sequence[str]) -> list[str]:
    """The names most like this one, looked for among those that begin and end as it does."""

    def shared(name: str) -> int:
        return _begin_alike(name, address) + _begin_alike(name[::-1], address[::-1])

    return get_close_matches(address, nlargest(MOST_COMPARED, names, key=shared), n=5)


def _begin_alike(one: str, other: str) -> int:
    """How many letters, from the first on, are the same."""
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


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
    if isinstance(target, ResourceTarget):
        return replace(target, quote=quote)
    choice, start, end = words.get("choice") or "", words.get("start"), words.get("end")
    return replace(target, quote=quote, choice_key=choice, start=start, end=end)


def _back(target: Target) -> str:
    """Where `Cancel` goes: the edition's page, the material's, the register's or the package's, at the place."""
    if isinstance(target, RegisterTarget):
        entry = target.entry
        return (
            reverse("modules:authority", args=[entry.authority.key])
            if isinstance(entry, Provision)
            else reverse("modules:sources")
        )
    if isinstance(target, MaterialTarget):
        return target.material.get_absolute_url()
    if target.step is not None:
        block = "" if isinstance(target, ResourceTarget) else target.item_key or target.block_id
        return step_page(target.step, block)
    return package_page(target.version)  # type: ignore[arg-type]
