"""Files of packages on disk: extracted whole or not at all, stored once under the digest of their content."""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..findings import PackageRefused
from .reading import Archive

COMING = ".coming-"
LISTING = "listing.json"
FILES = "files"


@dataclass(frozen=True, slots=True)
class Stored:
    """A package in the store: its digest and, for each file, its length and SHA-256."""

    digest: str
    folder: Path
    files: Mapping[str, tuple[int, str]]


def extract_archive(archive: Archive, folder: Path) -> Mapping[str, tuple[int, str]]:
    """Write every file into the new ``folder``, which appears whole at the end; a refusal leaves nothing behind."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=COMING, dir=folder.parent))
    try:
        files = _write_files(archive, temporary)
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return files


def _write_files(archive: Archive, folder: Path) -> dict[str, tuple[int, str]]:
    """Write below a folder that only we can enter; the sum of all bytes is bounded as they come."""
    left = archive.limits.total
    written = {}
    for name in archive.names:
        target = folder.joinpath(*name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        length, content = 0, hashlib.sha256()
        with target.open("xb") as handle:
            for chunk in archive.chunks(name):
                length, left = length + len(chunk), left - len(chunk)
                if left < 0:
                    raise PackageRefused("package-too-large", f"The files are more than {archive.limits.total} bytes.")
                content.update(chunk)
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
        target.chmod(0o440)
        written[name] = (length, content.hexdigest())
    return written


def content_digest(files: Mapping[str, tuple[int, str]]) -> str:
    """The digest of a package: of its names and bytes, whatever archive they came in."""
    lines = sorted(f"{sha256} {length} {name}\n" for name, (length, sha256) in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class OtherContent(ValueError):
    """The package has another digest than the one that was expected."""


class PackageStore:
    """Packages under their digest in one folder: written once, never changed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("not a digest")
        return self.root / digest[:2] / digest

    def add(self, archive: Archive, *, expected: str = "") -> Stored:
        """Extract and keep the package; the same content again is the same place. Safe when two do it at once.

        Where another digest is ``expected``, nothing is kept: raises OtherContent.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=COMING, dir=self.root))
        try:
            (temporary / FILES).mkdir()
            files = _write_files(archive, temporary / FILES)
            digest = content_digest(files)
            if expected not in ("", digest):
                raise OtherContent(digest)
            (temporary / LISTING).write_text(json.dumps(files, ensure_ascii=False, sort_keys=True), encoding="utf-8")
            target = self.folder(digest)
            target.parent.mkdir(exist_ok=True)
            if not target.exists():
                _rename_unless_there(temporary, target)
            _sync_folder(target.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return Stored(digest, target, files)

    def get(self, digest: str) -> Stored | None:
        try:
            folder = self.folder(digest)
            found = json.loads((folder / LISTING).read_text(encoding="utf-8"))
        except (ValueError, FileNotFoundError):
            return None
        return Stored(digest, folder, {name: (length, sha256) for name, (length, sha256) in found.items()})

    def path(self, digest: str, name: str) -> Path | None:
        """The file of a package by its exact name in the listing; None for anything else."""
        stored = self.get(digest)
        return stored.folder.joinpath(FILES, *name.split("/")) if stored and name in stored.files else None

    def intact(self, digest: str) -> bool:
        """Whether every byte of the package is still what its digest says."""
        stored = self.get(digest)
        if stored is None or content_digest(stored.files) != digest:
            return False
        for name, (length, sha256) in stored.files.items():
            with stored.folder.joinpath(FILES, *name.split("/")).open("rb") as handle:
                if hashlib.file_digest(handle, "sha256").hexdigest() != sha256 or handle.tell() != length:
                    return False
        return True

    def sweep(self, older_than_seconds: float = 86_400) -> int:
        """Remove what a killed process left half-written; the number of folders removed."""
        before, removed = time.time() - older_than_seconds, 0
        for left in self.root.glob(f"{COMING}*"):
            if left.stat().st_mtime < before:
                shutil.rmtree(left, ignore_errors=True)
                removed += 1
        return removed


def _rename_unless_there(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError:
        if not target.exists():
            raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
