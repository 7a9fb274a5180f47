"""The words of the interface: every one is in the catalogue, and every one is translated with its placeholders."""

import re

import pytest
from django.utils import dates
from django.utils.translation import gettext, ngettext, override

from config.catalogues import compile_all, gathered, messages_in_code, po_files, read

PLACE = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|%%|\{[a-z_]+\}")


def named(message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]


@pytest.mark.parametrize("po", po_files(), ids=lambda po: po.parts[-3])
def test_catalogue_holds_exactly_the_words_of_the_code(po):
    """When this fails: `make messages`, then translate what came in empty."""
    wanted = {(named(message), message.context) for message in gathered() if message.id}
    held = {(named(message), message.context) for message in read(po) if message.id}
    assert sorted(map(str, wanted - held)) == [], "missing in the catalogue: run `make messages`"
    assert sorted(map(str, held - wanted)) == [], "no longer used: run `make messages`"


def test_no_word_of_ours_stands_for_a_month_or_a_day():
    """When this fails: give the word a context, or every date in its language says it."""
    known = (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_AP, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
    with override("en"):
        names = {str(name) for row in known for name in row.values()}
    assert names & {named(message) for message in gathered() if message.id and not message.context} == set()


@pytest.mark.parametrize("po", po_files(), ids=lambda po: po.parts[-3])
def test_every_word_is_translated(po):
    """When this fails: these words stand in English on pages in this language."""
    left = [named(message) for message in read(po) if message.id and (message.fuzzy or not all(strings(message)))]
    assert left == []


@pytest.mark.parametrize("po", po_files(), ids=lambda po: po.parts[-3])
def test_placeholders_are_those_of_the_words(po):
    wrong = []
    for message in read(po):
        if not message.id or not all(strings(message)):
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {frozenset(PLACE.findall(text)) for text in ids}
        wrong += [text for text in strings(message) if frozenset(PLACE.findall(text)) not in allowed]
    assert wrong == []


@pytest.mark.parametrize("po", po_files(), ids=lambda po: po.parts[-3])
def test_markup_is_kept(po):
    tag = re.compile(r"<[^>]+>")
    wrong = [
        named(message)
        for message in read(po)
        if message.id
        and all(strings(message))
        and sorted(tag.findall(named(message))) != sorted(tag.findall(strings(message)[0]))
    ]
    assert wrong == []


def test_words_are_gathered_from_code_and_templates_alike():
    found = {words if isinstance(words, str) else words[0] for _file, (words, _context) in messages_in_code()}
    assert {"Skip to the main content", "My training", "This cannot be done.", "%(n)d hours"} <= found
    assert "%(n)s course to finish, about %(left)s in all. Stop whenever you like: everything is kept." in found


def test_compiled_words_are_read_by_django():
    assert compile_all() == []  # the settings of the tests did it
    with override("es"):
        assert gettext("My training") == "Mi capacitación"
        assert ngettext("Training overdue: 1 course", "Training overdue: %(count)d courses", 2).endswith("cursos")
