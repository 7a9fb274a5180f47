"""Whether people, courses, materials and what has happened so far fit together."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from config.programme.checks import split_keys
from config.programme.index import Index, unit_paths
from config.programme.reader import Fault, Programme
from people.enums import AGENCY_ROLES, DEPARTMENT_ROLES

Found = Iterator[Fault]


def check_people_and_courses(programme: Programme) -> list[Fault]:
    index = Index.of(programme)
    checks = (_people, _courses, _materials, _history)
    return [fault for check in checks for fault in check(programme, index)]


def _people(programme: Programme, index: Index) -> Found:
    file, people = "people.yaml", programme.people
    if not people:
        return
    officers = [row for department in people["departments"] for row in department["officers"]]
    yield from _repeated(file, "officer's email", (row["email"] for row in officers))
    yield from _repeated(file, "person's email", (row["email"] for row in people["people"]))
    yield from _repeated(file, "agency", (row["slug"] for row in people["agencies"]))
    for department in people["departments"]:
        yield from _department(file, department, index)
    for person in people["people"]:
        for role in person["roles"]:
            yield from _role(file, person["email"], role, index)
    for person in people["sign_ins"]:
        yield from _known(file, f"sign_ins.{person['role']}", "person", [person["email"]], index.people)


def _department(file: str, department: dict[str, Any], index: Index) -> Found:
    slug = department["slug"]
    yield from _repeated(file, f"{slug}: badge", (row["badge"] for row in department["officers"]))
    yield from _repeated(file, f"{slug}: unit", (path for path, _ in unit_paths(department["units"])))
    for row in department["officers"]:
        yield from _known(file, row["email"], "unit", [row["unit"]], index.units[slug])


def _role(file: str, email: str, role: dict[str, str], index: Index) -> Found:
    needs_agency, needs_department = role["role"] in AGENCY_ROLES, role["role"] in DEPARTMENT_ROLES
    if ("agency" in role) != needs_agency or ("department" in role) != needs_department:
        yield Fault(file, email, f"the role {role['role']} needs exactly its own agency, department or neither")
    if "agency" in role:
        yield from _known(file, email, "agency", [role["agency"]], index.agencies)
    if "department" in role:
        yield from _known(file, email, "department", [role["department"]], index.units)


def _courses(programme: Programme, index: Index) -> Found:
    file, manifest = "programme.yaml", programme.manifest
    yield from _repeated(file, "course", (row["key"] for row in manifest.get("courses", [])))
    yield from _repeated(file, "requirement", (row["title"] for row in manifest.get("requirements", [])))
    for course in manifest.get("courses", []):
        yield from _known(file, f"courses.{course['key']}", "module", course["modules"], index.modules)
    for row in manifest.get("requirements", []):
        path = f"requirements.{row['title']}"
        yield from _known(file, path, "course", [row["course"]], index.courses)
        yield from _known(file, path, "department", [row["department"]], index.units)
        yield from _known(file, path, "unit", row["units"], index.units.get(row["department"], ()))


def _materials(programme: Programme, index: Index) -> Found:
    for name, material in programme.materials.items():
        file = f"materials/{name}.yaml"
        for version in material["versions"]:
            yield from _repeated(file, f"{version['label']}: line", (str(line["n"]) for line in version["lines"]))
            for line in version["lines"]:
                if line["end"] < line["start"]:
                    yield Fault(file, f"line {line['n']}", "ends before it starts")
        for row in material["answer_key"]:
            yield from _known(file, "answer_key", "line", row["lines"], index.lines[name])
            yield from _known(file, "answer_key", "criterion", row["criteria"], index.criteria)
        yield from _known(file, "keep", "line", material["keep"], index.lines[name])
        if "kept_by" in material:
            yield from _known(file, "kept_by", "agency", [material["kept_by"]], index.agencies)
        for part in ("known", "not_known", "criticisms"):
            for row in material.get(part, []):
                yield from _known(file, f"{part}.{row['fact']}", "source", split_keys(row["source"]), index.sources)
                yield from _known(file, f"{part}.{row['fact']}", "criterion", row.get("criteria", []), index.criteria)


def _history(programme: Programme, index: Index) -> Found:
    file, history = "history.yaml", programme.history
    if not history:
        return
    runs = history["completed"] + history["in_progress"]
    yield from _repeated(file, "officer", (row["officer"] for row in runs))
    yield from _known(file, "officer", "officer", [row["officer"] for row in runs], index.officers)
    requirements = [row["requirement"] for row in history["assigned"]]
    yield from _known(file, "assigned", "requirement", requirements, index.requirements)
    for row in history["completed"]:
        if row["finished"] > row["begun"]:
            yield Fault(file, row["officer"], "is finished before it was begun")
    for row in history["first_texts"] + history["module_flags"] + history["candidates"]:
        yield from _known(file, row["module"], "module", [row["module"]], index.modules)
        yield from _known(file, row["module"], "block or item", [row["block"]], index.modules.get(row["module"], ()))
    for row in history.get("objections", ()):
        yield from _known(file, "objections", "block or item", [row["block"]], index.modules.get(row["module"], ()))
        people = [row["by"], row["reply"]["by"], row["vote"]["by"], *(vote["by"] for vote in row["vote"]["votes"])]
        yield from _known(file, "objections", "person", people, index.people)
    for row in history["material_flags"]:
        yield from _known(file, row["material"], "line", [row["line"]], index.lines.get(row["material"], ()))
    for row in history.get("material_coverage", ()):
        yield from _known(file, "material_coverage", "material", [row["material"]], index.lines)
        yield from _known(file, "material_coverage", "person", [row["by"]], index.people)
    yield from _packages(file, history, index)
    yield from _missed_checks(file, programme, index)
    yield from _dossiers(file, programme, index)
    for row in history["candidates"]:
        yield from _known(file, row["block"], "person", [row["by"], *row["signed_by"]], index.people)
    for row in history["module_flags"] + history["material_flags"] + history.get("package_flags", []):
        yield from _known(file, "criteria", "criterion", row["criteria"], index.criteria)
        appeal = row.get("appeal", {})
        spoke = [*appeal.get("votes", []), *appeal.get("replies", []), row.get("answer", {}), appeal.get("decided", {})]
        people = [row["by"], row.get("acknowledged_by"), row.get("joined_by"), *(part.get("by") for part in spoke)]
        yield from _known(file, "flags", "person", [person for person in people if person], index.people)


def _packages(file: str, history: dict[str, Any], index: Index) -> Found:
    flagged = [row["module"] for row in history.get("package_flags", ())]
    yield from _known(file, "package_flags", "module", flagged, index.modules)
    for row in history.get("package_runs", ()):
        yield from _known(file, "package_runs", "officer", [row["officer"]], index.officers)
        yield from _known(file, "package_runs", "requirement", [row["requirement"]], index.requirements)
    for row in history.get("thin_licences", ()):
        yield from _known(file, "thin_licences", "module", [row["module"]], index.modules)
        yield from _known(file, "thin_licences", "person", [row["by"]], index.people)


def _dossiers(file: str, programme: Programme, index: Index) -> Found:
    """Who writes, signs and answers is there, and every line that is named was upheld."""
    rubrics = programme.manifest.get("rubrics", [])
    for rubric in rubrics:
        yield from _known("programme.yaml", f"rubrics.{rubric['key']}", "criterion", rubric["criteria"], index.criteria)
    for row in programme.history.get("dossiers", ()):
        path = f"dossiers.{row['material']}"
        yield from _known(file, path, "material", [row["material"]], index.lines)
        yield from _known(file, path, "agency", row["agencies"], index.agencies)
        parts = [*row.get("scores", ()), *row.get("requests", ()), *row.get("answers", ())]
        parts += [step for request in row.get("requests", ()) for step in request.get("steps", ())]
        people = [row["by"], *row["signed_by"], *(part["by"] for part in parts)]
        yield from _known(file, path, "person", people, index.people)
        flags = [flag for flag in programme.history["material_flags"] if flag["material"] == row["material"]]
        judged = {flag["line"] for flag in flags if flag.get("answer", {}).get("outcome") in ("upheld", "partly")}
        lines = [line for part in parts for line in part.get("lines", [part["line"]] if "line" in part else [])]
        yield from _known(file, path, "upheld line", lines, judged)


def _missed_checks(file: str, programme: Programme, index: Index) -> Found:
    """Only of rules that nobody ever verified: a day of a check that was made is never moved."""
    verified = {row["key"] for row in programme.registers["authorities"] if row["last_verified"]}
    for row in programme.history.get("missed_checks", ()):
        yield from _known(file, "missed_checks", "authority", [row["authority"]], index.authorities)
        if row["authority"] in verified:
            yield Fault(file, f"missed_checks.{row['authority']}", "was verified, so its check was not missed")
    for row in programme.history.get("still_right", ()):
        yield from _known(file, "still_right", "authority", [row["authority"]], index.authorities)
        yield from _known(file, "still_right", "block or item", [row["block"]], index.modules.get(row["module"], ()))
        yield from _known(file, "still_right", "person", [row["by"]], index.people)


def _known(file: str, path: str, what: str, keys: Iterable[Any], known: Any) -> Found:
    for key in keys:
        if key not in known:
            yield Fault(file, path, f"there is no {what} {key!r}")


def _repeated(file: str, what: str, keys: Iterable[str]) -> Found:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(file, what, f"{key!r} stands {count} times")
