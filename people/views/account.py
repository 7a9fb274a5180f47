"""A person's own account: who they are here, and how they sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.access import person_of, signed_in
from people.models import Officer, RoleGrant


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show name, address, department and roles, and lead to password, passkeys and second factor."""
    grants = RoleGrant.objects.filter(user=person_of(request)).select_related("agency", "department")
    officer = Officer.objects.filter(user=person_of(request)).select_related("department", "unit").first()
    return render(request, "people/account.html", {"grants": grants, "officer": officer})
