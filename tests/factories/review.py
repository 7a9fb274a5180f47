"""Factories of criteria, materials, flags and sign-offs. Flags are raised by the real service."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from modules.models import Edition, EditionStep
from people.models import User
from review.enums import Severity
from review.models import Criterion, Flag, Material, MaterialVersion, TranscriptLine
from review.services.flagging import raise_flag
from review.targets import EditionTarget, MaterialTarget
from tests.factories.people import UserFactory


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"REC-{n}")
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Example criterion {n}")
    question = "Is something wrong here?"


class MaterialFactory(DjangoModelFactory):
    class Meta:
        model = Material

    slug = factory.Sequence(lambda n: f"material-{n}")
    title = factory.Sequence(lambda n: f"Example film {n}")
    publisher = "Example Publisher"
    fictional = True
    duration_seconds = 60


class MaterialVersionFactory(DjangoModelFactory):
    class Meta:
        model = MaterialVersion

    material = factory.SubFactory(MaterialFactory)
    label = factory.Sequence(lambda n: f"Cut {n}")
    duration_seconds = 60


class TranscriptLineFactory(DjangoModelFactory):
    class Meta:
        model = TranscriptLine

    version = factory.SubFactory(MaterialVersionFactory)
    n = factory.Sequence(lambda n: n + 1)
    start = 0
    end = 10
    speaker = "Narrator"
    text = "It is happening on your street, tonight."


def lesson_of(edition: Edition) -> EditionStep:
    return edition.steps.select_related("edition__module").filter(kind="lesson").first()


def scenario_of(edition: Edition) -> EditionStep:
    return edition.steps.select_related("edition__module", "quiz").filter(kind="scenario").first()


def block_target(edition: Edition, position: int = 0, **more: Any) -> EditionTarget:
    step = lesson_of(edition)
    return EditionTarget(step=step, block_id=step.blocks[position]["id"], **more)


def make_flag(target: Edition | EditionTarget | MaterialTarget, *, by: User | None = None, **more: Any) -> Flag:
    """A flag on a target, or on the first block of an edition's lesson."""
    if isinstance(target, Edition):
        target = block_target(target)
    words = {"severity": Severity.HIGH, "claim": "The number has no source.", "suggestion": ""} | more
    criteria = words.pop("criteria", None) or [CriterionFactory(code="REC-1")]
    return raise_flag(actor=by or UserFactory(), target=target, criteria=criteria, **words)
