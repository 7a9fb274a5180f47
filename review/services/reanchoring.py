"""Each new edition, and each new version of a material or a package: where every flag's place stands in it now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import transaction

from modules.models import Edition, EditionStep, ScormVersion
from review.anchoring import Quote
from review.enums import AnchorState, TargetKind
from review.following import Found, Texts, follow_block, follow_quote
from review.following_resources import FoundResource, follow_resource
from review.models import Flag, FlagAnchor, MaterialVersion, TranscriptLine
from review.passages import choices_of, find_item, item_texts, passage_texts
from review.resource_targets import block_of, package_digest, resource_of
from review.resources import Resource, find_resource
from review.targets import spoken

ITEM = "item:"


@dataclass
class _Text:
    """The text of an edition, or of a version: block ids (or `item:` and a key) to words, and where each stands."""

    words: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)  # of questions, what is seen of them before they are answered
    choices: dict[str, list[str]] = field(default_factory=dict)  # of questions, the words of each choice at first sight
    steps: dict[str, EditionStep] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # SHA-256 of the picture or recording of a block
    lines: dict[str, TranscriptLine] = field(default_factory=dict)
    texts: Texts = field(default_factory=lambda: Texts({}))


@transaction.atomic
def reanchor_edition(edition: Edition) -> list[FlagAnchor]:
    """One row for every flag on an older edition of the module in the same language; twice adds nothing."""
    flags = (
        Flag.objects.filter(module_id=edition.module_id, edition__language=edition.language)
        .filter(edition__number__lt=edition.number)
        .exclude(anchors__edition=edition)
        .select_related("edition", "step")
        .defer("edition__canonical", "step__content")
    )
    now, made = _read_edition(edition), []
    playing = _playing({step.pk: step for step in now.steps.values()}.values())
    olds: dict[int | None, _Text] = {}
    for flag in flags:
        if flag.kind == TargetKind.RESOURCE:
            made.append(_anchor_resource(flag, edition, playing))
            continue
        if flag.edition and flag.edition_id not in olds:
            olds[flag.edition_id] = _read_edition(flag.edition)
        made.append(_anchor(flag, olds[flag.edition_id], now, {"edition": edition}))
    return FlagAnchor.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def reanchor_version(version: MaterialVersion) -> list[FlagAnchor]:
    """The same for the flags on older versions of a material, by the words of its transcript."""
    flags = Flag.objects.filter(material=version.material_id, version_id__lt=version.pk).exclude(
        anchors__version=version
    )
    now, made = _read_version(version), []
    olds: dict[int | None, _Text] = {}
    for flag in flags.select_related("version", "line"):
        if flag.version and flag.version_id not in olds:
            olds[flag.version_id] = _read_version(flag.version)
        made.append(_anchor_line(flag, olds[flag.version_id], now, version))
    return FlagAnchor.objects.bulk_create(made, batch_size=500)


@transaction.atomic
def reanchor_package(version: ScormVersion) -> list[FlagAnchor]:
    """The same for the flags on older versions of a package that stands on an agency's shelf."""
    older = ScormVersion.objects.filter(package=version.package_id, number__lt=version.number).values("pk")
    flags = Flag.objects.filter(package_version__in=older).exclude(anchors__package_version=version)
    made = []
    for flag in flags:
        found = follow_resource(resource_of(flag), _quote_of(flag), version.digest)
        row = FlagAnchor(flag=flag, package_version=version)
        made.append(_placed(row, found, find_resource(version.digest, flag.resource)))
    return FlagAnchor.objects.bulk_create(made, batch_size=500)


def words_in(edition: Edition, flag: Flag) -> str:
    """How the flagged page of a package reads in the package of that edition; its name where it has no words."""
    row = _anchor_resource(flag, edition, _playing(edition.steps.all()))
    return row.text or row.resource


def _playing(steps: Iterable[EditionStep]) -> list[EditionStep]:
    return [step for step in steps if package_digest(step)]


def _anchor_resource(flag: Flag, edition: Edition, steps: list[EditionStep]) -> FlagAnchor:
    """In the step of the same identity; elsewhere only where one step plays the very same package."""
    own = next((step for step in steps if flag.step and step.key == flag.step.key), None)
    twins = [step for step in steps if package_digest(step) == flag.package_digest]
    step = own or (twins[0] if len(twins) == 1 else None)
    row = FlagAnchor(flag=flag, edition=edition)
    if step is None:
        row.state = AnchorState.ORPHANED
        return row
    found = follow_resource(resource_of(flag), _quote_of(flag), package_digest(step))
    row = _placed(row, found, find_resource(package_digest(step), flag.resource))
    if found:
        row.step, row.block_id = step, block_of(step, found.resource.address)
        row.state = row.state if own else AnchorState.MOVED
    return row


def _placed(row: FlagAnchor, found: FoundResource | None, by_name: Resource | None) -> FlagAnchor:
    """`by_name` is what now stands under the old name: shown beside the old text where the place is lost."""
    if found is None:
        row.state, row.text = AnchorState.ORPHANED, by_name.words if by_name else ""
        row.resource = by_name.address if by_name else ""
        return row
    row.state = AnchorState.SAME if found.same else AnchorState.MOVED
    row.resource, row.text, row.quote_exact = found.resource.address, found.resource.words, found.exact
    return row


