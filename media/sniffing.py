"""What a recording really is, by its first bytes; its name must say the same."""

from __future__ import annotations

from pathlib import PurePosixPath

START = 1024
MARKUP = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?xml", b"<iframe")
EXTENSIONS = {
    "mp4": frozenset({"mp4", "m4v", "m4a"}),
    "webm": frozenset({"webm", "weba"}),
    "ogg": frozenset({"ogg", "ogv", "oga", "opus"}),
    "mp3": frozenset({"mp3"}),
    "wav": frozenset({"wav"}),
}


def kind_of(start: bytes) -> str:
    """The container, or empty when it is none that we can use. Something that also reads as a web page is none."""
    if any(mark in start[:START].lower() for mark in MARKUP):
        return ""
    if start[4:8] == b"ftyp":
        return "mp4"
    if start[:4] == b"\x1aE\xdf\xa3":
        return "webm"
    if start[:4] == b"OggS":
        return "ogg"
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] in (0xFB, 0xF3, 0xF2, 0xFA)):
        return "mp3"
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "wav"
    return ""


def fits_its_name(start: bytes, name: str) -> bool:
    kind = kind_of(start)
    return bool(kind) and PurePosixPath(name.lower()).suffix.lstrip(".") in EXTENSIONS[kind]
