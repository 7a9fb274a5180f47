"""Serials survive being typed by people, and a slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.serials import ALPHABET, SerialFault, check_character, grouped, new_serial, read_serial

BODIES = st.text(ALPHABET, min_size=11, max_size=11)


def test_new_serials_are_well_formed_and_differ():
    serials = {new_serial() for _ in range(500)}
    assert len(serials) == 500
    assert all(read_serial(serial) == (serial, None) for serial in serials)


@given(BODIES, st.data())
def test_every_single_slip_is_noticed(body, data):
    symbols = body + check_character(body)
    place = data.draw(st.integers(0, 11))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != symbols[place]]))
    assert read_serial(symbols[:place] + other + symbols[place + 1 :])[1] == SerialFault.CHECK


@given(BODIES, st.integers(0, 11), st.integers(0, 11))
def test_every_swap_is_noticed(body, first, second):
    symbols = list(body + check_character(body))
    symbols[first], symbols[second] = symbols[second], symbols[first]
    same = "".join(symbols) == body + check_character(body)
    assert read_serial("".join(symbols))[1] == (None if same else SerialFault.CHECK)


@given(BODIES)
def test_case_spaces_dashes_and_lookalikes_do_not_matter(body):
    serial = grouped(body + check_character(body))
    typed = serial.lower().replace("-", " ").replace("0", "o").replace("1", "l").replace("2", "z").replace("v", "u")
    assert read_serial(f"  {typed}\n") == (serial, None)


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text):
    serial, fault = read_serial(text)
    assert fault or read_serial(serial) == (serial, None)


@pytest.mark.parametrize(("typed", "fault"), [("", "length"), ("7K3M", "length"), ("7K3M-9QXR-2F東8", "character")])
def test_fault_is_named(typed, fault):
    assert read_serial(typed)[1] == fault
