"""Factories of completions and certificates: through the services, so that the ledger follows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from records.models import Certificate, Completion
from records.services.certificates import issue_certificate, reissue_certificate, revoke_certificate
from records.services.completions import CompletionSnapshot, EditionTaken, record_completion


class EditionTakenFactory(factory.Factory):
    class Meta:
        model = EditionTaken

    module_title = factory.Sequence(lambda n: f"Example module {n}")
    number = 1
    digest = factory.Sequence(lambda n: f"{n:064x}")
    language = "en"
    agencies = ("Example Peers", "Example Alliance")


class CompletionSnapshotFactory(factory.Factory):
    class Meta:
        model = CompletionSnapshot

    class Params:
        unscored = factory.Trait(score_percent=None, pass_mark=None, evidence="reading")
        expired = factory.Trait(valid_until=date(2020, 1, 1))

    person_reference = factory.LazyFunction(uuid4)
    person_name = "Olive Officer"
    badge = "1001"
    rank = "Officer"
    department = "example-city-police"
    department_name = "Example City Police"
    unit_name = "Northern Patrol"
    course_key = "the-bulletin"
    course_title = "Prioritizing Safety for Sex Workers"
    requirement_title = "Yearly training"
    legal_basis = "Department Bulletin 17-249"
    hours = Decimal("2.50")
    score_percent = 92
    pass_mark = 80
    evidence = "server-scored quiz"
    editions = factory.LazyFunction(lambda: (EditionTakenFactory(),))
    started_at = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
    completed_at = datetime(2026, 11, 3, 19, 30, tzinfo=UTC)
    valid_until = date(2099, 11, 3)


class CompletionFactory(DjangoModelFactory):
    """Takes the fields of the snapshot: CompletionFactory(person_name="...", unscored=True)."""

    class Meta:
        model = Completion

    @classmethod
    def _create(cls, model_class, *args, actor="test", snapshot=None, **kwargs):
        return record_completion(actor=actor, snapshot=snapshot or CompletionSnapshotFactory(**kwargs))


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    class Params:
        revoked = factory.Trait(revoked_because="Issued in error.")
        replaced = factory.Trait(replaced_because="The name was misspelt.")

    completion = factory.SubFactory(CompletionFactory)

    @classmethod
    def _create(cls, model_class, *args, completion, revoked_because="", replaced_because="", **kwargs):
        certificate = issue_certificate(actor="test", completion=completion)
        if revoked_because:
            revoke_certificate(actor="test", certificate=certificate, reason=revoked_because)
        if replaced_because:
            reissue_certificate(actor="test", certificate=certificate, reason=replaced_because)
        return certificate
