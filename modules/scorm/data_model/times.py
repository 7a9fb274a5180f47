"""Durations of both standards, in hundredths of a second; and points in time, as manifests write them."""

import re
from datetime import UTC, datetime
from functools import lru_cache

CENTISECONDS = {"D": 8_640_000, "H": 360_000, "M": 6_000, "S": 100}
YEAR, MONTH = 3_155_760_000, 262_980_000
TIMESPAN = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,2}))?")
INTERVAL = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.([0-9]{1,2}))?S)?)?"
)
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,30})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
FRACTION = re.compile(r"\.([0-9]{1,6})[0-9]*")
LONGEST_TIMESPAN = 9999 * 360_000 + 59 * 6_000 + 59 * 100 + 99


def parse_duration(text: str) -> int | None:
    """Hundredths of a second of a CMITimespan (1.2) or a timeinterval (2004); None for anything else.

    A year counts 365.25 days and a month a twelfth of it.
    """
    if found := TIMESPAN.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in found.groups()[:3])
        return hours * 360_000 + minutes * 6_000 + seconds * 100 + _hundredths(found[4])
    if found := INTERVAL.fullmatch(text):
        years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:6])
        whole = years * YEAR + months * MONTH + days * CENTISECONDS["D"]
        return whole + hours * 360_000 + minutes * 6_000 + seconds * 100 + _hundredths(found[7])
    return None


def _hundredths(written: str | None) -> int:
    return int((written or "0").ljust(2, "0"))


def format_duration(hundredths: int, standard: str) -> str:
    """A duration as its standard writes it; the longest 1.2 can write where it is longer than that."""
    if standard == "1.2":
        hours, rest = divmod(min(max(hundredths, 0), LONGEST_TIMESPAN), 360_000)
        minutes, rest = divmod(rest, 6_000)
        return f"{hours:04}:{minutes:02}:{rest // 100:02}.{rest % 100:02}"
    if hundredths <= 0:
        return "PT0H0M0S"
    days, rest = divmod(hundredths, CENTISECONDS["D"])
    date = f"P{days}D" if days else "P"
    hours, rest = divmod(rest, 360_000)
    minutes, rest = divmod(rest, 6_000)
    seconds = f"{rest // 100}.{rest % 100:02}".removesuffix(".00") if rest else ""
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{seconds}S" if seconds else "")
    time = "".join(parts)
    return f"{date}T{time}" if time else date


@lru_cache(maxsize=256)
def parse_moment(text: str) -> datetime | None:
    """The point in time that an xs:dateTime names, in UTC where it names no zone; None for anything else."""
    if not MOMENT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(FRACTION.sub(lambda part: f".{part[1]:0<6}", text))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
