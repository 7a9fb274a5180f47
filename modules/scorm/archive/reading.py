"""An opened archive: its entries, checked, and their bytes, measured while they come."""

import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..findings import Finding, PackageRefused, Severity, printable
from .directory import ENCRYPTED_FLAGS, LOCAL_MARK, Directory, Record, corrupt, find_directory, read_at, read_records
from .limits import Limits
from .names import is_ignored, plain_name, refuse_clashes

CHUNK = 64 * 1024
STRAY_BYTES = 1024 * 1024
STRAY = "The archive has bytes that belong to no entry; they were ignored."
STORED, DEFLATED, AES = 0, 8, 99


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package under its plain name."""

    name: str
    record: Record


class Archive:
    """The files of a zip that passed every check which needs no decompression. Bytes are checked as they are read."""

    def __init__(self, file: BinaryIO, entries: Iterable[Entry], findings: Iterable[Finding], limits: Limits) -> None:
        self._file = file
        self._entries = {entry.name: entry for entry in entries}
        self.findings = tuple(findings)
        self.limits = limits

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def read(self, name: str, longest: int) -> bytes:
        """The whole file, refused as soon as it is longer than ``longest``."""
        content = bytearray()
        for chunk in self.chunks(name):
            content += chunk
            if len(content) > longest:
                raise PackageRefused("file-too-large", f"The file is longer than {longest} bytes.", printable(name))
        return bytes(content)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The file piece by piece; refused on the first byte beyond a limit, and when length or checksum are wrong."""
        record = self._entries[name].record
        produced, crc = 0, 0
        for chunk in _unfold(self._file, record):
            produced, crc = produced + len(chunk), zlib.crc32(chunk, crc)
            self._measure(record, produced)
            yield chunk
        if produced != record.size or crc != record.crc:
            raise PackageRefused("corrupt-entry", "The entry is damaged: length or checksum is wrong.", printable(name))

    def _measure(self, record: Record, produced: int) -> None:
        place = printable(record.raw_name)
        if produced > self.limits.file:
            raise PackageRefused("file-too-large", f"The file is longer than {self.limits.file} bytes.", place)
        if produced > self.limits.ratio_from and produced > self.limits.ratio * max(record.compressed, 1):
            raise PackageRefused("unfolds-too-far", "The entry unfolds to many times its size.", place)
        if produced > record.size:
            raise PackageRefused("corrupt-entry", "The entry is longer than it says.", place)


def open_archive(file: BinaryIO, limits: Limits | None = None) -> Archive:
    """Read and check the archive's records; nothing is decompressed. Time and memory grow with the directory only."""
    limits = limits or Limits()
    length = file.seek(0, 2)
    if length > limits.archive:
        raise PackageRefused("archive-too-large", f"The archive is larger than {limits.archive} bytes.")
    directory = find_directory(file, length, limits)
    records = read_records(file, directory)
    findings = _refuse_overlaps(file, records, directory)
    entries, folders = [], []
    for record in records:
        _refuse_kind(record)
        name = plain_name(record.raw_name, limits)
        if record.raw_name.endswith(("/", "\\")):
            folders.append(name)
        elif name:
            entries.append(Entry(name, record))
    refuse_clashes([entry.name for entry in entries], [folder for folder in folders if folder])
    kept = [entry for entry in entries if not is_ignored(entry.name)]
    if sum(entry.record.size for entry in kept) > limits.total:
        raise PackageRefused("package-too-large", f"The files are more than {limits.total} bytes.")
    if any("\\" in entry.record.raw_name for entry in kept):
        findings.append(Finding(Severity.WARNING, "backslashes", "The archive writes folders with backslashes."))
    return Archive(file, kept, findings, limits)


def _refuse_kind(record: Record) -> None:
    place = printable(record.raw_name)
    if record.flags & ENCRYPTED_FLAGS or record.method == AES:
        raise PackageRefused("encrypted", "The entry is encrypted.", place)
    if record.method not in (STORED, DEFLATED):
        raise PackageRefused(
            "compression-method", "The entry is compressed in a way that is not used in packages.", place
        )
    if stat.S_ISLNK(record.mode):
        raise PackageRefused("symlink", "The entry is a link.", place)
    if stat.S_IFMT(record.mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageRefused("special-file", "The entry is not an ordinary file.", place)
    if record.raw_name.endswith(("/", "\\")):
        if record.size:
            raise PackageRefused("folder-with-content", "A folder holds bytes of its own.", place)
    elif stat.S_ISDIR(record.mode):
        raise PackageRefused("file-and-folder", "An entry is a file and a folder at once.", place)
    if record.method == STORED and record.compressed != record.size:
        raise corrupt(record.raw_name)


def _refuse_overlaps(file: BinaryIO, records: list[Record], directory: Directory) -> list[Finding]:
    """No byte belongs to two entries, and no entry hides between those that are listed."""
    position, findings = 0, []
    ends = [
        *((record.start, record.end, record.raw_name) for record in records),
        (directory.start, directory.end, ""),
    ]
    for start, end, name in sorted(ends):
        if start < position:
            raise PackageRefused("overlapping-entries", "Entries of the archive lie over one another.", printable(name))
        if start > position:
            if start - position > STRAY_BYTES or LOCAL_MARK in read_at(file, position, start - position):
                raise PackageRefused("hidden-entry", "The archive holds more than its directory lists.")
            findings.append(Finding(Severity.WARNING, "stray-bytes", STRAY))
        position = end
    if directory.behind and not findings:
        findings.append(Finding(Severity.WARNING, "stray-bytes", STRAY))
    return findings[:1]


def _unfold(file: BinaryIO, record: Record) -> Iterator[bytes]:
    """The bytes of an entry as they come out, never more than one chunk in memory."""
    position, left = record.data, record.compressed
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if record.method == DEFLATED else None
    try:
        while left > 0:
            piece = read_at(file, position, min(CHUNK, left))
            if not piece:
                raise corrupt(record.raw_name)
            position, left = position + len(piece), left - len(piece)
            if inflate is None:
                yield piece
                continue
            while piece and not inflate.eof:
                if chunk := inflate.decompress(piece, CHUNK):
                    yield chunk
                piece = inflate.unconsumed_tail
            if inflate.eof and (left or inflate.unused_data):
                raise corrupt(record.raw_name)
        if inflate is not None:
            yield from _rest(inflate)
    except zlib.error:
        raise PackageRefused("corrupt-entry", "The entry is damaged.", printable(record.raw_name)) from None


def _rest(inflate: "zlib._Decompress") -> Iterator[bytes]:
    while not inflate.eof:
        chunk = inflate.decompress(inflate.unconsumed_tail, CHUNK)
        if not chunk:
            return
        yield chunk
