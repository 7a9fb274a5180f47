"""Two authors, a stale tab, autosave and sign-offs at once: what was signed never changes, on either database."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from modules.enums import EditionState
from modules.models import Edition, LessonPage, ModulePage
from modules.services.protecting import protected_changes
from people.models import User
from records.canonical import canonical_json
from review.models import SignOff
from review.services.answers import StaleCandidate
from review.services.signing import put_up_for_sign_off, sign
from tests.cast import make_cast
from tests.factories.modules import block
from tests.factories.signing import make_ruled_module

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite" and not connection.settings_dict["TEST"]["NAME"],
        reason="threads need a database file; TEST_DATABASE names one",
    ),
]
ROUNDS = 4


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Do all of them from as many threads at the same moment; say what became of each."""
    gate = Barrier(len(actions))

    def one(action: Callable[[], object]) -> str:
        try:
            gate.wait(20)
            action()
        except StaleCandidate:
            return "stale"
        except OperationalError as error:  # SQLite: another writer was at it for too long; nothing was written
            return f"busy: {error}"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(one, actions))


def autosave(lesson: LessonPage, person: User, words: str) -> None:
    """What the editor does while somebody types: the newest revision is overwritten in place."""
    page = LessonPage.objects.get(pk=lesson.pk)
    raw = page.body.get_prep_value()
    page.body = [block("text", f"<p>{words}</p>", raw[0]["id"]), *raw[1:]]
    revision = page.save_revision(user=person)
    page.save_revision(user=person, overwrite_revision=revision)


def stale_tab(person: User, edition: Edition, agency_id: int) -> None:
    """A tab that was opened before: its form still says what was on the screen then."""
    client = Client()
    client.force_login(person)
    form = {"digest": edition.digest, "agency": agency_id, "answer": "approve", "reasons": "From an old tab."}
    answer = client.post(reverse("review:candidate", args=[edition.reference]), form)
    assert answer.status_code in (302, 409)


def fingerprint(edition: Edition) -> tuple[str, ...]:
    """Everything of an edition that anybody signed, read anew."""
    row = Edition.objects.get(pk=edition.pk)
    steps = list(row.steps.order_by("position").values_list("content", "digest"))
    assert hashlib.sha256(row.canonical.encode()).hexdigest() == row.digest
    for content, digest in steps:
        assert hashlib.sha256(canonical_json(content).encode()).hexdigest() == digest
        assert canonical_json(content) in row.canonical
    return (row.canonical, row.digest, *(digest for _content, digest in steps))


def test_nothing_that_happens_at_once_changes_signed_bytes():
    cast = make_cast()
    module = make_ruled_module([cast.agency, cast.second_agency])
    lesson = LessonPage.objects.get(path__startswith=module.path)
    seen: dict[int, tuple[str, ...]] = {}
    for number in range(ROUNDS):
        edition = put_up_for_sign_off(actor=cast.author, module=ModulePage.objects.get(pk=module.pk))
        seen[edition.pk] = fingerprint(edition)
        results = at_once(
            lambda number=number: autosave(lesson, cast.author, f"First author, round {number}."),
            lambda number=number: autosave(lesson, cast.second_author, f"Second author, round {number}."),
            lambda edition=edition: sign(actor=cast.author, agency=cast.agency, edition=edition, answer="approve"),
            lambda edition=edition: stale_tab(cast.second_author, edition, cast.second_agency.pk),
            lambda: put_up_for_sign_off(actor=cast.second_author, module=ModulePage.objects.get(pk=module.pk)),
        )
        assert {result.split(":")[0] for result in results} <= {"done", "stale", "busy"}
        for row in Edition.objects.exclude(pk__in=seen):
            seen[row.pk] = fingerprint(row)
        for pk, before in seen.items():
            assert fingerprint(Edition(pk=pk)) == before
    assert Edition.objects.filter(state=EditionState.CURRENT).count() <= 1
    assert Edition.objects.filter(state=EditionState.CANDIDATE).count() <= 1
    for row in SignOff.objects.select_related("edition"):
        assert row.digest == row.edition.digest
    for edition in Edition.objects.published():
        answers = set(edition.sign_offs.filter(answer="approve").values_list("agency_id", flat=True))
        assert answers >= {cast.agency.pk, cast.second_agency.pk}
        assert protected_changes(edition) == []
