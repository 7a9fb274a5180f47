"""Sends a form that was kept while its sender signed in again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import signed_in
from people.services.kept_forms import take_kept_form


@require_safe
@signed_in
def kept_form(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was kept with one button that sends it, protected against forgery like any other form."""
    kept = take_kept_form(request, token)
    if kept is None:
        raise Http404
    return render(request, "people/kept_form.html", {"kept": kept})
