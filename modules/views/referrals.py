"""The report of referrals that want a check, and the one click that says they were checked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.forms import ReferralCheckForm
from modules.models import Resource
from modules.rules import can_check_referral, can_edit_registers, referrals_of
from modules.services.referrals import ReferralClosed, check_referral
from people.access import guard, person_of

checkers_only = guard("author or administrator", can_edit_registers)


@require_safe
@checkers_only
def referrals(request: HttpRequest) -> HttpResponse:
    """Those that have disappeared, and those that will within two weeks; the person's own can be checked off."""
    rows = list(Resource.objects.to_check().select_related("owner"))
    context = {
        "rows": [(row, can_check_referral(request.user, row)) for row in rows],
        "today": timezone.localdate(),
        "form": ReferralCheckForm(),
        "page_title": _("Referrals to re-check"),
        "header_icon": "group",
    }
    return render(request, "modules/admin/referrals.html", context)


@require_POST
@checkers_only
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Checked today: the referral is shown again from now on."""
    resource = get_object_or_404(referrals_of(request.user), fact_id=key)
    form = ReferralCheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long, so nothing was written down. Keep it under 1,000 characters."))
        return redirect("modules_admin:referrals")
    try:
        check_referral(actor=person_of(request), resource=resource, note=form.cleaned_data["note"])
    except ReferralClosed as closed:
        messages.error(request, str(closed))
    else:
        messages.success(request, _("“%s” was checked today. It is shown again.") % resource.name)
    return redirect("modules_admin:referrals")
