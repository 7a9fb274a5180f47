"""How long a recording is, read from the file itself."""

from __future__ import annotations

import struct
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

from media.sniffing import START, kind_of

HEAD = 256 * 1024
INFO, SCALE, DURATION = b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
NANOSECONDS = 1_000_000_000


def duration_of(file: BinaryIO, name: str) -> float | None:
    """Seconds; None where the file does not say (a stream that was recorded live often does not)."""
    file.seek(0)
    kind = kind_of(file.read(START))
    file.seek(0)
    try:
        seconds = _webm(file.read(HEAD)) if kind == "webm" else _tagged(file, name)
    finally:
        file.seek(0)
    return seconds if seconds and seconds > 0 else None


def _tagged(file: BinaryIO, name: str) -> float | None:
    try:
        return TinyTag.get(filename=name, file_obj=file, tags=False, duration=True).duration
    except (TinyTagException, OSError, ValueError, struct.error):
        return None


def _webm(head: bytes) -> float | None:
    """Matroska keeps it as a floating number of ticks in its Info element, with the length of a tick beside it."""
    at = head.find(INFO)
    if at < 0:
        return None
    info = head[at : at + 4096]
    ticks, scale = _element(info, DURATION), _element(info, SCALE)
    if len(ticks) not in (4, 8):
        return None
    length = struct.unpack(">f" if len(ticks) == 4 else ">d", ticks)[0]
    return float(length) * (int.from_bytes(scale, "big") or 1_000_000) / NANOSECONDS


def _element(info: bytes, name: bytes) -> bytes:
    """The content of a small element: its size is one byte whose first bit is set."""
    at = info.find(name)
    if at < 0 or at + len(name) >= len(info):
        return b""
    size = info[at + len(name)] & 0x7F
    return info[at + len(name) + 1 : at + len(name) + 1 + size]
