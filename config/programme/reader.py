"""Reads the programme's files and checks the shape of each; what they say about each other is checked elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from config.programme import schema, schema_people
from modules.models.languages import LANGUAGES

REGISTERS = {
    "authorities": schema.AUTHORITIES,
    "sources": schema.SOURCES,
    "glossary": schema.GLOSSARY,
    "language_notes": schema.LANGUAGE_NOTES,
    "resources": schema.RESOURCES,
    "rules": schema.RULES,
}
STEPS = {
    "lesson": schema.LESSON,
    "scenario": schema.SCENARIO,
    "scorm": schema.SCORM,
    "screening": schema.SCREENING,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which file and where in it."""

    file: str
    path: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.reason) if part)


@dataclass
class StepFile:
    name: str
    file: str
    data: dict[str, Any]

    @property
    def is_lesson(self) -> bool:
        return self.data.get("type") == "lesson"

    @property
    def is_package(self) -> bool:
        return self.data.get("type") == "scorm"

    @property
    def is_screening(self) -> bool:
        return self.data.get("type") == "screening"

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.data.get("blocks") or []


@dataclass
class TranslationFiles:
    """One language of a module: its heading, and the words of each lesson by the name of the step's file."""

    file: str
    data: dict[str, Any]
    lessons: dict[str, dict[str, Any]]


@dataclass
class ModuleFiles:
    folder: Path
    file: str
    data: dict[str, Any]
    steps: list[StepFile]
    translations: dict[str, TranslationFiles] = field(default_factory=dict)  # by language

    @property
    def slug(self) -> str:
        return str(self.data.get("slug", ""))


@dataclass
class Programme:
    """Everything that was read. Files with faults of shape are left out, so that the rest can still be checked."""

    root: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    history: dict[str, Any] = field(default_factory=dict)
    criteria: list[dict[str, Any]] = field(default_factory=list)
    registers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    modules: list[ModuleFiles] = field(default_factory=list)
    materials: dict[str, dict[str, Any]] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):
    """YAML that refuses a key given twice and gives dates as text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_day(self, node: yaml.ScalarNode) -> str:
        day = yaml.SafeLoader.construct_yaml_timestamp(self, node)
        return day.isoformat() if isinstance(day, date) else str(day)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_day)


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []

    def read(self, file: str, shape: schema.Schema) -> Any:
        """The data of a file, or None with a fault for everything that does not fit."""
        data = self.parse(file)
        if data is None:
            return None
        found = [Fault(file, _path(error), error.message[:300]) for error in errors_of(data, shape)]
        self.faults += found
        return None if found else data

    def parse(self, file: str) -> Any:
        path = self.root / file
        try:
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
        except FileNotFoundError:
            self.faults.append(Fault(file, "", "the file is missing"))
            return None
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
            self.faults.append(Fault(file, "", f"not readable as YAML: {' '.join(str(error).split())}"))
            return None
        if data is None:
            self.faults.append(Fault(file, "", "the file is empty"))
        return data

    def module(self, name: str) -> ModuleFiles | None:
        folder = f"modules/{name}"
        data = self.read(f"{folder}/module.yaml", schema.MODULE)
        if data is None:
            return None
        steps = [self.step(folder, step) for step in data["steps"]]
        self.forgotten(folder, set(data["steps"]))
        kept = [step for step in steps if step]
        translations = self.translations(folder, data["language"], kept)
        return ModuleFiles(self.root / folder, f"{folder}/module.yaml", data, kept, translations)

    def translations(self, folder: str, own: str, steps: list[StepFile]) -> dict[str, TranslationFiles]:
        """What stands in the folders that are named like a language; the source's own language has none."""
        found = {}
        for language, _name in LANGUAGES:
            file = f"{folder}/{language}/module.yaml"
            if language == own or not (self.root / folder / language).is_dir():
                continue
            data = self.read(file, schema.TRANSLATION)
            lessons = {
                step.name: self.read(f"{folder}/{language}/{step.name}.yaml", schema.TRANSLATED_LESSON)
                for step in steps
                if step.is_lesson
            }
            self.forgotten(f"{folder}/{language}", set(lessons))
            if data and all(lessons.values()):
                found[language] = TranslationFiles(file, data, lessons)
        return found

    def step(self, folder: str, name: str) -> StepFile | None:
        file = f"{folder}/{name}.yaml"
        data = self.parse(file)
        if data is None:
            return None
        kind = data.get("type") if isinstance(data, dict) else None
        if kind not in STEPS:
            self.faults.append(Fault(file, "type", f"must be one of {', '.join(STEPS)}"))
            return None
        errors = list(errors_of(data, STEPS[kind]))
        self.faults += [Fault(file, _path(error), error.message[:300]) for error in errors]
        if errors:
            return None
        self.blocks(file, data)
        return StepFile(name, file, data)

    def blocks(self, file: str, data: dict[str, Any]) -> None:
        for number, block in enumerate(data.get("blocks") or []):
            for error in errors_of(block, schema.BLOCKS[block["type"]]):
                self.faults.append(Fault(file, f"blocks[{number}]{_path(error, inner=True)}", error.message[:300]))

    def forgotten(self, folder: str, named: set[str]) -> None:
        for path in sorted((self.root / folder).glob("*.yaml")):
            if path.stem != "module" and path.stem not in named:
                self.faults.append(Fault(f"{folder}/{path.name}", "", "module.yaml does not name this step"))


def errors_of(data: Any, shape: schema.Schema) -> Iterator[ValidationError]:
    return iter(sorted(Draft202012Validator(shape).iter_errors(data), key=lambda error: list(map(str, error.path))))


def _path(error: ValidationError, *, inner: bool = False) -> str:
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return words if inner else words.lstrip(".")


def read_programme(root: Path) -> tuple[Programme, list[Fault]]:
    """Read everything under `root`. Returns what could be read and every fault of shape."""
    reader = _Reader(root)
    programme = Programme(
        root,
        manifest=reader.read("programme.yaml", schema_people.PROGRAMME) or {},
        people=reader.read("people.yaml", schema_people.PEOPLE) or {},
        history=reader.read("history.yaml", schema_people.HISTORY) or {},
        criteria=reader.read("criteria.yaml", schema.CRITERIA) or [],
        registers={name: reader.read(f"registers/{name}.yaml", shape) or [] for name, shape in REGISTERS.items()},
    )
    modules = [reader.module(name) for name in programme.manifest.get("modules", [])]
    programme.modules = [module for module in modules if module]
    for name in programme.manifest.get("materials", []):
        material = reader.read(f"materials/{name}.yaml", schema.MATERIAL)
        if material:
            programme.materials[name] = material
    return programme, reader.faults
