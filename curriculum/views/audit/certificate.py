"""One certificate with its whole chain of evidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curriculum.queries.evidence import read_evidence
from curriculum.views.audit.search import ICON
from people.admin_pages import admin_page, auditors_in_admin
from people.queries import departments_audited_by
from records.models import Certificate


@require_safe
@auditors_in_admin
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """Snapshot, editions, ledger entry and proof; each digest is computed anew while the page is made."""
    slugs = departments_audited_by(request.user).values_list("slug", flat=True)
    rows = Certificate.objects.for_departments(slugs).with_evidence().select_related("completion__entry", "replaces")
    row = get_object_or_404(rows, serial=serial)
    return admin_page(
        request,
        "curriculum/audit/certificate.html",
        title=_("Certificate %(serial)s") % {"serial": row.serial},
        icon=ICON,
        trail=[(_("Audit"), reverse("curriculum_admin:audit"))],
        certificate=row,
        completion=row.completion,
        snapshot=row.completion.snapshot,
        events=row.events.all(),
        evidence=read_evidence(row),
    )
