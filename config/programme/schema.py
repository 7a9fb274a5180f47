"""The shape of every file of the programme, as JSON Schema. programme/README.md says the same in words."""

from typing import Any

from assessments.definition import ItemKind
from modules.enums import (
    AuthorityKind,
    AuthorityStatus,
    CoauthorRole,
    Confidence,
    Layer,
    ObjectionRule,
    ResourceStatus,
    RulingCode,
    Silence,
    SourceKind,
    Topic,
    VoteCaller,
    VoteMajority,
)
from modules.enums import Severity as NoteSeverity
from modules.models.language_notes import CONTEXTS
from review.enums import CriterionKind, Severity

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MAYBE_DATE: Schema = {"anyOf": [DATE, {"type": "null"}]}
KEY: Schema = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9.-]*$"}
FACT: Schema = {"type": "string", "pattern": r"^[A-Z]+-[0-9]+$"}
MAYBE_FACT: Schema = {"anyOf": [FACT, {"type": "null"}]}
EMAIL: Schema = {"type": "string", "pattern": r"^[a-z0-9.-]+@example\.org$"}


def one_of(values: Any) -> Schema:
    return {"enum": [str(value) for value in values]}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """A mapping with exactly these keys."""
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
        "additionalProperties": False,
    }


def listing(of: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": of, "minItems": least}


CONFIDENCE = one_of(Confidence)

PROVISION = record(
    {
        "fact": FACT,
        "title": TEXT,
        "summary": TEXT,
        "cite": TEXT,
        "confidence": CONFIDENCE,
        "source": TEXT,
        "legal": FLAG,
        "status_unknown": FLAG,
    }
)
AUTHORITIES = listing(
    record(
        {
            "key": KEY,
            "title": TEXT,
            "short_title": TEXT,
            "kind": one_of(AuthorityKind),
            "layer": one_of(Layer),
            "jurisdiction": TEXT,
            "effective_from": MAYBE_DATE,
            "effective_until": MAYBE_DATE,
            "status": one_of(AuthorityStatus),
            "status_note": MAYBE_TEXT,
            "supersedes": MAYBE_TEXT,
            "official_link": MAYBE_TEXT,
            "last_verified": MAYBE_DATE,
            "provisions": listing(PROVISION),
        },
        {"check_days": {"type": "integer", "minimum": 1}},
    )
)
SOURCES = listing(
    record(
        {
            "key": {"type": "string", "pattern": r"^[A-Z][A-Z0-9-]*$"},
            "title": TEXT,
            "authors": MAYBE_TEXT,
            "publisher": MAYBE_TEXT,
            "year": MAYBE_TEXT,
            "url": MAYBE_TEXT,
            "kind": one_of(SourceKind),
            "note": MAYBE_TEXT,
        }
    )
)
GLOSSARY = listing(
    record(
        {
            "fact": FACT,
            "term": TEXT,
            "meaning": TEXT,
            "use": MAYBE_TEXT,
            "avoid": FLAG,
            "draft": FLAG,
            "confidence": CONFIDENCE,
        }
    )
)
LANGUAGE_NOTES = listing(
    record(
        {
            "key": KEY,
            "pattern": TEXT,
            "guidance": TEXT,
            "instead": MAYBE_TEXT,
            "severity": one_of(NoteSeverity),
            "allowed_in": listing(one_of(sorted(CONTEXTS))),
            "owner": KEY,
            "fact": MAYBE_FACT,
        },
        {"example": TEXT},
    )
)
RESOURCES = listing(
    record(
        {
            "fact": FACT,
            "name": TEXT,
            "role": TEXT,
            "contact": MAYBE_TEXT,
            "languages": MAYBE_TEXT,
            "status": one_of(ResourceStatus),
            "last_checked": MAYBE_DATE,
            "check_days": WHOLE,
            "note": MAYBE_TEXT,
            "confidence": CONFIDENCE,
        },
        {"owner": KEY},
    )
)
RULING = record(
    {
        "authority": KEY,
        "provision": MAYBE_FACT,
        "fact": FACT,
        "ruling": one_of(RulingCode),
        "text": TEXT,
        "confidence": CONFIDENCE,
    },
    {"conditions": MAYBE_TEXT, "legal": FLAG, "status_unknown": FLAG},
)
RULES = listing(record({"key": KEY, "topic": one_of(Topic), "title": TEXT, "rulings": listing(RULING, least=1)}))
CRITERIA = listing(
    record(
        {
            "code": {"type": "string", "pattern": r"^[A-Z]+-[A-Z0-9]+$|^[A-Z]+$"},
            "title": TEXT,
            "question": TEXT,
            "help": TEXT,
            "source": MAYBE_TEXT,
            "confidence": CONFIDENCE,
            "kind": one_of(CriterionKind),
        }
    )
)

AT_LEAST_ONE: Schema = {"type": "integer", "minimum": 1}
QUORUM = record(
    {"approvals": AT_LEAST_ONE},
    {
        "all_coauthors": FLAG,
        "perspectives": {"type": "object", "additionalProperties": AT_LEAST_ONE},
        "hear_everyone": FLAG,
        "deadline_days": AT_LEAST_ONE,
        "silence": one_of(Silence),
        "objections": one_of(ObjectionRule),
        "votes_called_by": one_of(VoteCaller),
        "vote_days": AT_LEAST_ONE,
        "vote_quorum": AT_LEAST_ONE,
        "vote_majority": one_of(VoteMajority),
        "review_months": AT_LEAST_ONE,
    },
)
MODULE = record(
    {
        "title": TEXT,
        "slug": KEY,
        "summary": TEXT,
        "language": TEXT,
        "objectives": listing(TEXT, least=1),
        "agencies": listing(record({"agency": KEY, "role": one_of(CoauthorRole)}), least=1),
        "quorum": QUORUM,
        "steps": listing(TEXT, least=1),
    },
    {
        "card": {"const": True},
        "protected": listing(record({"block": KEY, "agency": KEY, "by": TEXT, "reasons": TEXT}, {"quote": TEXT})),
        "credits": listing(record({"agency": KEY, "by": TEXT, "name": TEXT, "work": TEXT})),
        "owner": record({"agency": KEY, "person": TEXT}, {"successor": TEXT}),
        "wording": listing(record({"block": KEY, "note": KEY, "words": TEXT, "agency": KEY, "reason": TEXT})),
    },
)


def block(kind: str, required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return record({"id": KEY, "type": {"const": kind}} | required, optional)


BLOCKS: dict[str, Schema] = {
    "text": block("text", {"text": TEXT}),
    "provision": block("provision", {"provision": FACT}, {"note": MAYBE_TEXT}),
    "claim": block(
        "claim",
        {
            "statement": TEXT,
            "source": TEXT,
            "fact": FACT,
            "n": MAYBE_TEXT,
            "year": MAYBE_TEXT,
            "place": MAYBE_TEXT,
            "population": MAYBE_TEXT,
            "limits": MAYBE_TEXT,
            "confidence": CONFIDENCE,
        },
    ),
    "callout": block(
        "callout", {"tone": one_of(["info", "caution", "unverified", "say"]), "title": TEXT, "text": TEXT}
    ),
    "content_note": block("content_note", {"text": TEXT}),
    "reflection": block("reflection", {"prompt": TEXT}),
    "definition": block("definition", {"term": FACT}),
    "image": block("image", {"file": TEXT, "alt": TEXT}, {"caption": MAYBE_TEXT}),
    "referrals": block("referrals", {"resources": listing(FACT, least=1)}, {"title": MAYBE_TEXT}),
    "video": block("video", {"file": TEXT, "title": TEXT, "captions": TEXT}),
}
LESSON = record(
    {
        "type": {"const": "lesson"},
        "title": TEXT,
        "slug": KEY,
        "minutes": {"type": "integer", "minimum": 1},
        "blocks": listing(
            {"type": "object", "required": ["id", "type"], "properties": {"type": {"enum": [*BLOCKS]}}}, 1
        ),
    }
)
# What an item holds is read, and every fault named, by assessments.definition.
SCENARIO = record(
    {
        "type": {"const": "scenario"},
        "title": TEXT,
        "slug": KEY,
        "minutes": {"type": "integer", "minimum": 1},
        "pass_mark": {"type": "integer", "minimum": 1, "maximum": 100},
        "items": listing({"type": "object", "properties": {"kind": one_of(ItemKind)}}, least=1),
    },
    {"intro": MAYBE_TEXT},
)

PACKAGE_PAGE = record(
    {
        "title": TEXT,
        "text": TEXT,
        "question": TEXT,
        "choices": listing(record({"text": TEXT, "right": FLAG}), least=2),
        "why": TEXT,
    }
)
SCORM = record(
    {
        "type": {"const": "scorm"},
        "title": TEXT,
        "slug": KEY,
        "minutes": {"type": "integer", "minimum": 1},
        "blocks": LESSON["properties"]["blocks"],
        "package": record({"title": TEXT, "pages": listing(PACKAGE_PAGE, least=1)}),
    }
)

# What is watched, and its notes, come from the present dossier about the first version of the material.
SCREENING = record(
    {
        "type": {"const": "screening"},
        "title": TEXT,
        "slug": KEY,
        "minutes": {"type": "integer", "minimum": 1},
        "material": KEY,
    },
    {"intro": MAYBE_TEXT},
)

# A translation of a module's lessons: the words alone, by the ids of the blocks; titles only where a block has one.
TRANSLATION = record(
    {
        "title": TEXT,
        "summary": TEXT,
        "objectives": listing(TEXT, least=1),
        "translators": listing(KEY, least=1),
    }
)
WORDS: Schema = {"type": "object", "propertyNames": KEY, "additionalProperties": TEXT}
TRANSLATED_LESSON = record({"title": TEXT}, {"texts": WORDS, "titles": WORDS})

LINE = record({"n": WHOLE, "start": WHOLE, "end": WHOLE, "speaker": MAYBE_TEXT, "text": TEXT})
KNOWN = record({"fact": FACT, "text": TEXT, "source": TEXT, "confidence": CONFIDENCE})
CODES = listing(TEXT, least=1)
MATERIAL = record(
    {
        "slug": KEY,
        "title": TEXT,
        "publisher": TEXT,
        "year": {"type": ["integer", "null"]},
        "mandate": MAYBE_TEXT,
        "fictional": FLAG,
        "notice": TEXT,
        "duration_seconds": {"type": ["integer", "null"]},
        "hosting": TEXT,
        "versions": listing(record({"label": TEXT, "lines": listing(LINE, least=1)})),
        "answer_key": listing(
            record({"lines": listing(WHOLE, 1), "criteria": CODES, "severity": one_of(Severity), "note": TEXT})
        ),
        "keep": listing(WHOLE),
    },
    {
        "content_note": MAYBE_TEXT,
        "kept_by": KEY,
        "where": TEXT,
        "speakers": {"type": "object", "additionalProperties": TEXT},
        "neutral": listing(WHOLE),
        "known": listing(KNOWN),
        "not_known": listing(KNOWN),
        "criticisms": listing(
            record({"fact": FACT, "text": TEXT, "criteria": CODES, "source": TEXT, "confidence": CONFIDENCE})
        ),
        "criticisms_by": MAYBE_TEXT,
    },
)
