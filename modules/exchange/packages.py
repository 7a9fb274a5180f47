"""The ZIP of an edition: its exact text, its quizzes and its files, each under its digest. Read as if by an enemy."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from assessments.definition import DefinitionError, QuizDefinition, faults, from_data, to_data
from records.canonical import canonical_json, digest

FORMAT = "common-ground-edition"
VERSION = 1
SCHEMA_FILE = Path(__file__).with_name("edition.schema.json")
NAME = re.compile(
    r"^(manifest\.json|edition\.json|quizzes/[0-9a-f]{64}\.json|assets/[0-9a-f]{64}|packages/[0-9a-f]{64}\.zip)$"
)
MOST_ENTRIES = 2000
MOST_TEXT = 20 * 1024 * 1024
MOST_BYTES = 4 * 1024**3
CHUNK = 1024 * 1024


class PackageRefused(ValueError):
    """The file is not taken; `reasons` says why, each in words. Nothing was written."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(self.reasons))


@dataclass(frozen=True)
class Package:
    """A file that was read whole and found sound. `archive` still holds the assets."""

    text: str
    content: dict[str, Any]
    quizzes: dict[str, QuizDefinition] = field(default_factory=dict)
    archive: zipfile.ZipFile | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def files(self) -> dict[str, Mapping[str, Any]]:
        """The files of the edition by digest, as its blocks describe them."""
        found: dict[str, Mapping[str, Any]] = {}
        for block in (block for step in self.content["steps"] for block in step["blocks"]):
            for name in ("file", "captions", "poster"):
                if isinstance(block.get(name), dict):
                    found.setdefault(block[name]["sha256"], block[name])
        return found

    @property
    def quizzes_named(self) -> list[str]:
        return [step["quiz"] for step in self.content["steps"] if step.get("quiz")]

    @property
    def packages_named(self) -> list[str]:
        """The packages made elsewhere that its steps play, by the digest of their content."""
        return [step["package"]["digest"] for step in self.content["steps"] if step.get("package")]

    def holds_package(self, content: str) -> bool:
        return self.archive is not None and f"packages/{content}.zip" in self.archive.namelist()

    def package_file(self, content: str) -> BinaryIO:
        """The package as a file of its own, still unread: it is checked by whoever keeps it."""
        held = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the caller
        if self.archive is not None:
            with self.archive.open(f"packages/{content}.zip") as entry:
                shutil.copyfileobj(entry, held)
        held.seek(0)
        return cast(BinaryIO, held)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a file that the archive holds."""
        if self.archive is None:
            return
        with self.archive.open(f"assets/{sha256}") as handle:
            yield from iter(lambda: handle.read(CHUNK), b"")

    def holds(self, sha256: str) -> bool:
        return self.archive is not None and f"assets/{sha256}" in self.archive.namelist()


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def read_package(file: BinaryIO, *, expected: str = "") -> Package:
    """Read a ZIP, or the exact text alone. `expected` is the digest it must have. Raises PackageRefused."""
    start = file.read(4)
    file.seek(0)
    if start[:2] == b"PK":
        return _read_archive(file, expected)
    text = _text(file.read(MOST_TEXT + 1), "edition.json")
    package = Package(text, checked_content(text))
    _check_digest(package, expected)
    return package


def checked_content(text: str) -> dict[str, Any]:
    """The parsed text, once its bytes are canonical and its shape is that of the schema."""
    content = _parsed(text, "edition.json")
    if isinstance(content, dict) and content.get("schema") != 1:
        raise PackageRefused(_("Unknown schema: %s. This program reads schema 1.") % content.get("schema"))
    found = sorted(Draft202012Validator(schema()).iter_errors(content), key=lambda error: list(map(str, error.path)))
    if found:
        raise PackageRefused(*(f"edition.json: {error.json_path}: {error.message[:200]}" for error in found[:20]))
    try:
        canonical = canonical_json(content)
    except ValueError as error:
        raise PackageRefused(f"edition.json: {error}") from error
    if canonical != text:
        raise PackageRefused(_("edition.json is not in canonical form, so it is not the text that was signed."))
    return content


def _read_archive(file: BinaryIO, expected: str) -> Package:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise PackageRefused(_("This is not a readable ZIP file.")) from error
    names = _checked_names(archive)
    manifest = _parsed(_member(archive, "manifest.json"), "manifest.json")
    if not isinstance(manifest, dict) or (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise PackageRefused(_("This is not an edition, or of a version that this program does not read."))
    text = _member(archive, "edition.json")
    if hashlib.sha256(text.encode()).hexdigest() != manifest.get("digest"):
        raise PackageRefused(_("The text was altered: its digest is not the one in the manifest."))
    package = Package(text, checked_content(text), _quizzes(archive, names), archive)
    _check_digest(package, expected)
    for name in names:
        if name.startswith("assets/") and _hash_of(package, name.removeprefix("assets/")) != name[7:]:
            raise PackageRefused(_("A file was altered: %s does not have the content that its name says.") % name)
    return package


def _checked_names(archive: zipfile.ZipFile) -> list[str]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise PackageRefused(_("The archive is larger than an edition can be."))
    strange = [name for name in names if not NAME.match(name)]
    if strange or len(names) != len(set(names)):
        raise PackageRefused(
            _("The archive holds something that is no part of an edition: %s.") % (strange or names)[0]
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise PackageRefused(_("The archive is encrypted."))
    if not {"manifest.json", "edition.json"} <= set(names):
        raise PackageRefused(_("The archive holds no edition."))
    return names


def _quizzes(archive: zipfile.ZipFile, names: list[str]) -> dict[str, QuizDefinition]:
    found = {}
    for name in (name for name in names if name.startswith("quizzes/")):
        data, named = _parsed(_member(archive, name), name), name[8:-5]
        try:
            definition = from_data(data)
            wrong = faults(definition) or digest(to_data(definition)) != named
        except (DefinitionError, ValueError, TypeError, AttributeError) as error:
            raise PackageRefused(_("%s is not a sound quiz.") % name) from error
        if wrong:
            raise PackageRefused(_("A quiz was altered: %s does not have the content that its name says.") % name)
        found[named] = definition
    return found


def _member(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as handle:
            return _text(handle.read(MOST_TEXT + 1), name)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise PackageRefused(_("%s cannot be read.") % name) from error


def _hash_of(package: Package, sha256: str) -> str:
    running, size = hashlib.sha256(), 0
    try:
        for chunk in package.chunks(sha256):
            running.update(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                raise PackageRefused(_("The archive is larger than an edition can be."))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise PackageRefused(_("%s cannot be read.") % f"assets/{sha256}") from error
    return running.hexdigest()


def _text(raw: bytes, name: str) -> str:
    if len(raw) > MOST_TEXT:
        raise PackageRefused(_("%s is larger than it can be.") % name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageRefused(_("%s is not UTF-8 text.") % name) from error


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PackageRefused(_("%s is not JSON.") % name) from error


def _check_digest(package: Package, expected: str) -> None:
    if expected and package.digest != expected.strip().lower():
        raise PackageRefused(_("The digest of the text is %s, which is not the one you gave.") % package.digest)
