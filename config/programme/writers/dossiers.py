"""The demo's dossiers: written, scored, signed and answered by the fictional people, through the services."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.programme.reader import Programme
from config.programme.writers.rows import Tally, words
from people.models import Agency, User
from people.rules import roles_of
from review.models import Criterion, Dossier, Flag, MaterialVersion, RubricVersion
from review.services.dossiers import put_up_dossier, sign_dossier, start_dossier, write_dossier
from review.services.publishers import ask_publisher, follow_request, keep_publisher_answer
from review.services.rubrics import score_criterion

Row = dict[str, Any]


@transaction.atomic
def write_dossiers(programme: Programme, tally: Tally) -> None:
    """Play each dossier whole, once; one that is there already is left as it is."""
    for row in programme.history.get("dossiers", []):
        version = MaterialVersion.objects.filter(material__slug=row["material"]).order_by("pk")[0]
        if Dossier.objects.filter(version=version).exists():
            continue
        dossier = _written(row, version)
        for score in row.get("scores", []):
            _score(score, dossier)
        _signed(row, dossier)
        _publisher(row, dossier)
        tally.made["dossier"] += 1


def _written(row: Row, version: MaterialVersion) -> Dossier:
    lead = _person(row["by"])
    agencies = list(Agency.objects.filter(slug__in=row["agencies"]))
    dossier = start_dossier(
        actor=lead,
        lead=_agency(lead),
        version=version,
        rubric=RubricVersion.objects.filter(rubric__key="house").order_by("-number")[0],
        agencies=agencies,
        title=row["title"],
    )
    title, summary, method = (words(row[name]) for name in ("title", "summary", "method"))
    return write_dossier(actor=lead, dossier=dossier, title=title, summary=summary, method=method)


def _score(row: Row, dossier: Dossier) -> None:
    person = _person(row["by"])
    score_criterion(
        actor=person,
        agency=_agency(person),
        version=dossier.version,
        rubric=dossier.rubric_version,
        criterion=Criterion.objects.get(code=row["criterion"]),
        score=row["score"],
        words=words(row["words"]),
        evidence=_findings(dossier, row.get("lines", [])),
    )


def _signed(row: Row, dossier: Dossier) -> None:
    moment = _moment(row["days_ago"])
    edition = put_up_dossier(actor=_person(row["by"]), dossier=dossier, at=moment)
    dissent = row.get("dissent", {})
    for email in row["signed_by"]:
        person = _person(email)
        said = words(dissent["words"]) if dissent.get("by") == email else ""
        sign_dossier(actor=person, agency=_agency(person), edition=edition, answer="approve", dissent=said, at=moment)


def _publisher(row: Row, dossier: Dossier) -> None:
    for asked in row.get("requests", []):
        request = ask_publisher(
            actor=_person(asked["by"]),
            dossier=dossier,
            asks=words(asked["asks"]),
            findings=_findings(dossier, asked.get("lines", [])),
            on=_moment(asked["days_ago"]).date(),
        )
        for step in asked.get("steps", []):
            day, said = _moment(step["days_ago"]).date(), words(step.get("words"))
            follow_request(actor=_person(step["by"]), request=request, kind=step["kind"], on=day, words=said)
    for answer in row.get("answers", []):
        flag = _findings(dossier, [answer["line"]])[0]
        day = _moment(answer["days_ago"]).date()
        keep_publisher_answer(
            actor=_person(answer["by"]), dossier=dossier, flag=flag, words=words(answer["words"]), on=day
        )


def _findings(dossier: Dossier, lines: list[int]) -> list[Flag]:
    """The upheld flags on these lines."""
    flags = Flag.objects.filter(version=dossier.version, line__n__in=lines, outcome__in=["upheld", "partly"])
    return list(flags.order_by("line__n", "pk"))


def _moment(days_ago: int) -> datetime:
    return timezone.now() - timedelta(days=days_ago)


def _person(email: str) -> User:
    return User.objects.get(email__iexact=email)


def _agency(person: User) -> Agency:
    return Agency.objects.filter(pk__in=roles_of(person).agencies).order_by("pk")[0]
