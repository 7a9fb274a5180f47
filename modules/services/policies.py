"""The rule by which a module's candidates are judged: its versions, and what a candidate keeps of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from modules.models import Candidacy, Edition, ModulePage, SignOffPolicy
from modules.policy_terms import PolicyTerms
from people.models import User
from records.canonical import digest
from records.services.ledger import record_event


@transaction.atomic
def write_policy(*, actor: object, module: ModulePage, terms: PolicyTerms) -> SignOffPolicy:
    """Add a version; the same terms again add none. Whether the actor may is for the caller to know.

    Whoever weakens a rule needs every co-author's consent: see `review.services.policies`.
    """
    ModulePage.objects.select_for_update().only("pk").get(pk=module.pk)
    newest = SignOffPolicy.objects.filter(module=module).order_by("-version").first()
    if newest and newest.terms == terms:
        return newest
    row = SignOffPolicy.objects.create(
        module=module,
        version=newest.version + 1 if newest else 1,
        data=terms.as_data(),
        created_by=actor if isinstance(actor, User) else None,
    )
    getattr(module, "_prefetched_objects_cache", {}).pop("policies", None)
    record_event(
        actor=actor,
        action="modules.policy.set",
        subject=f"module:{module.translation_key}",
        data={"version": row.version, "digest": digest(row.data)},
    )
    return row


def newest_version(module: ModulePage) -> int:
    """Nought while nobody has set a rule: then the default terms hold."""
    return max((row.version for row in module.policies.all()), default=0)


def keep_terms(*, edition: Edition, module: ModulePage, moment: datetime) -> Candidacy:
    """Keep with a new candidate the terms by which it will be judged, whatever becomes of the rule later."""
    terms = module.policy_terms
    due = moment + timedelta(days=terms.deadline_days) if terms.deadline_days else None
    return Candidacy.objects.create(edition=edition, version=newest_version(module), data=terms.as_data(), due_at=due)
