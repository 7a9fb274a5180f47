"""Dossiers made by the real services: a film of two agencies' reports, upheld, put up, signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from people.models import Agency, User
from review.enums import FlagOutcome
from review.models import Dossier, DossierEdition, Flag, MaterialVersion, RubricVersion, TranscriptLine
from review.services.answering import answer_flag
from review.services.dossiers import put_up_dossier, sign_dossier, start_dossier, write_dossier
from review.services.rubrics import publish_rubric_version
from review.targets import MaterialTarget
from tests.cast import Cast
from tests.factories.review import CriterionFactory, MaterialFactory, make_flag

LINES = (
    (0, 10, "The average age when it starts is thirteen."),
    (10, 20, "Check the purse: ten condoms, that is your probable cause."),
    (20, 30, "The officer calls an ambulance and stays until it arrives."),
    (30, 40, "If she talks, nothing will happen to her."),
)


def make_rubric(codes: Sequence[str] = ("REC-1", "REC-9")) -> RubricVersion:
    for code in codes:
        CriterionFactory(code=code)
    rows = [{"code": code} for code in codes]
    return publish_rubric_version(actor="test", key="house", title="The house's rubric", criteria=rows)


def make_version(label: str = "First cut", material: Any = None, lines: Any = LINES) -> MaterialVersion:
    material = material or MaterialFactory(duration_seconds=40)
    version = MaterialVersion.objects.create(material=material, label=label, duration_seconds=40)
    TranscriptLine.objects.bulk_create(
        TranscriptLine(version=version, n=n, start=start, end=end, speaker="", text=text)
        for n, (start, end, text) in enumerate(lines, start=1)
    )
    return version


def upheld(version: MaterialVersion, line: int, *, by: User, judge: User, outcome: str = "upheld", **more: Any) -> Flag:
    row = version.lines.get(n=line)
    target = MaterialTarget(material=version.material, version=version, line=row)
    flag = make_flag(target, by=by, **more)
    answered = {"outcome": FlagOutcome(outcome), "reasons": "The source says otherwise."}
    return answer_flag(actor=judge, flag=flag, **answered)


def make_dossier(cast: Cast, version: MaterialVersion | None = None, *, flags: bool = True) -> Dossier:
    """Two findings by two agencies and one good passage, with words; led by the first agency."""
    version = version or make_version()
    rubric = make_rubric()
    if flags:
        upheld(version, 1, by=cast.reviewer, judge=cast.second_reviewer, claim="No source for thirteen.")
        condoms = {"severity": "critical", "suggestion": "Say that condoms are never evidence."}
        condoms |= {"claim": "Condoms prove nothing.", "criteria": [CriterionFactory(code="REC-9")]}
        upheld(version, 2, by=cast.second_reviewer, judge=cast.reviewer, **condoms)
        good = [CriterionFactory(code="GOOD", kind="keep")]
        upheld(version, 3, by=cast.reviewer, judge=cast.second_reviewer, claim="Help comes first.", criteria=good)
    dossier = start_dossier(
        actor=cast.reviewer,
        lead=cast.agency,
        version=version,
        rubric=rubric,
        agencies=[cast.second_agency],
        title="What the film teaches",
    )
    words = {"title": dossier.title, "summary": "It teaches two wrong things.", "method": "Two agencies watched it."}
    return write_dossier(actor=cast.reviewer, dossier=dossier, **words)


def sign_by(cast: Cast, edition: DossierEdition, *people: User) -> DossierEdition:
    agencies: dict[int, Agency] = {cast.reviewer.pk: cast.agency, cast.second_reviewer.pk: cast.second_agency}
    for person in people:
        signed = sign_dossier(actor=person, agency=agencies[person.pk], edition=edition, answer="approve")
        edition = signed.edition
    return edition


def make_published_dossier(cast: Cast, version: MaterialVersion | None = None) -> DossierEdition:
    dossier = make_dossier(cast, version)
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    return sign_by(cast, edition, cast.reviewer, cast.second_reviewer)
