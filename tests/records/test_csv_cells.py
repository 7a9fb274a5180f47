"""No cell of ours is a formula to a spreadsheet."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.csv_cells import safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", "\u00a0=1"]
)
def test_formula_is_neutralised(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), ("", ""), (7, "7"), ("Olive", "Olive"), ("a=b", "a=b"), ("  a", "  a"), (True, "True")],
)
def test_other_values_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell


@given(st.text())
@example("\x0c=")
def test_nothing_is_lost_and_no_formula_is_left(text):
    cell = safe_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
