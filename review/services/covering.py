"""Noting what a reviewer watched or read."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Agency, User
from people.rules import roles_of
from review.enums import CoverageKind
from review.identity import alias_of, mark_of
from review.models import Coverage, MaterialVersion
from review.rules import can_flag_materials
from review.services.history import require
from review.spans import MOST_SPANS, Span, merged
from review.targets import LONGEST_RECORDING, check_times

SENT_AT_ONCE = 200


@transaction.atomic
def record_coverage(*, actor: User, version: MaterialVersion, kind: str, spans: Iterable[Any]) -> list[Span]:
    """Add spans of seconds to what this reviewer has watched or read; sending them twice adds nothing.

    Raises PermissionDenied, TargetRefused (a time that cannot be) or ValidationError. Not in the ledger: it is
    told several times a minute, and a dossier records it when it is signed.
    """
    require(can_flag_materials(actor))
    if kind not in CoverageKind.values:
        raise ValidationError({"kind": _("Choose whether you watched or read it.")})
    new = _checked(spans, version.duration if version.duration is not None else LONGEST_RECORDING)
    agency = Agency.objects.filter(pk__in=roles_of(actor).agencies)[0]
    known = {"agency": agency, "alias": alias_of(actor, agency)}
    row, _made = Coverage.objects.get_or_create(version=version, mark=mark_of(actor), kind=kind, defaults=known)
    row = Coverage.objects.select_for_update().get(pk=row.pk)
    both = merged([*row.spans, *new])
    if len(both) > MOST_SPANS:
        raise ValidationError({"spans": _("These are too many pieces. Give longer ones.")})
    if [list(span) for span in both] != row.spans:
        row.spans = [list(span) for span in both]
        row.save(update_fields=["spans", "updated_at"])
    return both


def _checked(spans: Iterable[Any], last: int) -> list[Span]:
    out: list[Span] = []
    for span in spans:
        if not (isinstance(span, (list, tuple)) and len(span) == 2 and all(type(one) is int for one in span)):
            raise ValidationError({"spans": _("Give pairs of whole seconds.")})
        start, end = check_times(span[0], span[1], last)
        if start < 0:
            raise ValidationError({"spans": _("Give pairs of whole seconds.")})
        out.append((start, end))
    if len(out) > SENT_AT_ONCE:
        raise ValidationError({"spans": _("These are too many pieces. Give longer ones.")})
    return out
