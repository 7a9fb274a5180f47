"""Zips written byte by byte, so that each can break exactly one rule."""

import io
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

from modules.scorm.archive import Archive, Limits, open_archive


@dataclass
class Raw:
    """One entry. What is given in ``local`` or ``central`` stands there instead of the truth."""

    name: str | bytes
    content: bytes = b"hello"
    method: int = 8
    flags: int = 0x0800
    mode: int = 0o100644
    extra: bytes = b""
    descriptor: bytes | None = None
    data: bytes | None = None
    local: dict[str, Any] = field(default_factory=dict)
    central: dict[str, Any] = field(default_factory=dict)


def deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def build(
    *entries: Raw,
    prefix: bytes = b"",
    between: bytes = b"",
    comment: bytes = b"",
    tail: bytes = b"",
    end: dict[str, int] | None = None,
) -> bytes:
    """A zip of these entries; ``between`` stands before the directory, ``end`` overrides count, size and offset."""
    body, central = bytearray(), bytearray()
    for raw in entries:
        name = raw.name.encode() if isinstance(raw.name, str) else raw.name
        data = raw.data if raw.data is not None else deflate(raw.content) if raw.method == 8 else raw.content
        truth = {"name": name, "flags": raw.flags, "method": raw.method, "crc": zlib.crc32(raw.content)}
        truth |= {"compressed": len(data), "size": len(raw.content), "extra": raw.extra}
        offset = len(body)
        body += _local(truth | raw.local) + data + (raw.descriptor or b"")
        central += _central({"offset": offset, "mode": raw.mode} | truth | raw.central)
    body += between
    last = {"count": len(entries), "size": len(central), "offset": len(body)} | (end or {})
    closing = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, last["count"], last["count"], last["size"], last["offset"], len(comment)
    )
    return prefix + bytes(body + central) + tail + closing + comment


def _local(said: dict[str, Any]) -> bytes:
    sizes = said["crc"], said["compressed"], said["size"], len(said["name"]), len(said["extra"])
    header = struct.pack("<4s2B4HL2L2H", b"PK\x03\x04", 20, 0, said["flags"], said["method"], 0, 33, *sizes)
    return header + said["name"] + said["extra"]


def _central(said: dict[str, Any]) -> bytes:
    sizes = said["crc"], said["compressed"], said["size"], len(said["name"]), len(said["extra"])
    where = 0, 0, 0, said["mode"] << 16, said["offset"]
    header = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, said["flags"], said["method"], 0, 33, *sizes, *where
    )
    return header + said["name"] + said["extra"]


def opened(content: bytes, **limits: int) -> Archive:
    return open_archive(io.BytesIO(content), Limits(**limits))
