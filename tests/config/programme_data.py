"""A whole programme in small, for the tests of the loader: one module with a lesson and a quiz."""

from pathlib import Path
from typing import Any

import yaml

from tests.factories.assessments import branching_item, single_item

AGENCIES = ["example-peer-collective", "example-legal-outreach"]
TRANSLATOR = "example-translators"


def small_programme() -> dict[str, Any]:
    """File name to data; the keys P-16 (provision), S0 (source) and G-05 (term) exist."""
    return {
        "programme.yaml": _manifest(),
        "people.yaml": _people(),
        "history.yaml": _history(),
        "criteria.yaml": [
            {
                "code": "REC-1",
                "title": "Inaccurate",
                "question": "Is it wrong?",
                "help": "Ask for the source.",
                "source": "S0",
                "confidence": "A",
                "kind": "problem",
            }
        ],
        **_registers(),
        "modules/small/module.yaml": {
            "title": "Small",
            "slug": "small",
            "summary": "A module in small.",
            "language": "en",
            "objectives": ["Say who is covered"],
            "agencies": [
                {"agency": AGENCIES[0], "role": "lead"},
                {"agency": AGENCIES[1], "role": "legal_reviewer"},
            ],
            "quorum": {"approvals": 2},
            "steps": ["01-lesson", "02-quiz"],
        },
        "modules/small/01-lesson.yaml": _lesson(),
        "modules/small/02-quiz.yaml": {
            "type": "scenario",
            "title": "Quiz",
            "slug": "quiz",
            "minutes": 5,
            "intro": "Two calls.",
            "pass_mark": 80,
            "items": [_with_fact_ids(branching_item()), single_item()],
        },
        "materials/film.yaml": _material(),
    }


