"""An objection of the demo's history: raised, replied to and decided by a vote, through the services."""

from typing import Any

from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from modules.models import Edition
from people.models import Agency, User
from people.rules import roles_of
from review.models import Objection
from review.services.objecting import reply_to_objection
from review.services.signing import sign
from review.services.voting import call_vote, cast_vote

Row = dict[str, Any]


def raise_objection(edition: Edition, row: Row, tally: Tally) -> Objection:
    """The agency of the person objects to the passage, and an author replies."""
    person = _person(row["by"])
    signed = sign(
        actor=person,
        agency=_agency_of(person, edition),
        edition=edition,
        answer="object",
        reasons=words(row["reasons"]),
        ground=row["ground"],
        block_id=lasting_id(edition.module.slug, row["block"]),
    )
    reply = row["reply"]
    reply_to_objection(actor=_person(reply["by"]), objection=signed.objection, words=words(reply["words"]))
    tally.made["objection"] += 1
    return signed.objection


def decide(edition: Edition, objection: Objection, row: Row) -> None:
    """Every co-author votes with reasons; the last vote ends it."""
    caller = _person(row["vote"]["by"])
    decision = call_vote(
        actor=caller, agency=_agency_of(caller, edition), objection=objection, why=words(row["vote"]["why"])
    )
    for vote in row["vote"]["votes"]:
        person = _person(vote["by"])
        cast_vote(
            actor=person,
            agency=_agency_of(person, edition),
            decision=decision,
            choice=vote["choice"],
            reasons=words(vote["reasons"]),
        )


def _person(email: str) -> User:
    return User.objects.get(email__iexact=email)


def _agency_of(person: User, edition: Edition) -> Agency:
    return edition.module.coauthorships.select_related("agency").get(agency__in=roles_of(person).agencies).agency
