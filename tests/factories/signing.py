"""Candidates judged by terms of one's own, and objections to them, made by the real services."""

from typing import Any

from modules.models import Edition, ModulePage, ProtectedPassage
from modules.policy_terms import PolicyTerms
from modules.services.policies import write_policy
from modules.services.protecting import protect_passage
from modules.views.protected import places_in_drafts
from people.models import Agency
from review.models import Objection
from review.services.signing import sign
from tests.cast import Cast
from tests.factories.modules import block, make_module

ANSWER_FIRST = {"objections": "answer_first", "votes_called_by": "any", "vote_quorum": 2}


def make_ruled_module(agencies: list[Agency], **terms: Any) -> ModulePage:
    """A module whose candidates are judged by these terms."""
    module = make_module(agencies)
    write_policy(actor="test", module=module, terms=PolicyTerms(**{"approvals": 2} | terms))
    return ModulePage.objects.get(pk=module.pk)


def object_to_block(cast: Cast, edition: Edition, *, ground: str = "harm", block_id: str | None = None) -> Objection:
    """The second agency objects to the first block of the lesson, or to the block named."""
    first = edition.steps.get(kind="lesson").blocks[0]["id"]
    row = sign(
        actor=cast.second_author,
        agency=cast.second_agency,
        edition=edition,
        answer="object",
        reasons="This sentence would send people away.",
        ground=ground,
        block_id=first if block_id is None else block_id,
    )
    return row.objection


def reword_first_block(module: ModulePage, words: str = "Covered, and told so.") -> None:
    """Change the first block of the lesson's draft."""
    lesson = module.get_children().first().specific
    raw = lesson.body.get_prep_value()
    lesson.body = [block("text", f"<p>{words}</p>", raw[0]["id"]), *raw[1:]]
    lesson.save_revision()


def protect_first_block(cast: Cast, module: ModulePage, quote: str = "") -> ProtectedPassage:
    """The first agency protects the first block of the lesson, or exact words in it."""
    return protect_passage(
        actor=cast.author,
        agency=cast.agency,
        module=module,
        place=places_in_drafts(module)[0],
        quote=quote,
        reasons="It was hard won.",
    )
