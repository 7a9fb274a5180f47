"""Cells of CSV files that a spreadsheet opens as text, never as a formula. Pure."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SPACES = " \u00a0\u3000"


def safe_cell(value: object) -> str:
    """Return `value` as text that no spreadsheet reads as a formula: a quote mark goes before what could start one.

    None becomes empty. White space before it does not hide a formula, nor do full-width signs. Negative numbers are
    quoted too: give numbers that must stay numbers to the writer as they are.
    """
    text = "" if value is None else str(value)
    starts_one = text.lstrip(SPACES).startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if starts_one else text
