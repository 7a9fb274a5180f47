"""An administrator makes accounts, gives roles and takes them back."""

from typing import Any
from uuid import UUID

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import person_of
from people.admin_pages import admin_page, administrators_in_admin, page_of, posted
from people.administration_forms import AccountForm, AccountSearchForm, GrantForm, NewAccountForm
from people.enums import RoleName
from people.models import RoleGrant, User
from people.services.accounts import LastAdministrator, change_account, keep_an_administrator, make_account
from people.services.roles import grant_role, take_role_back

ICON = "user"
LAST = gettext_lazy("This is the last administrator. Nothing was changed: give the role to somebody else first.")


@require_safe
@administrators_in_admin
def accounts(request: HttpRequest) -> HttpResponse:
    """Everyone with an account, with roles and department; by name, address or role."""
    form = AccountSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    query = request.GET.copy()
    query.pop("p", None)
    return admin_page(
        request,
        "people/admin/accounts.html",
        title=_("People"),
        icon=ICON,
        filters=form,
        query=query.urlencode(),
        **page_of(request, _found(**wanted)),
    )


def _found(words: str = "", role: str = "") -> QuerySet[User]:
    grants = RoleGrant.objects.select_related("agency", "department")
    rows = User.objects.select_related("officer__department").prefetch_related(Prefetch("role_grants", grants))
    if words.strip():
        rows = rows.filter(Q(name__icontains=words.strip()) | Q(email__icontains=words.strip()))
    if role:
        rows = rows.filter(role_grants__role=role).distinct()
    return rows.order_by("name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_in_admin
def add(request: HttpRequest) -> HttpResponse:
    """Make an account and send the letter with which its owner chooses a password."""
    form = NewAccountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        user = make_account(actor=person_of(request), **form.cleaned_data)
        _send_letter(request, user)
        return redirect("people_desk:account", user.reference)
    status = 422 if form.errors else 200
    return admin_page(
        request, "people/admin/form.html", title=_("New account"), icon=ICON, trail=_trail(), form=form, status=status,
        save=_("Make the account and send the letter"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_in_admin
def account(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One person: name, whether they may sign in, roles."""
    user = get_object_or_404(User.objects.select_related("officer__department"), reference=reference)
    form = AccountForm(posted(request), initial={"name": user.name, "active": user.is_active})
    if request.method == "POST" and form.is_valid():
        try:
            change_account(actor=person_of(request), user=user, **form.cleaned_data)
            messages.success(request, _("Kept."))
        except LastAdministrator:
            messages.error(request, LAST)
        except PermissionDenied:
            messages.error(request, _("You cannot close your own account. Nothing was changed."))
        return redirect("people_desk:account", user.reference)
    return _account_page(request, user, form, GrantForm(), 422 if form.errors else 200)


@require_POST
@administrators_in_admin
def grant(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give a role. Given twice it is one."""
    user = get_object_or_404(User.objects.select_related("officer__department"), reference=reference)
    form = GrantForm(request.POST)
    if not form.is_valid():
        known = AccountForm(initial={"name": user.name, "active": user.is_active})
        return _account_page(request, user, known, form, 422)
    given = form.cleaned_data | {"role": RoleName(form.cleaned_data["role"])}
    grant_role(actor=person_of(request), user=user, **given)
    messages.success(request, _("The role was given."))
    return redirect("people_desk:account", user.reference)


@require_POST
@administrators_in_admin
def take_back(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Take a role back; the last administrator keeps theirs."""
    user = get_object_or_404(User, reference=reference)
    held = user.role_grants.filter(pk=pk).first()
    if held is not None:
        try:
            if held.role == RoleName.ADMINISTRATOR:
                keep_an_administrator(without=user)
            take_role_back(actor=person_of(request), grant=held)
            messages.success(request, _("The role was taken back."))
        except LastAdministrator:
            messages.error(request, LAST)
    return redirect("people_desk:account", user.reference)


@require_POST
@administrators_in_admin
def send_letter(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Send the letter for choosing a password once more."""
    user = get_object_or_404(User, reference=reference, is_active=True)
    _send_letter(request, user)
    return redirect("people_desk:account", user.reference)


def _send_letter(request: HttpRequest, user: User) -> None:
    form = ResetPasswordForm({"email": user.email})
    if form.is_valid():
        form.save(request)
    messages.success(request, _("A letter with a link for choosing a password was sent to %s.") % user.email)


def _account_page(request: HttpRequest, user: User, form: AccountForm, giving: GrantForm, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "person": user,
        "form": form,
        "giving": giving,
        "grants": user.role_grants.select_related("agency", "department"),
    }
    return admin_page(
        request, "people/admin/account.html", title=user.name, icon=ICON, trail=_trail(), status=status, **context
    )


def _trail() -> list[tuple[str, str]]:
    return [(_("People"), reverse("people_desk:accounts"))]
