"""Every key that one file of the programme may use to point into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from config.programme.reader import Programme


@dataclass(frozen=True)
class Index:
    authorities: frozenset[str]
    provisions: frozenset[str]
    sources: frozenset[str]
    terms: frozenset[str]
    resources: frozenset[str]
    acts: frozenset[str]
    agencies: frozenset[str]
    units: dict[str, frozenset[str]]  # department to the paths of its units, such as patrol/north-station
    officers: frozenset[str]  # by e-mail address
    people: frozenset[str]  # everybody, by e-mail address
    modules: dict[str, frozenset[str]]  # module to its block ids and item keys
    courses: frozenset[str]
    requirements: frozenset[str]
    criteria: frozenset[str]
    lines: dict[str, frozenset[int]]  # material to the numbers of its transcript lines
    dossiers: frozenset[str]  # materials with a dossier

    @classmethod
    def of(cls, programme: Programme) -> Index:
        authorities = programme.registers["authorities"]
        departments = programme.people.get("departments", [])
        officers = frozenset(row["email"] for department in departments for row in department["officers"])
        others = frozenset(row["email"] for row in programme.people.get("people", []))
        return cls(
            authorities=frozenset(row["key"] for row in authorities),
            provisions=frozenset(row["fact"] for held in authorities for row in held["provisions"]),
            sources=frozenset(row["key"] for row in programme.registers["sources"]),
            terms=frozenset(row["fact"] for row in programme.registers["glossary"]),
            resources=frozenset(row["fact"] for row in programme.registers["resources"]),
            acts=frozenset(row["key"] for row in programme.registers["rules"]),
            agencies=frozenset(row["slug"] for row in programme.people.get("agencies", [])),
            units={row["slug"]: frozenset(path for path, _ in unit_paths(row["units"])) for row in departments},
            officers=officers,
            people=officers | others,
            modules={module.slug: frozenset(_places(module)) for module in programme.modules},
            courses=frozenset(row["key"] for row in programme.manifest.get("courses", [])),
            requirements=frozenset(row["title"] for row in programme.manifest.get("requirements", [])),
            criteria=frozenset(row["code"] for row in programme.criteria),
            lines={slug: frozenset(line_numbers(material)) for slug, material in programme.materials.items()},
            dossiers=frozenset(row["material"] for row in programme.history.get("dossiers", [])),
        )


def unit_paths(units: list[dict[str, Any]], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every unit of the tree with its path, parents first."""
    for unit in units:
        path = f"{above}{unit['code']}"
        yield path, unit
        yield from unit_paths(unit.get("units", []), f"{path}/")


def line_numbers(material: dict[str, Any]) -> Iterator[int]:
    return (line["n"] for version in material["versions"] for line in version["lines"])


def _places(module: Any) -> Iterator[str]:
    for step in module.steps:
        yield from (block["id"] for block in step.blocks)
        yield from (item.get("key", "") for item in step.data.get("items", []))
