"""Two agencies sign at the same moment: exactly one publishing, nothing lost. Needs a database with real row locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from modules.enums import EditionState
from modules.models import Edition
from people.models import Agency, User
from records.models import LedgerEntry
from review.models import SignOff
from review.services.signing import StaleCandidate, sign
from tests.cast import make_cast
from tests.factories.modules import make_candidate

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def sign_at_once(edition: Edition, *signers: tuple[User, Agency, str]) -> list[str]:
    """Sign from as many threads at the same moment; return what became of each: signed or stale."""
    gate = Barrier(len(signers))

    def one(signer: tuple[User, Agency, str]) -> str:
        person, agency, answer = signer
        try:
            gate.wait(10)
            sign(actor=person, agency=agency, edition=edition, answer=answer, reasons="Because." * (answer == "object"))
        except StaleCandidate:
            return "stale"
        finally:
            connections.close_all()
        return "signed"

    with ThreadPoolExecutor(len(signers)) as pool:
        return list(pool.map(one, signers))


def test_two_last_approvals_at_once_publish_once():
    cast = make_cast()
    edition = make_candidate([cast.agency, cast.second_agency], approvals_needed=2)
    results = sign_at_once(
        edition, (cast.author, cast.agency, "approve"), (cast.second_author, cast.second_agency, "approve")
    )
    assert results == ["signed", "signed"]
    assert Edition.objects.get(pk=edition.pk).state == EditionState.CURRENT
    assert LedgerEntry.objects.filter(action="modules.edition.published").count() == 1
    assert edition.signatures.count() == 2


def test_an_approval_and_an_objection_at_once_end_in_one_decision():
    cast = make_cast()
    edition = make_candidate([cast.agency, cast.second_agency], approvals_needed=1)
    results = sign_at_once(
        edition, (cast.author, cast.agency, "approve"), (cast.second_author, cast.second_agency, "object")
    )
    assert sorted(results) == ["signed", "stale"]
    decided = EditionState.CURRENT if results[0] == "signed" else EditionState.SENT_BACK
    assert Edition.objects.get(pk=edition.pk).state == decided
    assert SignOff.objects.count() == 1


def test_a_double_click_at_once_is_one_answer():
    cast = make_cast()
    edition = make_candidate([cast.agency, cast.second_agency], approvals_needed=2)
    signer = (cast.author, cast.agency, "approve")
    assert sign_at_once(edition, signer, signer) == ["signed", "signed"]
    assert SignOff.objects.count() == 1
