"""Choosing the language in which one takes a course."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from curriculum.errors import TeachingError
from curriculum.queries.languages import languages_offered
from curriculum.services.speaking import choose_language
from curriculum.views.place import find_enrolment, officer_of
from people.access import officers_only


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def language(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show in which languages which modules are signed; take the course in the chosen one from here on."""
    enrolment = find_enrolment(request, reference)
    back = _back(request, enrolment.reference)
    offered = languages_offered(enrolment)
    wanted = request.POST.get("language", "")
    if request.method == "POST" and wanted in {row.code for row in offered}:
        try:
            spoken = choose_language(actor=officer_of(request).user, enrolment=enrolment, language=wanted)
        except TeachingError as refusal:
            messages.warning(request, str(refusal))
        else:
            name = next(row.name for row in offered if row.code == wanted)
            messages.success(request, _("You go on in this language: %(language)s.") % {"language": name})
            if spoken.missing:
                messages.info(request, _("Modules that are not signed in it stay as they are."))
        return redirect(back)
    context = {"enrolment": enrolment, "offered": offered, "back": back}
    return render(request, "curriculum/language.html", context, status=400 if request.method == "POST" else 200)


def _back(request: HttpRequest, reference: UUID) -> str:
    """The step from which the person came, else wherever the course goes on."""
    number = request.POST.get("step") or request.GET.get("step", "")
    if number.isascii() and number.isdigit() and len(number) < 5:
        return reverse("curriculum:step", args=[reference, int(number)])
    return reverse("curriculum:resume", args=[reference])
