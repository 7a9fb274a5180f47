"""Freezing quizzes, and reading frozen ones."""

import json
from collections import OrderedDict

from django.db import transaction

from assessments.definition import DefinitionError, QuizDefinition, faults, from_data, to_data
from assessments.models import Quiz
from records.canonical import canonical_json, digest

MOST_REMEMBERED = 256
_remembered: OrderedDict[str, QuizDefinition] = OrderedDict()


@transaction.atomic
def freeze_quiz(definition: QuizDefinition) -> Quiz:
    """Return the frozen quiz of this definition, made on first sight. Raises DefinitionError when it is unsound."""
    found = faults(definition)
    if found:
        raise DefinitionError(found)
    data = to_data(definition)
    quiz, _ = Quiz.objects.get_or_create(
        digest=digest(data), defaults={"title": definition.title[:200], "canonical": canonical_json(data)}
    )
    return quiz


def definition_of(quiz: Quiz) -> QuizDefinition:
    """The definition of a frozen quiz, parsed once per process: a digest has one definition for ever."""
    known = _remembered.get(quiz.digest)
    if known is None:
        known = _remembered[quiz.digest] = from_data(json.loads(quiz.canonical))
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return known
