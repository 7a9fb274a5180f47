"""What readers say of a step without claiming anything: given here, and shown to authors as numbers only."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.models import EditionStep
from people.access import agency_members_only, person_of, signed_in
from people.rules import roles_of
from review.addresses import step_page
from review.feedback import feedback_on
from review.flag_forms import FeedbackForm
from review.services.feedback import give_feedback as give_feedback_service


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def give_feedback(request: HttpRequest, digest: str, step: UUID) -> HttpResponse:
    """A short form; nobody's name is kept with it."""
    if len(digest) != 64:
        raise Http404
    query = EditionStep.objects.select_related("edition__module").defer("content", "edition__canonical")
    row = get_object_or_404(query, edition__digest=digest, key=step)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback_service(actor=person_of(request), step=row, **form.cleaned_data)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Thank you. The authors see it once ten people have said something."))
            return redirect(step_page(row))
    if not row.edition.is_published or roles_of(request.user).agencies:
        raise Http404
    return render(request, "review/feedback_form.html", {"form": form, "step": row}, status=400 if form.errors else 200)


@require_safe
@agency_members_only
def feedback(request: HttpRequest) -> HttpResponse:
    """Step by step, how many said what; nothing at all below ten."""
    return render(request, "review/feedback.html", {"rows": feedback_on(request.user)})
