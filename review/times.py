"""Minutes and seconds of a recording. Pure: no Django."""

import re

_CLOCK = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d{1,3})?$")


def clock(seconds: int) -> str:
    """Return `seconds` as m:ss, or h:mm:ss from one hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds(text: str) -> int:
    """Read `75`, `1:15` or `0:01:15` as seconds. Raises ValueError for anything else."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return int(text)
    match = _CLOCK.match(text)
    if match is None or not text.isascii() or int(match[3]) > 59 or (match[1] and int(match[2]) > 59):
        raise ValueError(f"not a time: {text[:40]!r}")
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
