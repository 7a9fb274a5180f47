"""In the workspace: whose names stand with a module, who keeps it, and when its edition is read again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.edition_names import names_of
from modules.models import Credit, Edition, EditionCredit, ModuleOwner, ModulePage, ScheduledReview
from modules.names_forms import CreditForm, OwnerForm
from modules.rules import leads_module, modules_read_as_drafts_by
from modules.services.naming import credit_person, end_credit, withdraw_name
from modules.services.owning import set_owner
from modules.services.rereading import confirm_review
from modules.views.protected import agencies_or_administrators
from people.access import person_of
from people.models import Agency
from people.rules import is_administrator, roles_of


@require_safe
@agencies_or_administrators
def names(request: HttpRequest, page_id: int) -> HttpResponse:
    """Owner, credits, the names on published editions, and the day of re-reading; with the forms of who may."""
    module = _module(request, page_id)
    return _page(request, module)


@require_POST
@agencies_or_administrators
def credit(request: HttpRequest, page_id: int) -> HttpResponse:
    module = _module(request, page_id)
    form = CreditForm(request.POST, agencies=_own(request, module))
    if not form.is_valid():
        return _page(request, module, credit_form=form, status=400)
    return _try(
        request,
        module,
        lambda: credit_person(actor=person_of(request), module=module, **form.cleaned_data),
        _("Credited on the editions to come."),
    )


@require_POST
@agencies_or_administrators
def end(request: HttpRequest, reference: UUID) -> HttpResponse:
    rows = Credit.objects.filter(module__in=modules_read_as_drafts_by(request.user)).select_related("agency", "module")
    row = get_object_or_404(rows, reference=reference)
    said = _("No new edition names them. From published ones withdraw the name below.")
    return _try(request, row.module, lambda: end_credit(actor=person_of(request), credit=row), said)


@require_POST
@agencies_or_administrators
def owner(request: HttpRequest, page_id: int) -> HttpResponse:
    module = _module(request, page_id)
    form = OwnerForm(request.POST, module=module)
    if not form.is_valid():
        return _page(request, module, owner_form=form, status=400)
    return _try(
        request,
        module,
        lambda: set_owner(actor=person_of(request), module=module, **form.cleaned_data),
        _("The owner is set."),
    )


@require_POST
@agencies_or_administrators
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take one's agency's name, or that of somebody it credited, off a published edition."""
    module = _module(request, page_id)
    edition = get_object_or_404(
        Edition.objects.published().defer("canonical"), module=module, digest=request.POST.get("edition", "")
    )
    agency = get_object_or_404(_own(request, module), slug=request.POST.get("agency", ""))
    wanted = request.POST.get("credit", "")
    row = get_object_or_404(EditionCredit, pk=int(wanted), edition=edition) if wanted.isdigit() else None
    return _try(
        request,
        module,
        lambda: withdraw_name(actor=person_of(request), agency=agency, edition=edition, credit=row),
        _("The public pages no longer show the name. What was signed stays as evidence."),
    )


@require_POST
@agencies_or_administrators
def reread(request: HttpRequest, page_id: int) -> HttpResponse:
    """The leading agency says that the current edition was read again and still holds."""
    module = _module(request, page_id)
    edition = get_object_or_404(Edition.objects.current().defer("canonical"), module=module)
    return _try(
        request,
        module,
        lambda: confirm_review(actor=person_of(request), edition=edition),
        _("Noted. The next term begins today."),
    )


@require_safe
@agencies_or_administrators
def keeping(request: HttpRequest) -> HttpResponse:
    """Report: modules without an owner, and editions that should have been read again."""
    modules = modules_read_as_drafts_by(request.user).order_by("title")
    owners = {row.module_id: row for row in ModuleOwner.objects.filter(module__in=modules).select_related("person")}
    reviews = {
        row.edition.module_id: row
        for row in ScheduledReview.objects.filter(edition__module__in=modules, edition__state="current")
        .select_related("edition")
        .defer("edition__canonical")
    }
    rows = [(module, owners.get(module.pk), reviews.get(module.pk)) for module in modules]
    context = {
        "rows": rows,
        "without": sum(not owner or not owner.person_id for _module, owner, _review in rows),
        "overdue": sum(bool(review and review.overdue) for _module, _owner, review in rows),
        "page_title": _("Owners and re-reading"),
        "header_icon": "user",
    }
    return render(request, "modules/admin/keeping.html", context)


def _module(request: HttpRequest, page_id: int) -> ModulePage:
    return get_object_or_404(modules_read_as_drafts_by(request.user), pk=page_id)


def _own(request: HttpRequest, module: ModulePage) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=roles_of(request.user).author_of, coauthorships__module=module)


def _try(request: HttpRequest, module: ModulePage, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("modules_admin:names", module.pk)


def _page(
    request: HttpRequest,
    module: ModulePage,
    *,
    credit_form: CreditForm | None = None,
    owner_form: OwnerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    own = _own(request, module)
    leads = leads_module(request.user, module)
    published = list(Edition.objects.published().filter(module=module).defer("canonical").order_by("-number")[:10])
    current = next((edition for edition in published if edition.state == "current"), None)
    context = {
        "module": module,
        "owner": ModuleOwner.objects.filter(module=module).select_related("person", "successor", "agency").first(),
        "owner_form": (owner_form or OwnerForm(module=module)) if leads or is_administrator(request.user) else None,
        "credits": Credit.objects.filter(module=module, ended_at__isnull=True).select_related("agency"),
        "credit_form": (credit_form or CreditForm(agencies=own)) if own else None,
        "own": {agency.slug for agency in own},
        "editions": [(edition, names_of(edition)) for edition in published],
        "review": getattr(current, "scheduled_review", None) if current else None,
        "leads": leads,
        "today": timezone.localdate(),
        "page_title": _("Names and owner"),
        "page_subtitle": module.title,
        "header_icon": "group",
    }
    return render(request, "modules/admin/names.html", context, status=status)
