"""The grade of a text, and when it is worth a second look."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from modules.checks.reading import grade_of, syllables_in
from modules.services.checking import check_module
from tests.factories.media import ContentImageFactory
from tests.factories.modules import add_lesson, block, make_module

EASY = "The cat sat on the mat. She saw a dog. It ran to her. They had a nap. " * 8
HARD = (
    "Notwithstanding considerable jurisdictional heterogeneity, administrative determinations concerning investigatory "
    "prioritization necessitate contextually proportionate discretionary considerations. "
) * 8


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("about", 2), ("table", 2), ("made", 1), ("officer", 3), ("information", 4), ("the", 1), ("a", 1)],
)
def test_syllables(word, count):
    assert syllables_in(word) == count


def test_plain_words_are_of_a_low_grade_and_heavy_ones_of_a_high_one():
    easy, hard = grade_of([EASY]), grade_of([HARD])

    assert easy is not None
    assert hard is not None
    assert easy < 3
    assert hard > 16


def test_a_short_text_has_no_grade():
    assert grade_of(["Only a few words."]) is None
    assert grade_of([]) is None


def warnings(module):
    return [problem.message for problem in check_module(module) if problem.severity == "warning"]


def test_a_step_that_is_hard_to_read_is_worth_a_second_look_and_stops_nothing(cast, settings):
    module = make_module([cast.agency])
    add_lesson(module, [block("text", f"<p>{HARD}</p>")], title="Hard")
    add_lesson(module, [block("text", f"<p>{EASY}</p>")], title="Easy")

    found = warnings(module)
    assert len(found) == 1
    assert "grade" in found[0]
    assert not [problem for problem in check_module(module) if problem.is_error]

    settings.READING_GRADE = 99
    assert warnings(module) == []


def test_texts_in_other_languages_are_not_graded(cast):
    module = make_module([cast.agency], language="es")
    add_lesson(module, [block("text", f"<p>{HARD}</p>")])

    assert warnings(module) == []


def test_a_picture_whose_description_repeats_its_caption_or_names_its_file_is_noted(cast):
    module = make_module([cast.agency])
    add_lesson(
        module,
        [
            block("image", {"image": 1, "alt": "IMG_2044.jpg", "caption": ""}),
            block("image", {"image": 1, "alt": "A street.", "caption": "A street"}),
            block("image", {"image": 1, "alt": "Image of a form", "caption": "The form"}),
        ],
    )

    assert len(warnings(module)) == 3


def test_text_in_a_picture_is_said_again_in_its_description(cast):
    module = make_module([cast.agency])
    shown = {"image": 1, "alt": "A sign.", "caption": "", "has_text": True}
    add_lesson(
        module, [block("image", shown), block("image", shown | {"alt": "A sign that says: Ask first, then act."})]
    )

    assert ["words" in message for message in warnings(module)] == [True]


@pytest.mark.parametrize(
    ("colours", "has_text", "warned"),
    [
        ("white lightgrey", False, True),
        ("white grey", False, False),
        ("white grey", True, True),
        ("white black", True, False),
    ],
)
def test_a_picture_too_faint_to_be_seen_is_noted(cast, settings, tmp_path, colours, has_text, warned):
    settings.MEDIA_ROOT = tmp_path
    image = ContentImageFactory(file=ContentFile(striped(*colours.split()), name="stripes.png"))
    module = make_module([cast.agency])
    shown = {"image": image.pk, "alt": "A sign that says: Ask first, then act.", "caption": "", "has_text": has_text}
    add_lesson(module, [block("image", shown)])

    assert any("faint" in message for message in warnings(module)) is warned


def striped(first, second):
    picture = Image.new("RGB", (300, 40), first)
    picture.paste(second, (0, 0, 150, 40))
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