def _quote_of(flag: Flag) -> Quote | None:
    return Quote(flag.quote_exact, flag.quote_prefix, flag.quote_suffix) if flag.quote_exact else None


def _anchor(flag: Flag, old: _Text, now: _Text, where: dict[str, Any]) -> FlagAnchor:
    key = f"{ITEM}{flag.item_key}" if flag.item_key else flag.block_id
    of_file = flag.kind in (TargetKind.IMAGE, TargetKind.MOMENT)
    found = _follow_file(key, old, now) if of_file else _follow(flag, key, old.texts, now.texts)
    row = FlagAnchor(flag=flag, **where)
    if found and flag.choice_key and not found.same:
        found = _follow_choice(flag, found.key, now)
    shown = now.words | now.shown
    if found is None:
        row.state, row.text = AnchorState.ORPHANED, shown.get(key, "")
        return row
    row.state = AnchorState.SAME if found.same else AnchorState.MOVED
    row.step, row.text, row.quote_exact = now.steps[found.key], shown[found.key], found.exact
    row.start, row.end = flag.start, flag.end
    if found.key.startswith(ITEM):
        row.item_key = found.key.removeprefix(ITEM)
    else:
        row.block_id = found.key
    return row


def _follow(flag: Flag, key: str, old: Texts, now: Texts) -> Found | None:
    if key not in old.plain:
        return None
    if flag.quote_exact:
        return follow_quote(key, Quote(flag.quote_exact, flag.quote_prefix, flag.quote_suffix), old, now)
    return follow_block(key, old, now)


def _follow_choice(flag: Flag, key: str, now: _Text) -> Found | None:
    """A choice of a question that changed is known by its own words, and only where one choice has them."""
    words = dict(choices_of(flag.step, flag.item_key)).get(flag.choice_key) if flag.step else None
    return Found(key, words, same=False) if words and now.choices.get(key, []).count(words) == 1 else None


def _follow_file(key: str, old: _Text, now: _Text) -> Found | None:
    """A picture or a recording is known by its file alone; another file in its place is for a person to look at."""
    file = old.files.get(key)
    if file and now.files.get(key) == file:
        return Found(key, "", same=True)
    hits = [other for other, held in now.files.items() if held == file]
    return Found(hits[0], "", same=False) if file and len(hits) == 1 else None


def _anchor_line(flag: Flag, old: _Text, now: _Text, version: MaterialVersion) -> FlagAnchor:
    """A line is found by its words, only where they stand once in both versions; a range of seconds by its lines."""
    touched = [str(flag.line_id)] if flag.line_id else _touched(flag, old)
    row = FlagAnchor(flag=flag, version=version, state=AnchorState.ORPHANED)
    hits = [_same_line(key, old, now) for key in touched]
    if not hits or None in hits:
        return row
    lines = [line for line in hits if line is not None]
    in_order = all(one.n + 1 == other.n for one, other in pairwise(lines))
    if not in_order:
        return row
    row.start, row.end = lines[0].start, lines[-1].end
    row.line = lines[0] if flag.line_id else None
    row.text = "\n".join(spoken(line) for line in lines)
    first = old.lines[touched[0]]
    unchanged = (first.start, old.lines[touched[-1]].end) == (row.start, row.end)
    row.state = AnchorState.SAME if unchanged else AnchorState.MOVED
    if not flag.line_id and unchanged:
        row.start, row.end = flag.start, flag.end
    return row


def _touched(flag: Flag, old: _Text) -> list[str]:
    start, end = flag.start or 0, flag.end or 0
    lines = sorted(old.lines.values(), key=lambda line: line.n)
    return [str(line.pk) for line in lines if line.start <= end and line.end > start]


def _same_line(key: str, old: _Text, now: _Text) -> TranscriptLine | None:
    words = old.texts.plain.get(key)
    twins = [other for other, text in old.texts.plain.items() if text == words]
    hits = [other for other, text in now.texts.plain.items() if text == words]
    return now.lines[hits[0]] if words and len(twins) == len(hits) == 1 else None


def _read_edition(edition: Edition) -> _Text:
    read = _Text()
    for step in edition.steps.select_related("quiz"):
        for block_id, words in passage_texts(step).items():
            read.words[block_id], read.steps[block_id] = words, step
        read.files |= {block["id"]: block["file"]["sha256"] for block in step.blocks if block.get("file")}
        for item_key, words in item_texts(step).items():
            key, seen = f"{ITEM}{item_key}", find_item(step, item_key)
            read.words[key], read.steps[key] = words, step
            read.shown[key] = seen.text if seen else ""
            read.choices[key] = [choice for _key, choice in choices_of(step, item_key)]
    read.texts = Texts(read.words)
    return read


def _read_version(version: MaterialVersion) -> _Text:
    read = _Text()
    for line in version.lines.all():
        read.lines[str(line.pk)], read.words[str(line.pk)] = line, spoken(line)
    read.texts = Texts(read.words)
    return read
