"""Licences of thin packages of the demo, and how often they were used."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.programme.reader import Programme
from config.programme.writers.rows import Tally
from modules.models import ModulePage, ThinLaunch, ThinLicence
from modules.services.licensing import issue_licence, switch_licence
from people.models import Agency, Department, User


@transaction.atomic
def write_licences(programme: Programme, tally: Tally, *, now: datetime | None = None) -> None:
    """Issue those of the file; nothing where anybody has issued one before."""
    rows = programme.history.get("thin_licences", ())
    if not rows or ThinLicence.objects.exists():
        return
    for row in rows:
        _issue(row, now or timezone.now())
        tally.made["thin package"] += 1


def _issue(row: dict[str, Any], now: datetime) -> None:
    actor = User.objects.get(email__iexact=row["by"])
    licence = issue_licence(
        actor=actor,
        module=ModulePage.objects.get(slug=row["module"]),
        name=row["name"],
        origins=row["origins"],
        agency=Agency.objects.get(slug=row["agency"]) if "agency" in row else None,
        department=Department.objects.get(slug=row["department"]) if "department" in row else None,
        pinned=row.get("pinned", False),
    )
    ThinLicence.objects.filter(pk=licence.pk).update(issued_at=now - timedelta(days=row["days_ago"]))
    today = timezone.localdate(now)
    ThinLaunch.objects.bulk_create(
        ThinLaunch(licence=licence, day=today - timedelta(days=days), count=count) for days, count in row["launches"]
    )
    if row.get("closed"):
        switch_licence(actor=actor, licence=licence, on=False)