def write_programme(root: Path, files: dict[str, Any]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return root


def _with_fact_ids(item: dict[str, Any]) -> dict[str, Any]:
    item["scenes"][0]["choices"][0]["provision"] = "P-16"
    return item


def _lesson() -> dict[str, Any]:
    blocks = [
        {
            "id": "who",
            "type": "text",
            "text": "## Who\n\nA **reporter** [@P-16] [@S0:P-11]. See [sex trade](term:G-05).",
        },
        {"id": "rule", "type": "provision", "provision": "P-16", "note": None},
        {"id": "say", "type": "callout", "tone": "say", "title": "Say", "text": '"You are covered." [@P-16]'},
        {"id": "think", "type": "reflection", "prompt": "What would you say?"},
        {"id": "term", "type": "definition", "term": "G-05"},
        {
            "id": "count",
            "type": "claim",
            "statement": "Some did not report.",
            "source": "S0",
            "fact": "R-01",
            "n": "783",
            "year": "2006",
            "place": "San Francisco",
            "population": None,
            "limits": "One clinic.",
            "confidence": "A",
        },
    ]
    return {"type": "lesson", "title": "Lesson", "slug": "lesson", "minutes": 5, "blocks": blocks}


def _registers() -> dict[str, Any]:
    provision = {
        "fact": "P-16",
        "title": "No arrest",
        "summary": "Who reports is not arrested for sex work.",
        "cite": "17-249",
        "confidence": "A",
        "source": "S0",
        "legal": False,
        "status_unknown": True,
    }
    authority = {
        "key": "bulletin",
        "title": "Bulletin",
        "short_title": "Bulletin",
        "kind": "bulletin",
        "layer": "local_policy",
        "jurisdiction": "San Francisco",
        "effective_from": "2017-12-01",
        "effective_until": None,
        "status": "unknown",
        "status_note": None,
        "supersedes": None,
        "official_link": None,
        "last_verified": "2026-11-22",
        "provisions": [provision],
    }
    source = {"key": "S0", "title": "Study", "authors": None, "publisher": None, "year": "2019", "url": None}
    term = {"fact": "G-05", "term": "Sex trade", "meaning": "Wider.", "use": None, "avoid": False, "draft": True}
    return {
        "registers/authorities.yaml": [authority],
        "registers/sources.yaml": [source | {"kind": "article", "note": None}],
        "registers/glossary.yaml": [term | {"confidence": "A"}],
        "registers/language_notes.yaml": [],
        "registers/resources.yaml": [],
        "registers/rules.yaml": [],
    }


def _manifest() -> dict[str, Any]:
    course = {
        "key": "small-course",
        "title": "Small course",
        "summary": "In small.",
        "hours": "1.00",
        "pass_mark": 80,
        "attempts_limit": 3,
        "validity_months": 24,
        "modules": ["small"],
    }
    requirement = {
        "title": "Everyone in Patrol",
        "course": "small-course",
        "department": "example-police",
        "legal_basis": "Made up.",
        "layer": "local_policy",
        "units": ["patrol"],
        "ranks": [],
        "due_days": 30,
    }
    return {
        "format": 1,
        "title": "Small programme",
        "modules": ["small"],
        "materials": ["film"],
        "courses": [course],
        "requirements": [requirement],
    }


def _people() -> dict[str, Any]:
    officers = [
        {"badge": "1", "name": "Done Already", "email": "done@example.org"},
        {"badge": "2", "name": "Half Way", "email": "half@example.org"},
    ]
    employed = {"rank": "Officer", "unit": "patrol/north", "hired_on": "2020-01-01"}
    department = {
        "slug": "example-police",
        "name": "Example Police",
        "kind": "police",
        "units": [{"code": "patrol", "name": "Patrol", "units": [{"code": "north", "name": "North"}]}],
        "officers": [officer | employed for officer in officers],
    }
    people = [
        {"name": f"Author {n}", "email": f"author{n}@example.org", "roles": [{"role": "author", "agency": slug}]}
        for n, slug in enumerate(AGENCIES)
    ]
    return {
        "departments": [department],
        "agencies": [
            {"slug": slug, "name": slug.replace("-", " "), "perspective": "legal", "about": "Fictional."}
            for slug in AGENCIES
        ],
        "people": people,
        "sign_ins": [{"role": "Author", "name": "Author 0", "email": "author0@example.org", "try_first": "Look."}],
    }


def _history() -> dict[str, Any]:
    return {
        "published_days_ago": 50,
        "assigned": [{"requirement": "Everyone in Patrol", "days_ago": 40}],
        "completed": [{"officer": "done@example.org", "begun": 30, "finished": 29, "slips": 0}],
        "in_progress": [{"officer": "half@example.org", "begun": 5, "steps": 1}],
        "first_texts": [{"module": "small", "block": "say", "text": '"Nothing will happen to you."'}],
        "module_flags": [
            {
                "module": "small",
                "block": "say",
                "by": "author1@example.org",
                "quote": "Nothing will happen",
                "criteria": ["REC-1"],
                "severity": "critical",
                "claim": "Too much is promised.",
                "answer": {"by": "author0@example.org", "outcome": "upheld", "reasons": "Right."},
                "fixed": True,
            }
        ],
        "candidates": [],
        "material_flags": [],
    }


def _material() -> dict[str, Any]:
    line = {"n": 1, "start": 0, "end": 9, "speaker": "NARR", "text": "It is happening."}
    return {
        "slug": "film",
        "title": "Film",
        "publisher": "Invented",
        "year": 2011,
        "mandate": None,
        "fictional": True,
        "notice": "This film is fiction.",
        "duration_seconds": 9,
        "hosting": "never hosted",
        "versions": [{"label": "First cut", "lines": [line]}],
        "answer_key": [{"lines": [1], "criteria": ["REC-1"], "severity": "high", "note": "No source."}],
        "keep": [],
    }


def with_translation(files: dict[str, Any]) -> dict[str, Any]:
    """The module without its quiz and its number, and a Spanish translation of what stays."""
    module = files["modules/small/module.yaml"]
    module["steps"] = ["01-lesson"]
    del files["modules/small/02-quiz.yaml"]
    lesson = files["modules/small/01-lesson.yaml"]
    lesson["blocks"] = [block for block in lesson["blocks"] if block["id"] not in ("think", "count")]
    files["modules/small/es/module.yaml"] = {
        "title": "Pequeño",
        "summary": "Un módulo pequeño.",
        "objectives": ["Decir a quién ampara"],
        "translators": [TRANSLATOR],
    }
    files["modules/small/es/01-lesson.yaml"] = {
        "title": "Lección",
        "texts": {
            "who": "## Quién\n\nQuien **denuncia** [@P-16] [@S0:P-11]. Véase [comercio sexual](term:G-05).",
            "say": "«Está amparado.» [@P-16]",
        },
        "titles": {"say": "Diga"},
    }
    people = files["people.yaml"]
    about = {"slug": TRANSLATOR, "name": "Example Translators", "perspective": "legal", "about": "Fictional."}
    people["agencies"].append(about)
    role = {"role": "author", "agency": TRANSLATOR}
    people["people"].append({"name": "Tradu Tora", "email": "translator@example.org", "roles": [role]})
    return files
