"""Whether a value is of the type of its element; the name of the mistake where it is not."""

from calendar import monthrange
from collections.abc import Callable

from .interactions import is_answer, is_localized
from .table import DataModel, Element


def mistake(model: DataModel, element: Element, value: str, *, interaction: str = "") -> str:
    """``type``, ``range``, or nothing for a value that fits. ``interaction`` is the type of its interaction."""
    if value == "" and element.blank:
        return ""
    if element.type in ("pattern", "response"):
        return "" if is_answer(model, interaction, value, pattern=element.type == "pattern") else "type"
    if element.type == "result" and value in element.words:
        return ""
    if not CHECKS.get(element.type, _by_format)(model, element, value):
        return "type"
    return "" if _in_range(element, value) else "range"


def _in_range(element: Element, value: str) -> bool:
    if element.range is None:
        return True
    low, high = element.range
    number = float(value)
    return (low is None or number >= low) and (high is None or number <= high)


def _is_vocabulary(model: DataModel, element: Element, value: str) -> bool:
    return value in element.words


def _is_string(model: DataModel, element: Element, value: str) -> bool:
    return not element.spm or len(value) <= element.spm


def _is_localized(model: DataModel, element: Element, value: str) -> bool:
    return is_localized(model, value, element.spm)


def _is_number(model: DataModel, element: Element, value: str) -> bool:
    return bool(value.strip("+-.")) and _by_format(model, element, value)


def _is_result(model: DataModel, element: Element, value: str) -> bool:
    kind = "decimal" if model.standard == "1.2" else "real"
    return bool(value.strip("+-.")) and bool(model.formats[kind].fullmatch(value))


def _is_timestamp(model: DataModel, element: Element, value: str) -> bool:
    if not _by_format(model, element, value):
        return False
    date = value.partition("T")[0]
    year, month, day = [*date.split("-"), "", ""][:3]
    return not day or int(day) <= monthrange(int(year), int(month))[1]


def _by_format(model: DataModel, element: Element, value: str) -> bool:
    return bool(model.formats[element.type].fullmatch(value)) and _is_string(model, element, value)


CHECKS: dict[str, Callable[[DataModel, Element, str], bool]] = {
    "vocabulary": _is_vocabulary,
    "string": _is_string,
    "localized": _is_localized,
    "decimal": _is_number,
    "integer": _is_number,
    "real": _is_number,
    "result": _is_result,
    "timestamp": _is_timestamp,
}
