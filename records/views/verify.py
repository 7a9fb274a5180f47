"""Checking a certificate without signing in: its state to everybody, the name only to who holds it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records.forms import SerialForm
from records.holder_secret import is_holder_secret
from records.keys import ledger_key
from records.models import Certificate
from records.queries import read_shown
from records.serials import read_serial
from records.services.proving import NotSequenced, prove


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form by serial; a well-typed one leads to its page."""
    if "serial" not in request.GET:
        return _private(render(request, "records/verify.html", {"form": SerialForm()}))
    form = SerialForm(request.GET)
    if form.is_valid():
        return _private(redirect("records:verify_serial", form.cleaned_data["serial"]))
    return _private(render(request, "records/verify.html", {"form": form}, status=400))


@require_safe
def verify_serial(request: HttpRequest, serial: str) -> HttpResponse:
    """State, course, editions and ledger place of a certificate; no name, badge, unit or score (Penal Code 832.7)."""
    return _page(request, serial, {})


@require_safe
def verify_holder(request: HttpRequest, serial: str, secret: str) -> HttpResponse:
    """The same with the name, for who has the code printed on the certificate; a wrong secret shows no more."""
    canonical, fault = read_serial(serial)
    if canonical != serial and not fault:
        return _private(redirect("records:verify_holder", canonical, secret))
    holder = is_holder_secret(serial, secret)
    return _page(request, serial, {"holder": holder, "wrong_secret": not holder})


@require_safe
def proof(request: HttpRequest, serial: str) -> HttpResponse:
    """The inclusion proof of a certificate and of what happened to it, as JSON without a name."""
    certificate = Certificate.objects.with_evidence().filter(serial=serial).first()
    if certificate is None:
        return _private(JsonResponse({"detail": _("No certificate has this serial.")}, status=404))
    data: dict[str, Any] = {"serial": serial, "state": certificate.state, "key": ledger_key().verifier.as_text()}
    try:
        events = certificate.events.select_related("entry")
        data["proof"] = prove(certificate.entry)
        data["events"] = [{"kind": event.kind, "proof": prove(event.entry)} for event in events]
    except NotSequenced:
        data["detail"] = _("The ledger entry has no place in the tree yet. Ask again in a minute.")
        return _private(JsonResponse(data, status=202, headers={"Retry-After": "60"}))
    return _private(JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}))


def _page(request: HttpRequest, typed: str, context: dict[str, Any]) -> HttpResponse:
    form = SerialForm({"serial": typed})
    if read_serial(typed) != (typed, None) and not form.is_valid():  # one as it is printed needs no form
        return _private(render(request, "records/verify.html", {"form": form}, status=404))
    serial, _fault = read_serial(typed)
    if serial != typed:
        return _private(redirect("records:verify_serial", serial))
    shown = read_shown(serial)
    if shown is None:
        form.add_error("serial", _("No certificate has this serial. Was it printed by this site?"))
        return _private(render(request, "records/verify.html", {"form": form}, status=404))
    return _private(render(request, "records/verify_result.html", {**context, **shown}))


def _private(response: HttpResponse) -> HttpResponse:
    """Nothing about a certificate is kept by caches, found by search engines, or told to other sites."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
