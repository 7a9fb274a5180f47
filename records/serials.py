"""Serials of certificates: typed by people, so short, without look-alikes, with a check character; not guessable."""

import secrets
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"  # 31 symbols, a prime: every slip and every swap changes the check
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "Z": "2"})
LENGTH = 12


class SerialFault(StrEnum):
    """Why a typed text is no serial."""

    LENGTH = "length"
    CHARACTER = "character"
    CHECK = "check"


def new_serial() -> str:
    """Return a fresh random serial such as 7K3M-9QXR-2FV9 (54 bits of chance, one check character)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return grouped(body + check_character(body))


def check_character(body: str) -> str:
    """Return the character that makes the weighted sum of `body` and itself a multiple of 31."""
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in zip(range(2, len(body) + 2), body, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def grouped(symbols: str) -> str:
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def read_serial(typed: str) -> tuple[str, SerialFault | None]:
    """Read what a person typed: case, spaces, dashes and look-alike letters do not matter.

    Returns the serial as printed and no fault, or what could be read and the fault.
    """
    symbols = "".join(character for character in typed.upper() if character.isalnum()).translate(LOOKALIKES)
    if len(symbols) != LENGTH:
        return grouped(symbols[: 3 * LENGTH]), SerialFault.LENGTH
    if not set(symbols) <= set(ALPHABET):
        return grouped(symbols), SerialFault.CHARACTER
    if check_character(symbols[:-1]) != symbols[-1]:
        return grouped(symbols), SerialFault.CHECK
    return grouped(symbols), None
