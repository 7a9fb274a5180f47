"""Whether a translation says the same as its source: every block worded, each resting on what the source rests on."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from config.programme.index import Index
from config.programme.markdown import markdown_faults, plain_text_faults, references_in
from config.programme.reader import Fault, ModuleFiles, Programme, StepFile

Found = Iterator[Fault]
TEXTS, TITLES = {"text", "callout"}, {"callout", "referrals"}
WORDLESS = {"definition"}  # its words are the register's


def check_translations(programme: Programme, index: Index) -> Found:
    for module in programme.modules:
        for language, files in module.translations.items():
            for agency in files.data["translators"]:
                if agency not in index.agencies:
                    yield Fault(files.file, "translators", f"there is no agency {agency!r}")
            if len(files.data["objectives"]) != len(module.data["objectives"]):
                yield Fault(files.file, "objectives", "must be as many as those of the source")
            for step in module.steps:
                yield from _step(module, language, step)


def _step(module: ModuleFiles, language: str, step: StepFile) -> Found:
    file = f"modules/{module.slug}/{language}/{step.name}.yaml"
    if not step.is_lesson:
        yield Fault(file, "", "only lessons are translated in files; the rest in the workspace")
        return
    data = module.translations[language].lessons[step.name]
    texts, titles = data.get("texts", {}), data.get("titles", {})
    for block in step.blocks:
        if block["type"] not in TEXTS | TITLES | WORDLESS and not _only_refers(block):
            yield Fault(file, block["id"], f"a block {block['type']!r} is translated in the workspace, not in files")
    yield from _same(file, "texts", texts, {b["id"] for b in step.blocks if b["type"] in TEXTS})
    yield from _same(file, "titles", titles, {b["id"] for b in step.blocks if b["type"] in TITLES and b.get("title")})
    for key, title in titles.items():
        yield from (Fault(file, f"titles.{key}", reason) for reason in plain_text_faults(title))
    for block in step.blocks:
        if block["id"] in texts:
            yield from _text(file, block, texts[block["id"]])


def _only_refers(block: dict[str, Any]) -> bool:
    return block["type"] == "provision" and not block.get("note")


def _same(file: str, name: str, given: dict[str, str], wanted: set[str]) -> Found:
    yield from (Fault(file, f"{name}.{key}", "is missing") for key in sorted(wanted - set(given)))
    yield from (Fault(file, f"{name}.{key}", "the source has none") for key in sorted(set(given) - wanted))


def _text(file: str, block: dict[str, Any], text: str) -> Found:
    path = f"texts.{block['id']}"
    faults = list(markdown_faults(text))
    yield from (Fault(file, path, reason) for reason in faults)
    if not faults and Counter(references_in(text)) != Counter(references_in(block["text"])):
        yield Fault(file, path, "does not cite and link what the source's block does")
