"""The records of a zip: its end, its central directory, its local headers, each held against the other."""

import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from ..findings import PackageRefused, printable
from .limits import Limits

END = struct.Struct("<4s4H2LH")
END64_LOCATOR = struct.Struct("<4sLQL")
END64 = struct.Struct("<4sQ2H2L4Q")
CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
LOCAL = struct.Struct("<4s2B4HL2L2H")
END_MARK, END64_MARK, LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
CENTRAL_MARK, LOCAL_MARK, DESCRIPTOR_MARK = b"PK\x01\x02", b"PK\x03\x04", b"PK\x07\x08"
UNICODE_PATH, ZIP64_EXTRA = 0x7075, 0x0001
UTF8_FLAG, DESCRIPTOR_FLAG, ENCRYPTED_FLAGS = 0x0800, 0x0008, 0x2041
COMPARED_FLAGS = UTF8_FLAG | DESCRIPTOR_FLAG | ENCRYPTED_FLAGS | 0x0020
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as both headers agree on it; ``start`` and ``end`` bound all its bytes in the file."""

    raw_name: str
    flags: int
    method: int
    crc: int
    compressed: int
    size: int
    mode: int
    start: int
    data: int
    end: int


@dataclass(frozen=True, slots=True)
class Directory:
    count: int
    start: int
    end: int
    shift: int
    """Bytes before the archive itself: offsets in it are counted from there."""
    behind: int
    """Bytes after the archive."""


def corrupt(place: str = "") -> PackageRefused:
    return PackageRefused("corrupt", "The archive is damaged or is not a zip.", printable(place))


def find_directory(file: BinaryIO, length: int, limits: Limits) -> Directory:
    """Where the central directory lies. Refuses two candidates for it, parts of several disks, and too many entries."""
    position, behind, fields = _find_end(file, length)
    _, disk, directory_disk, here, count, size, offset, _ = fields
    end = position
    if FULL16 in (here, count) or FULL32 in (size, offset):
        end, here, count, size, offset = _end64(file, position, (here, count, size, offset))
    if disk or directory_disk or here != count:
        raise PackageRefused("several-disks", "The archive is one part of several.")
    if count > limits.entries or size > limits.directory:
        raise PackageRefused("too-many-entries", f"The archive has more than {limits.entries} entries.")
    start = end - size
    if start < offset:
        raise corrupt()
    return Directory(count, start, end, start - offset, behind)


def _find_end(file: BinaryIO, length: int) -> tuple[int, int, tuple[bytes, int, int, int, int, int, int, int]]:
    """Where the end record stands, how many bytes follow it, and its fields."""
    tail_length = min(length, END.size + FULL16)
    file.seek(length - tail_length)
    tail = file.read(tail_length)
    found = []
    at = tail.find(END_MARK)
    while at >= 0:
        if at + END.size <= len(tail):
            fields = END.unpack_from(tail, at)
            found.append((length - tail_length + at, at + END.size + fields[7] - len(tail), fields))
        at = tail.find(END_MARK, at + 1)
    found = [end for end in found if end[1] == 0] or [end for end in found if end[1] < 0]
    if not found:
        raise PackageRefused("not-a-zip", "The file is not a zip archive, or its end is missing.")
    if len(found) > 1:
        raise PackageRefused("two-directories", "The archive can be read in two ways.")
    position, beyond, fields = found[0]
    return position, -beyond, fields


def _end64(file: BinaryIO, position: int, plain: tuple[int, ...]) -> tuple[int, int, int, int, int]:
    """The values of the 64-bit end record, which stands before its locator; those given plainly must agree."""
    at = position - END64_LOCATOR.size
    locator = read_at(file, at, END64_LOCATOR.size) if at >= 0 else b""
    if locator[:4] != LOCATOR_MARK:
        return (position, *plain)  # type: ignore[return-value]
    record = read_at(file, at - END64.size, END64.size) if at >= END64.size else b""
    if len(record) != END64.size or record[:4] != END64_MARK:
        raise corrupt()
    here, count, size, offset = END64.unpack(record)[6:]
    for old, new, full in zip(plain, (here, count, size, offset), (FULL16, FULL16, FULL32, FULL32), strict=True):
        if old not in (full, new):
            raise PackageRefused("two-directories", "The archive can be read in two ways.")
    return at - END64.size, here, count, size, offset


def read_at(file: BinaryIO, position: int, length: int) -> bytes:
    file.seek(position)
    return file.read(length)


def read_records(file: BinaryIO, directory: Directory) -> list[Record]:
    """Every entry of the central directory, with its local header held against it."""
    content = read_at(file, directory.start, directory.end - directory.start)
    at, records = 0, []
    while at < len(content):
        if content[at : at + 4] != CENTRAL_MARK or at + CENTRAL.size > len(content):
            raise corrupt()
        fields = CENTRAL.unpack_from(content, at)
        name_length, extra_length, comment_length = fields[12:15]
        name_at = at + CENTRAL.size
        at = name_at + name_length + extra_length + comment_length
        if at > len(content):
            raise corrupt()
        name = content[name_at : name_at + name_length]
        extra = content[name_at + name_length : name_at + name_length + extra_length]
        records.append(_record(file, directory, fields, name, extra))
    if len(records) != directory.count:
        raise PackageRefused("wrong-count", "The archive holds another number of entries than it says.")
    return records


def _record(file: BinaryIO, directory: Directory, fields: tuple[int, ...], name: bytes, extra: bytes) -> Record:
    flags, method, crc = fields[5], fields[6], fields[9]
    shown = entry_name(name, extra, flags)
    size, compressed, offset = _wide(extra, (fields[11], fields[10], fields[18]), shown)
    start = offset + directory.shift
    header = read_at(file, start, LOCAL.size) if start + LOCAL.size <= directory.start else b""
    if len(header) != LOCAL.size or header[:4] != LOCAL_MARK:
        raise corrupt(shown)
    local = LOCAL.unpack(header)
    data = start + LOCAL.size + local[10] + local[11]
    rest = read_at(file, start + LOCAL.size, local[10] + local[11])
    local_name, local_extra = rest[: local[10]], rest[local[10] :]
    same = local_name == name and local[4] == method and (local[3] ^ flags) & COMPARED_FLAGS == 0
    if not same or entry_name(local_name, local_extra, local[3]) != shown:
        raise disagreement(shown)
    local_size, local_compressed, _ = _wide(local_extra, (local[9], local[8], 0), shown)
    for said, meant in ((local[7], crc), (local_compressed, compressed), (local_size, size)):
        if said != meant and not (flags & DESCRIPTOR_FLAG and said == 0):
            raise disagreement(shown)
    end = data + compressed + _descriptor_length(file, data + compressed, (crc, compressed, size), flags, shown)
    if end > directory.start:
        raise corrupt(shown)
    return Record(shown, flags, method, crc, compressed, size, fields[17] >> 16, start, data, end)


def disagreement(place: str) -> PackageRefused:
    return PackageRefused(
        "headers-disagree", "The archive's directory says otherwise than the entry.", printable(place)
    )


def _descriptor_length(file: BinaryIO, at: int, meant: tuple[int, int, int], flags: int, name: str) -> int:
    """The length of the record after streamed data; 0 without one. It too must agree."""
    if not flags & DESCRIPTOR_FLAG:
        return 0
    found = read_at(file, at, 24)
    for mark, layout in ((4, "<3L"), (4, "<LQQ"), (0, "<3L"), (0, "<LQQ")):
        length = mark + struct.calcsize(layout)
        if mark and not found.startswith(DESCRIPTOR_MARK):
            continue
        if len(found) >= length and struct.unpack_from(layout, found, mark) == meant:
            return length
    raise disagreement(name)


def _wide(extra: bytes, values: tuple[int, int, int], name: str) -> tuple[int, int, int]:
    """Sizes and offset, from the 64-bit field where the plain ones are full."""
    if FULL32 not in values:
        return values
    field, at, wide = extra_fields(extra).get(ZIP64_EXTRA, b""), 0, []
    for value in values:
        if value == FULL32:
            if at + 8 > len(field):
                raise corrupt(name)
            value, at = struct.unpack_from("<Q", field, at)[0], at + 8
        wide.append(value)
    return wide[0], wide[1], wide[2]


def extra_fields(extra: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        fields.setdefault(kind, extra[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def entry_name(name: bytes, extra: bytes, flags: int) -> str:
    """The name as text: UTF-8 where flagged or possible, else the old code page; a Unicode field must mean it."""
    try:
        field = extra_fields(extra).get(UNICODE_PATH, b"")
        if len(field) > 5 and field[0] == 1 and struct.unpack_from("<L", field, 1)[0] == zlib.crc32(name):
            text = field[5:].decode()
            if name.isascii() and text != name.decode("ascii"):
                raise disagreement(text)
            return text
        return name.decode()
    except UnicodeDecodeError:
        if flags & UTF8_FLAG:
            message = "An entry's name is not in the encoding it says."
            raise PackageRefused("name-encoding", message, printable(name.decode("latin-1"))) from None
        return name.decode("cp437")
