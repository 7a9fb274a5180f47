"""The shape of the files about people, courses and what has happened so far."""

from config.programme.schema import DATE, EMAIL, FLAG, KEY, TEXT, WHOLE, Schema, listing, one_of, record
from curriculum.enums import EvidenceRule
from modules.enums import Layer
from people.enums import DepartmentKind, Perspective, RoleName
from review.dossier_enums import RequestStepKind, Score
from review.enums import CoverageKind, FlagOutcome, Ground, Severity, Visibility, VoteChoice

UNIT: Schema = record({"code": KEY, "name": TEXT}, {"units": {"type": "array", "items": {"$ref": "#/$defs/unit"}}})
OFFICER = record({"badge": TEXT, "name": TEXT, "email": EMAIL, "rank": TEXT, "unit": TEXT, "hired_on": DATE})
PEOPLE: Schema = {
    "$defs": {"unit": UNIT},
    **record(
        {
            "departments": listing(
                record(
                    {
                        "slug": KEY,
                        "name": TEXT,
                        "kind": one_of(DepartmentKind),
                        "units": listing({"$ref": "#/$defs/unit"}, least=1),
                        "officers": listing(OFFICER),
                    }
                ),
                least=1,
            ),
            "agencies": listing(
                record({"slug": KEY, "name": TEXT, "perspective": one_of(Perspective), "about": TEXT}), least=1
            ),
            "people": listing(
                record(
                    {
                        "name": TEXT,
                        "email": EMAIL,
                        "roles": listing(
                            record({"role": one_of(RoleName)}, {"agency": KEY, "department": KEY}), least=1
                        ),
                    }
                )
            ),
            "sign_ins": listing(record({"role": TEXT, "name": TEXT, "email": EMAIL, "try_first": TEXT}), least=1),
        }
    ),
}
PER_CENT = {"type": "integer", "minimum": 0, "maximum": 100}
PROGRAMME = record(
    {
        "format": {"const": 1},
        "title": TEXT,
        "modules": listing(KEY, least=1),
        "materials": listing(KEY),
        "courses": listing(
            record(
                {
                    "key": KEY,
                    "title": TEXT,
                    "summary": TEXT,
                    "hours": {"type": "string", "pattern": r"^\d+\.\d{2}$"},
                    "pass_mark": {"anyOf": [PER_CENT, {"type": "null"}]},
                    "attempts_limit": {"type": ["integer", "null"], "minimum": 1},
                    "validity_months": {"type": ["integer", "null"], "minimum": 1},
                    "modules": listing(KEY, least=1),
                },
                {"evidence": one_of(EvidenceRule)},
            )
        ),
        "requirements": listing(
            record(
                {
                    "title": TEXT,
                    "course": KEY,
                    "department": KEY,
                    "legal_basis": TEXT,
                    "layer": one_of(Layer),
                    "units": listing(TEXT, least=1),
                    "ranks": listing(TEXT),
                    "due_days": WHOLE,
                }
            )
        ),
    },
    {"rubrics": listing(record({"key": KEY, "title": TEXT, "criteria": listing(TEXT, 1)}, {"note": TEXT}))},
)
FLAG_ANSWER = record({"by": EMAIL, "outcome": one_of(FlagOutcome), "reasons": TEXT}, {"dissent": TEXT, "closed": FLAG})
PANEL_VOTE = record({"by": EMAIL, "outcome": one_of(FlagOutcome), "reasons": TEXT})
APPEAL = record(
    {"reasons": TEXT, "votes": listing(PANEL_VOTE, 1), "decided": record({"by": EMAIL, "reasons": TEXT})},
    {"replies": listing(record({"by": EMAIL, "words": TEXT}))},
)
RAISED = {"by": EMAIL, "criteria": listing(TEXT, 1), "severity": one_of(Severity), "claim": TEXT}
ANSWERED = {"suggestion": TEXT, "acknowledged_by": EMAIL, "answer": FLAG_ANSWER, "fixed": FLAG}
VOTE = record({"by": EMAIL, "choice": one_of(VoteChoice), "reasons": TEXT})
OF_MODULES = {"quote": TEXT, "visibility": one_of(Visibility), "joined_by": EMAIL, "appeal": APPEAL}
LINES = listing({"type": "integer", "minimum": 1}, 1)
ON_A_DAY = {"by": EMAIL, "days_ago": WHOLE}
DOSSIER = record(
    {
        "material": KEY,
        "by": EMAIL,
        "agencies": listing(KEY, 1),
        "title": TEXT,
        "summary": TEXT,
        "method": TEXT,
        "signed_by": listing(EMAIL),
        "days_ago": WHOLE,
    },
    {
        "dissent": record({"by": EMAIL, "words": TEXT}),
        "scores": listing(
            record({"criterion": TEXT, "by": EMAIL, "score": one_of(Score), "words": TEXT}, {"lines": LINES})
        ),
        "requests": listing(
            record(
                ON_A_DAY | {"asks": TEXT},
                {
                    "lines": LINES,
                    "steps": listing(record(ON_A_DAY | {"kind": one_of(RequestStepKind)}, {"words": TEXT})),
                },
            )
        ),
        "answers": listing(record(ON_A_DAY | {"line": WHOLE, "words": TEXT})),
    },
)
THIN_LICENCE = record(
    {
        "by": EMAIL,
        "module": KEY,
        "name": TEXT,
        "origins": listing(TEXT, 1),
        "days_ago": WHOLE,
        "launches": listing({"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}),
    },
    {"agency": KEY, "department": KEY, "pinned": FLAG, "closed": FLAG},
)
HISTORY = record(
    {
        "published_days_ago": WHOLE,
        "assigned": listing(record({"requirement": TEXT, "days_ago": WHOLE})),
        "completed": listing(record({"officer": EMAIL, "begun": WHOLE, "finished": WHOLE}, {"slips": WHOLE})),
        "in_progress": listing(record({"officer": EMAIL, "begun": WHOLE, "steps": WHOLE})),
        "first_texts": listing(record({"module": KEY, "block": KEY, "text": TEXT})),
        "module_flags": listing(record(RAISED | {"module": KEY, "block": KEY}, ANSWERED | OF_MODULES)),
        "candidates": listing(
            record({"module": KEY, "block": KEY, "by": EMAIL, "signed_by": listing(EMAIL), "add": TEXT})
        ),
        "material_flags": listing(record(RAISED | {"material": KEY, "line": WHOLE}, ANSWERED)),
    },
    {
        "package_flags": listing(
            record(RAISED | {"module": KEY, "file": TEXT}, ANSWERED | {"quote": TEXT, "visibility": one_of(Visibility)})
        ),
        "material_coverage": listing(
            record(
                {
                    "material": KEY,
                    "by": EMAIL,
                    "kind": one_of(CoverageKind),
                    "spans": listing({"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}, 1),
                }
            )
        ),
        "objections": listing(
            record(
                {"module": KEY, "block": KEY, "by": EMAIL, "ground": one_of(Ground), "reasons": TEXT}
                | {"reply": record({"by": EMAIL, "words": TEXT})}
                | {"vote": record({"by": EMAIL, "why": TEXT, "votes": listing(VOTE, least=1)})}
            )
        ),
        "missed_checks": listing(record({"authority": KEY, "due_days_ago": {"type": "integer", "minimum": 1}})),
        "package_runs": listing(record({"officer": EMAIL, "requirement": TEXT, "days_ago": WHOLE, "pages": WHOLE})),
        "thin_licences": listing(THIN_LICENCE),
        "dossiers": listing(DOSSIER),
        "still_right": listing(record({"authority": KEY, "module": KEY, "block": KEY, "by": EMAIL, "reasons": TEXT})),
    },
)
