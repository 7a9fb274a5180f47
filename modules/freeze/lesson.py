"""One block of a lesson as an edition keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modules.freeze.files import Files
from modules.freeze.references import RawBlock, Registers, listed
from modules.rich_text import clean_text

CLAIM_FIELDS = ("statement", "fact", "n", "year", "place", "population", "limits", "confidence")


def frozen_block(block: RawBlock, registers: Registers, files: Files) -> dict[str, Any]:
    """The block with its references by lasting key. Raises KeyError on a reference that does not resolve."""
    kind, value = block["type"], block.get("value")
    held = {"id": str(block.get("id") or ""), "type": kind}
    return held | _WRITERS[kind](value if value is not None else {}, registers, files)


def _text(value: str, registers: Registers, files: Files) -> dict[str, Any]:
    return {"html": clean_text(value).html}


def _claim(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    plain = {name: str(value.get(name) or "") for name in CLAIM_FIELDS}
    return plain | {"source": registers.sources[value["source"]].key}


def _provision(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    return {"provision": registers.provisions[value["provision"]].fact_id, "note": value.get("note") or ""}


def _image(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    image = registers.images[value["image"]]
    return {"file": files.image(image), "alt": value.get("alt") or "", "caption": value.get("caption") or ""}


def _video(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    recording = registers.recordings[value["recording"]]
    return {
        "title": value.get("title") or "",
        "file": files.recording(recording),
        "captions": files.captions(recording),
        "captions_text": recording.captions,
        "caption_language": recording.caption_language,
        "duration_seconds": round(recording.duration or 0),
    } | ({"poster": files.poster(recording)} if recording.thumbnail else {})


def _callout(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    text = clean_text(value.get("text") or "")
    return {"tone": value.get("tone") or "info", "title": value.get("title") or "", "html": text.html}


def _content_note(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    return {"text": value.get("text") or ""}


def _reflection(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    return {"prompt": value.get("prompt") or ""}


def _definition(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    return {"term": registers.terms[value["term"]].fact_id}


def _referrals(value: dict[str, Any], registers: Registers, files: Files) -> dict[str, Any]:
    """Keys only: contacts are looked up when the page is shown, so that none can grow old in an edition."""
    keys = [registers.resources[pk].fact_id for pk in listed(value.get("resources"))]
    return {"title": value.get("title") or "", "resources": keys}


_WRITERS: dict[str, Callable[[Any, Registers, Files], dict[str, Any]]] = {
    "text": _text,
    "claim": _claim,
    "provision": _provision,
    "image": _image,
    "video": _video,
    "audio": _video,
    "callout": _callout,
    "content_note": _content_note,
    "reflection": _reflection,
    "definition": _definition,
    "referrals": _referrals,
}
