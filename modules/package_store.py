"""Packages on disk under the digest of their content, and what their manifests say, read once per process."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from modules.scorm.archive import PackageStore
from modules.scorm.manifest import Package, read_package


class PackageMissing(LookupError):
    """The store has no package of this digest."""


def store() -> PackageStore:
    return _store(Path(settings.EDITION_ASSET_ROOT) / "packages")


def package_of(digest: str) -> Package:
    """The package as its manifest describes it. Raises PackageMissing."""
    return _package(store(), digest)


def find_file(digest: str, name: str) -> Path | None:
    """The file of a package; where only case differs, or how accents are put, the one file that can be meant."""
    listed = _names(store(), digest)
    real = listed.get(name) or listed.get(_loose(name))
    return store().folder(digest).joinpath("files", *real.split("/")) if real else None


class _Folder:
    """A stored package as the manifest reader asks for it."""

    def __init__(self, kept: PackageStore, digest: str) -> None:
        found = kept.get(digest)
        if found is None:
            raise PackageMissing(digest)
        self.names = tuple(found.files)
        self._folder = found.folder / "files"

    def read(self, name: str, longest: int) -> bytes:
        with self._folder.joinpath(*name.split("/")).open("rb") as handle:
            return handle.read(longest)


@lru_cache(maxsize=4)
def _store(root: Path) -> PackageStore:
    return PackageStore(root)


@lru_cache(maxsize=64)
def _package(kept: PackageStore, digest: str) -> Package:
    return read_package(_Folder(kept, digest))


@lru_cache(maxsize=64)
def _names(kept: PackageStore, digest: str) -> Mapping[str, str]:
    """Each name under itself, and in its loose form where only one file has it."""
    found = kept.get(digest)
    names = tuple(found.files) if found else ()
    small: dict[str, list[str]] = {}
    for name in names:
        small.setdefault(_loose(name), []).append(name)
    return {key: held[0] for key, held in small.items() if len(held) == 1} | {name: name for name in names}


def _loose(name: str) -> str:
    """Some systems pack letters and their accents apart, while pages name them as one."""
    return unicodedata.normalize("NFC", name).casefold()
