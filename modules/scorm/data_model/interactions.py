"""Answers and right answers of 2004 interactions, by the type of interaction."""

import re

from .table import DataModel

MOST_PARTS = {"choice": 36, "sequencing": 36, "matching": 36, "fill-in": 10, "performance": 250}
ONE_PATTERN = {"true-false", "likert", "numeric", "other"}
DISTINCT_PATTERNS = {"choice", "sequencing"}
FLAG = re.compile(r"\{(case_matters|order_matters)=([^}]*)\}")


def is_answer(model: DataModel, kind: str, text: str, *, pattern: bool) -> bool:
    """Whether the text is a learner's response, or a pattern of correct responses, for this type of interaction."""
    if pattern:
        stripped = _without_flags(text, kind)
        if stripped is None:
            return False
        text = stripped
    if kind == "true-false":
        return text in ("true", "false")
    if kind in ("likert", "choice", "sequencing"):
        return _identifiers(model, kind, text)
    if kind == "numeric":
        return _number(model, text, pattern=pattern)
    if kind in ("fill-in", "long-fill-in", "other"):
        return _texts(model, kind, text)
    return kind in ("matching", "performance") and _pairs(model, kind, text, pattern=pattern)


def _without_flags(text: str, kind: str) -> str | None:
    """The pattern behind its flags, which come first in any order; None when a flag is not a truth value."""
    allowed = {"fill-in": {"case_matters", "order_matters"}, "long-fill-in": {"case_matters"}}
    allowed["performance"] = {"order_matters"}
    while (flag := FLAG.match(text)) and flag[1] in allowed.get(kind, ()):
        if flag[2] not in ("true", "false"):
            return None
        text = text[flag.end() :]
    return text


def _identifiers(model: DataModel, kind: str, text: str) -> bool:
    if kind == "likert":
        return is_short_identifier(model, text)
    if text == "":
        return kind == "choice"
    parts = text.split("[,]")
    distinct = kind != "choice" or len(set(parts)) == len(parts)
    return len(parts) <= MOST_PARTS[kind] and distinct and all(is_short_identifier(model, part) for part in parts)


def is_short_identifier(model: DataModel, text: str) -> bool:
    return bool(model.formats["short_identifier"].fullmatch(text))


def _number(model: DataModel, text: str, *, pattern: bool) -> bool:
    real = model.formats["real"]
    if not pattern:
        return bool(real.fullmatch(text))
    low, between, high = text.partition("[:]")
    if not between or any(bound and not real.fullmatch(bound) for bound in (low, high)):
        return False
    return not (low and high) or float(low) <= float(high)


def _texts(model: DataModel, kind: str, text: str) -> bool:
    if kind == "other":
        return len(text) <= 4000
    if kind == "long-fill-in":
        return is_localized(model, text, 4000)
    parts = text.split("[,]")
    return len(parts) <= MOST_PARTS[kind] and all(is_localized(model, part, 250) for part in parts)


def _pairs(model: DataModel, kind: str, text: str, *, pattern: bool) -> bool:
    parts = text.split("[,]")
    if len(parts) > MOST_PARTS[kind]:
        return False
    for part in parts:
        first, between, second = part.partition("[.]")
        if not between:
            return False
        if kind == "matching":
            if not (is_short_identifier(model, first) and is_short_identifier(model, second)):
                return False
        elif not _step(model, first, second, pattern=pattern):
            return False
    return True


def _step(model: DataModel, name: str, answer: str, *, pattern: bool) -> bool:
    """A step of a performance: a name, an answer, or both; the answer a text, a number or, in a pattern, a range."""
    if not name and not answer:
        return False
    if name and not is_short_identifier(model, name):
        return False
    if pattern and "[:]" in answer:
        return _number(model, answer, pattern=True)
    return len(answer) <= 250


def is_localized(model: DataModel, text: str, longest: int) -> bool:
    """A text that may say its language first, as in ``{lang=es}Hola``."""
    if found := model.formats["language_prefix"].match(text):
        if not model.formats["language"].fullmatch(found[1]):
            return False
        text = text[found.end() :]
    return len(text) <= longest
