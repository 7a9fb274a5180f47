"""The places of an edition."""

from __future__ import annotations

import json

from django.db.models import prefetch_related_objects

from modules.models import Edition
from modules.translation.places import FrozenPart, Place, places_of


def edition_parts(edition: Edition) -> list[FrozenPart]:
    """The steps with their quizzes (two queries, none when they were prefetched)."""
    prefetch_related_objects([edition], "steps__quiz")
    return [
        FrozenPart(step.content, json.loads(step.quiz.canonical) if step.quiz else None) for step in edition.steps.all()
    ]


def edition_places(edition: Edition) -> dict[str, Place]:
    """Every place of the edition by key, in order."""
    return places_of(json.loads(edition.canonical), edition_parts(edition))
