"""What the programme's files say about each other: every key resolves, nothing stands twice, every quiz is sound."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from assessments.definition import DefinitionError, faults, from_data
from config.programme.checks_rules import check_rules
from config.programme.checks_translations import check_translations
from config.programme.index import Index
from config.programme.markdown import markdown_faults, plain_text_faults, references_in
from config.programme.reader import Fault, ModuleFiles, Programme, StepFile
from modules.policy_terms import PolicyTerms, UnsoundTerms

Found = Iterator[Fault]


def check_programme(programme: Programme) -> list[Fault]:
    index = Index.of(programme)
    found: list[Fault] = []
    found += check_registers(programme, index)
    for module in programme.modules:
        found += check_module(module, index)
    found += check_translations(programme, index)
    found += _repeated("programme.yaml", "modules' slugs", (module.slug for module in programme.modules))
    return found


def check_registers(programme: Programme, index: Index) -> Found:
    registers = programme.registers
    provisions = [row for authority in registers["authorities"] for row in authority["provisions"]]
    yield from _repeated("registers/authorities.yaml", "key", (row["key"] for row in registers["authorities"]))
    yield from _repeated("registers/authorities.yaml", "fact", (row["fact"] for row in provisions))
    yield from _repeated("registers/sources.yaml", "key", (row["key"] for row in registers["sources"]))
    yield from _repeated("registers/language_notes.yaml", "key", (row["key"] for row in registers["language_notes"]))
    yield from _repeated("criteria.yaml", "code", (row["code"] for row in programme.criteria))
    for name in ("glossary", "resources"):
        yield from _repeated(f"registers/{name}.yaml", "fact", (row["fact"] for row in registers[name]))
    for authority in registers["authorities"]:
        yield from _authority(authority, index)
    for note in registers["language_notes"]:
        yield from _language_note(note, index)
    yield from check_rules(programme, index)
    for criterion in programme.criteria:
        yield from _sources("criteria.yaml", criterion["code"], criterion["source"], index)


def _authority(authority: dict[str, Any], index: Index) -> Found:
    file, key = "registers/authorities.yaml", authority["key"]
    if authority["supersedes"] and authority["supersedes"] not in index.authorities:
        yield Fault(file, f"{key}.supersedes", f"there is no authority {authority['supersedes']!r}")
    start, end = authority["effective_from"], authority["effective_until"]
    if start and end and end < start:
        yield Fault(file, f"{key}.effective_until", "lies before effective_from")
    for provision in authority["provisions"]:
        yield from _sources(file, provision["fact"], provision["source"], index)


def _language_note(note: dict[str, Any], index: Index) -> Found:
    file, key = "registers/language_notes.yaml", note["key"]
    if note["owner"] not in index.agencies:
        yield Fault(file, f"{key}.owner", f"there is no agency {note['owner']!r}")
    try:
        re.compile(note["pattern"])
    except re.error as error:
        yield Fault(file, f"{key}.pattern", f"not a pattern: {error}")


def _sources(file: str, path: str, keys: str | None, index: Index) -> Found:
    for key in split_keys(keys):
        if key not in index.sources:
            yield Fault(file, f"{path}.source", f"there is no source {key!r}")


def split_keys(keys: str | None) -> list[str]:
    return [key.strip() for key in (keys or "").split(",") if key.strip()]


def check_module(module: ModuleFiles, index: Index) -> Found:
    agencies = module.data["agencies"]
    for number, row in enumerate(agencies):
        if row["agency"] not in index.agencies:
            yield Fault(module.file, f"agencies[{number}]", f"there is no agency {row['agency']!r}")
    try:
        if PolicyTerms(**module.data["quorum"]).least > len(agencies):
            yield Fault(module.file, "quorum.approvals", "more approvals are asked than agencies write the module")
    except UnsoundTerms as error:
        yield Fault(module.file, "quorum", str(error))
    yield from _standing(module, index)
    if sum(row["role"] == "lead" for row in agencies) != 1:
        yield Fault(module.file, "agencies", "exactly one agency leads")
    yield from _repeated(module.file, "steps' slug", (step.data["slug"] for step in module.steps))
    yield from _repeated(module.file, "block id", (b["id"] for step in module.steps for b in step.blocks))
    keys = (item.get("key", "") for step in module.steps for item in step.data.get("items", []))
    yield from _repeated(module.file, "item key", keys)
    for step in module.steps:
        yield from _step(module, step, index)


def _step(module: ModuleFiles, step: StepFile, index: Index) -> Found:
    if not step.is_package:
        check = _screening if step.is_screening else _scenario
        yield from _lesson(module, step, index) if step.is_lesson else check(step, index)
        return
    yield from _lesson(module, step, index)
    for number, page in enumerate(step.data["package"]["pages"]):
        if sum(choice["right"] for choice in page["choices"]) != 1:
            yield Fault(step.file, f"package.pages[{number}]", "exactly one choice is right")


def _screening(step: StepFile, index: Index) -> Found:
    if step.data["material"] not in index.dossiers:
        yield Fault(step.file, "material", f"there is no dossier about {step.data['material']!r}")
    yield from _markdown(step.file, "intro", step.data.get("intro") or "", index)


def _standing(module: ModuleFiles, index: Index) -> Found:
    """What agencies ask to stand with a module names its own agencies, their people and its own passages."""
    writes = {row["agency"] for row in module.data["agencies"]}
    blocks = {block["id"] for step in module.steps for block in step.blocks}
    rows = [*module.data.get("protected", ()), *module.data.get("credits", ())]
    owner = module.data.get("owner")
    rows += [owner | {"by": owner["person"]}] if owner else []
    for row in rows:
        if row["agency"] not in writes:
            yield Fault(module.file, "agency", f"{row['agency']!r} does not write the module")
        if row["by"] not in index.people:
            yield Fault(module.file, "by", f"there is no person {row['by']!r}")
        if "block" in row and row["block"] not in blocks:
            yield Fault(module.file, "protected", f"there is no block {row['block']!r}")


def _lesson(module: ModuleFiles, step: StepFile, index: Index) -> Found:
    for block in step.blocks:
        path = f"blocks[{block['id']}]"
        if block["type"] in ("text", "callout"):
            yield from _markdown(step.file, f"{path}.text", block["text"], index)
        for name in ("statement", "prompt", "note", "limits", "alt", "caption"):
            for reason in plain_text_faults(block.get(name) or ""):
                yield Fault(step.file, f"{path}.{name}", reason)
        yield from _block_keys(step.file, path, block, index)
        for name in ("file", "captions"):
            if block.get(name) and not (module.folder / block[name]).is_file():
                yield Fault(step.file, f"{path}.{name}", f"the file {block[name]!r} is missing")


def _block_keys(file: str, path: str, block: dict[str, Any], index: Index) -> Found:
    if block["type"] == "provision" and block["provision"] not in index.provisions:
        yield Fault(file, f"{path}.provision", f"there is no provision {block['provision']!r}")
    if block["type"] == "claim" and block["source"] not in index.sources:
        yield Fault(file, f"{path}.source", f"there is no source {block['source']!r}")
    if block["type"] == "referrals":
        for key in block["resources"]:
            if key not in index.resources:
                yield Fault(file, f"{path}.resources", f"there is no resource {key!r}")
    if block["type"] == "definition" and block["term"] not in index.terms:
        yield Fault(file, f"{path}.term", f"there is no glossary term {block['term']!r}")


def _markdown(file: str, path: str, text: str, index: Index) -> Found:
    for reason in markdown_faults(text):
        yield Fault(file, path, reason)
    known = {"provision": index.provisions, "source": index.sources, "term": index.terms}
    for reference in references_in(text):
        if reference.kind in known and reference.key not in known[reference.kind]:
            yield Fault(file, path, f"there is no {reference.kind} {reference.key!r}")


def _scenario(step: StepFile, index: Index) -> Found:
    yield from _markdown(step.file, "intro", step.data.get("intro") or "", index)
    try:
        definition = from_data(step.data)
    except DefinitionError as error:
        yield from (Fault(step.file, fault.path, fault.message) for fault in error.faults)
        return
    yield from (Fault(step.file, fault.path, fault.message) for fault in faults(definition))
    for item in definition.items:
        for choices in [item.choices, *(scene.choices for scene in item.scenes)]:
            for choice in choices:
                if choice.provision and choice.provision not in index.provisions:
                    yield Fault(step.file, f"{item.key}.{choice.key}", f"there is no provision {choice.provision!r}")
                for asserted in choice.asserts:
                    if asserted.act not in index.acts:
                        yield Fault(step.file, f"{item.key}.{choice.key}", f"there is no act {asserted.act!r}")
        for text in _shown_texts(item):
            for reason in plain_text_faults(text):
                yield Fault(step.file, item.key, f"{reason} ({text[:40]!r})")


def _shown_texts(item: Any) -> Iterator[str]:
    yield item.stem
    for scene in item.scenes:
        yield scene.narrative
    for choices in [item.choices, *(scene.choices for scene in item.scenes)]:
        for choice in choices:
            yield from (choice.text, choice.consequence, choice.feedback)


def _repeated(file: str, what: str, keys: Iterable[str]) -> Found:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(file, what, f"{key!r} stands {count} times")
