"""Where readers report a problem and read what was put right. A higher room says where; this one knows no more."""

from collections.abc import Callable
from dataclasses import dataclass

from modules.models import Edition, EditionStep, ScormVersion

Address = Callable[[EditionStep], str]


@dataclass
class Desk:
    """What the room that takes reports has told: addresses, and a script that adds to reading pages."""

    of_step: Address | None = None
    of_entry: Callable[[str, str], str] | None = None
    of_package: Callable[[ScormVersion, str], str] | None = None
    corrections: Callable[[Edition], str] | None = None
    script: str = ""


_desk = Desk()


def report_at(
    address: Address,
    *,
    of_entry: Callable[[str, str], str] | None = None,
    of_package: Callable[[ScormVersion, str], str] | None = None,
    corrections: Callable[[Edition], str] | None = None,
    script: str = "",
) -> Address:
    """Register what gives the address at which a step is reported; a block or an item is added to it.

    `of_entry` gives the one for a rule or a source by kind and key, `of_package` that for a page or file of a package
    (empty: to be chosen), `corrections` where an edition's corrections are read, and `script` is a static file that
    lets readers take along the words they selected.
    """
    _desk.of_step, _desk.of_entry, _desk.of_package = address, of_entry, of_package
    _desk.corrections, _desk.script = corrections, script
    return address


def report_url(step: EditionStep) -> str:
    """Empty when no room takes reports."""
    return _desk.of_step(step) if _desk.of_step else ""


def report_entry_url(kind: str, key: str) -> str:
    return _desk.of_entry(kind, key) if _desk.of_entry else ""


def report_package_url(version: ScormVersion, address: str = "") -> str:
    return _desk.of_package(version, address) if _desk.of_package else ""


def corrections_url(edition: Edition) -> str:
    return _desk.corrections(edition) if _desk.corrections else ""


def report_script() -> str:
    return _desk.script
