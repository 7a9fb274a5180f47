"""What one person's run through a package comes to: pages opened, commits applied in order and once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from modules.models import ScormRegistration
from modules.package_store import PackageMissing, package_of
from modules.scorm.claim import claim_of
from modules.scorm.manifest import Package
from modules.scorm.route import Circumstances, Way, find_item, take_way
from modules.scorm.state import (
    Commit,
    CommitRefused,
    Learner,
    Registration,
    Summary,
    apply_commit,
    close_open,
    launch,
    plan_of,
)
from people.models import User

UNSTORABLE = re.compile(r"[\ud800-\udfff]|\\u0000")  # a script may put it into a string; PostgreSQL takes it in no JSON
PACKED = "packed"
KEPT = ("state", "attempt", "completion", "success", "percent", "hundredths", "updated_at")


@dataclass(frozen=True)
class Opened:
    """What became of a wish, and the number by which commits of the page are known."""

    way: Way
    opens: int

    @property
    def values(self) -> dict[str, str]:
        item = self.way.item
        return dict(self.way.registration.sco(item.identifier).values) if item else {}


def registration_for(*, person: User, subject: str, digest: str) -> ScormRegistration:
    """The run of this person on behalf of the subject, begun if there is none."""
    made, _ = ScormRegistration.objects.get_or_create(subject=subject, digest=digest, defaults={"person": person})
    return made


@transaction.atomic
def open_page(*, row: ScormRegistration, wish: str = "") -> Opened:
    """Open what the wish leads to. Whoever opened before may commit no longer. Raises NoSuchWay."""
    row = ScormRegistration.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    package = package_of(row.digest)
    state = state_of(row, package)
    if state.mode == "review":
        return look_again(row=row, wish=wish)
    way = take_way(package, state, learner_of(row.person), wish, circumstances(row))
    row.opens += 1
    _keep(row, package, way.registration, "opens")
    return Opened(way, row.opens)


def look_again(*, row: ScormRegistration, at: str = "", wish: str = "") -> Opened:
    """Open a page for review, in any order, with the values that were kept; nothing is kept of it. Raises NoSuchWay."""
    package = package_of(row.digest)
    state = replace(state_of(row, package), at=at) if at else state_of(row, package)
    item, allowed = find_item(package, state, wish)
    if item is not None:
        plan = plan_of(package, item)
        state = launch(state.to_review(item.identifier), plan, learner_of(row.person), mode="review")
    return Opened(Way(state, item, allowed, ended=item is None), row.opens)


def try_page(*, digest: str, at: str, wish: str = "") -> Opened:
    """Open a page for an author who tries the package, in any order, as on the first day. Nothing is kept."""
    package = package_of(digest)
    state = Registration(package.edition.standard, at=at)
    item, allowed = find_item(package, state, wish)
    if item is not None:
        state = launch(state, plan_of(package, item), Learner("trial", "Trial, Nobody"), credit=False)
    return Opened(Way(state, item, allowed, ended=item is None), 0)


@transaction.atomic
def commit(*, row: ScormRegistration, opens: int, told: Commit) -> Registration:
    """Apply a commit; the same again changes nothing. Raises CommitRefused: `opened-elsewhere` is told of here."""
    row = ScormRegistration.objects.select_for_update().get(pk=row.pk)
    if opens != row.opens:
        raise CommitRefused("opened-elsewhere")
    package = package_of(row.digest)
    item = next((item for item in package.organization.walk() if item.identifier == told.sco), None)
    if item is None:
        raise CommitRefused("page-not-open")
    applied = apply_commit(state_of(row, package), plan_of(package, item), told)
    if not applied.repeated:
        _keep(row, package, applied.registration)
    return applied.registration


@transaction.atomic
def begin_again(*, actor: User, row: ScormRegistration) -> ScormRegistration:
    """A new attempt: values begin anew, the best outcomes stay."""
    row = ScormRegistration.objects.select_for_update().get(pk=row.pk, person=actor)
    package = package_of(row.digest)
    row.opens += 1
    _keep(row, package, state_of(row, package).begin_again(), "opens")
    return row


def close_runs(*, subjects: Iterable[str]) -> None:
    """From now on these runs are only looked at, whatever launches are still open. To be called in a transaction."""
    for row in ScormRegistration.objects.select_for_update().filter(subject__in=list(subjects)):
        try:
            state = state_of(row, package_of(row.digest))
        except PackageMissing:  # so it cannot be opened either
            continue
        row.state = _storable(replace(close_open(state), mode="review").to_data())
        row.save(update_fields=["state"])


def circumstances(row: ScormRegistration) -> Circumstances:
    """By what the rules of a package go, besides what was done: the learner's lot, and the present moment."""
    return Circumstances(seed=row.pk, now=timezone.now())


def state_of(row: ScormRegistration, package: Package) -> Registration:
    if not row.state:
        return Registration(package.edition.standard)
    return Registration.from_data(json.loads(row.state[PACKED]) if PACKED in row.state else row.state)


def _storable(data: dict[str, Any]) -> dict[str, Any]:
    """The state as any database keeps it: as text within JSON where it holds halves of letters or null characters."""
    return {PACKED: json.dumps(data)} if UNSTORABLE.search(json.dumps(data, ensure_ascii=False)) else data


def learner_of(person: User) -> Learner:
    """The package is told a name and a reference that means nothing outside: no e-mail address, no badge."""
    return Learner(str(person.reference), person.name)


def _keep(row: ScormRegistration, package: Package, state: Registration, *more: str) -> None:
    before = Summary(row.completion, row.success, row.percent, row.hundredths)  # type: ignore[arg-type]
    summary = claim_of(package, state, before, circumstances(row))
    values: dict[str, Any] = {
        "state": _storable(state.to_data()),
        "attempt": state.attempt,
        "completion": summary.completion,
        "success": summary.success,
        "percent": summary.percent,
        "hundredths": summary.hundredths,
        "updated_at": timezone.now(),
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*KEPT, *more])
