"""What rests on law that moved: the report, and the page on which an agency answers for a module."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.law_forms import StillRightForm
from modules.models import AuthorityChange, ChangeAnswer
from modules.passages import waiting_wordings
from modules.rules import modules_read_as_drafts_by
from modules.services.answering_changes import AnswerRefused, answer_still_right
from people.access import agency_members_only, person_of
from people.admin_pages import admin_page, refused_with_403
from people.queries import agencies_of


@require_http_methods(["GET", "HEAD", "POST"])
@refused_with_403
@agency_members_only
def answer(request: HttpRequest, reference: UUID, page_id: int) -> HttpResponse:
    """Say for passages of a module, in the name of a co-authoring agency, that they are still right."""
    module = get_object_or_404(modules_read_as_drafts_by(request.user), pk=page_id)
    change = get_object_or_404(AuthorityChange.objects.select_related("authority", "replaced_by"), reference=reference)
    wordings = [] if change.closed_at else waiting_wordings(change, [module.pk])
    agencies = agencies_of(request.user).filter(coauthorships__module=module).distinct()
    form = StillRightForm(request.POST or None, wordings=wordings, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            answer_still_right(
                actor=person_of(request),
                change=change,
                passages=form.chosen(),
                agency=form.cleaned_data["agency"],
                reasons=form.cleaned_data["reasons"],
            )
        except AnswerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Readers see no notice there any more, and the questions count again."))
            return redirect("modules_admin:moved_answer", reference=reference, page_id=page_id)
    answers = ChangeAnswer.objects.filter(change=change, step__edition__module=module)
    return admin_page(
        request,
        "modules/admin/moved_answer.html",
        title=_("Still right? %s") % module.title,
        icon="warning",
        trail=[(_("What rests on rules that moved"), reverse("modules_admin:moved"))],
        status=400 if form.errors else 200,
        module=module,
        change=change,
        notice=change.notice,
        wordings=wordings,
        form=form,
        answers=answers.select_related("step__edition").defer("step__content", "step__edition__canonical"),
    )
