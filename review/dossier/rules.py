"""May this person? Who writes, signs and withdraws a dossier, and who keeps rubrics."""

from typing import Any

from people.models import Agency
from people.rules import roles_of
from review.dossier_enums import DossierState
from review.models import Dossier, DossierEdition, Rubric


def can_start_dossier(user: Any, lead: Agency) -> bool:
    return lead.pk in roles_of(user).agencies


def can_write_dossier(user: Any, dossier: Dossier) -> bool:
    """Authors and reviewers of the agency that leads it."""
    return dossier.lead_id in roles_of(user).agencies


def signing_agency_ids(user: Any, dossier: Dossier) -> frozenset[int]:
    """The person's agencies that are asked to sign it."""
    held = roles_of(user).agencies
    return held & frozenset(dossier.agencies.values_list("pk", flat=True)) if held else frozenset()


def signing_agencies_of(user: Any, edition: DossierEdition) -> Any:
    """The person's agencies that may answer this edition: of a candidate, those that its own terms name."""
    agencies = Agency.objects.filter(pk__in=signing_agency_ids(user, edition.dossier))
    if edition.state != DossierState.CANDIDATE:
        return agencies
    return agencies.filter(slug__in=[row["agency"] for row in edition.content["terms"]["agencies"]])


def takes_part(user: Any, dossier: Dossier) -> bool:
    """Whoever leads or signs it enters what the publisher said and what later versions show."""
    return can_write_dossier(user, dossier) or bool(signing_agency_ids(user, dossier))


def can_keep_rubric(user: Any, rubric: Rubric) -> bool:
    """Its agency's people; the house's own, and any other, administrators."""
    roles = roles_of(user)
    return roles.administrator or (rubric.agency_id is not None and rubric.agency_id in roles.agencies)


def can_add_rubric(user: Any, agency: Agency | None) -> bool:
    """Only administrators add one of the house."""
    roles = roles_of(user)
    return roles.administrator if agency is None else agency.pk in roles.agencies
