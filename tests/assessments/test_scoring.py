"""Scores, in examples and as properties of every quiz and every set of answers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.definition import from_data
from assessments.outcomes import standing
from assessments.scoring import Given, is_pass, percent, score_fraction, score_item, score_items
from tests.factories.assessments import BEST_ANSWERS, multiple_item, quiz_data

QUIZ = from_data(quiz_data())
BRANCHING, SINGLE, MULTIPLE = QUIZ.items
BEST = [Given(item, scene, tuple(choices)) for item, scene, choices in BEST_ANSWERS]


def some_answers():
    """Any answers that the quiz offers, one for each item or scene at most, in any order."""
    places = [(item.key, scene.key, scene.choices) for item in QUIZ.items for scene in item.scenes]
    questions = [(item.key, item.kind, item.choices) for item in QUIZ.items if item.choices]
    one = [
        st.sampled_from(choices).map(lambda c, i=item, s=scene: Given(i, s, (c.key,)))
        for item, scene, choices in places
    ]
    for item, kind, choices in questions:
        keys = st.sets(st.sampled_from([c.key for c in choices]), min_size=1, max_size=9 if kind == "multiple" else 1)
        one.append(keys.map(lambda k, i=item: Given(i, "", tuple(sorted(k)))))
    return st.tuples(*[st.none() | strategy for strategy in one]).flatmap(
        lambda drawn: st.permutations([answer for answer in drawn if answer])
    )


def total(answers) -> Fraction:
    return score_fraction(score_items(QUIZ, answers))


def test_best_answers_score_everything():
    assert percent(total(BEST)) == 100
    assert standing(QUIZ, BEST).complete


def test_nothing_answered_scores_nothing():
    stands = standing(QUIZ, [])
    assert percent(stands.fraction) == 0
    assert (stands.answered, stands.total) == (0, 3)
    assert stands.current.scene.key == "s1"


def test_detour_earns_less_than_the_best_path():
    score = score_item(BRANCHING, {"s1": ("b",), "s1b": ("a",), "s2": ("a",)})
    assert (score.points, score.most, score.done) == (3, 4, True)


def test_harmful_choice_ends_the_story():
    score = score_item(BRANCHING, {"s1": ("c",)})
    assert (score.points, score.done, score.missed) == (0, True, True)


def test_answers_off_the_path_count_for_nothing():
    assert score_item(BRANCHING, {"s1": ("c",), "s2": ("a",)}).points == 0


def test_multiple_counts_every_choice_that_is_right():
    assert score_item(MULTIPLE, {"": ("a", "b")}).points == 4
    assert score_item(MULTIPLE, {"": ("a",)}).points == 3
    assert score_item(MULTIPLE, {"": ("a", "b", "c", "d")}).points == 0


def test_percent_is_rounded_down_and_pass_is_exact():
    assert percent(Fraction(2, 3)) == 66
    assert not is_pass(Fraction(7999, 10000), 80)
    assert is_pass(Fraction(4, 5), 80)


@given(some_answers())
def test_score_stays_within_bounds(answers):
    assert 0 <= percent(total(answers)) <= 100
    assert all(0 <= score.points <= score.most for score in score_items(QUIZ, answers))


@given(some_answers().flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
def test_order_of_answers_is_irrelevant(both):
    first, second = both
    assert standing(QUIZ, first) == standing(QUIZ, second)


@given(some_answers())
def test_replays_change_nothing(answers):
    assert standing(QUIZ, [*answers, *answers]) == standing(QUIZ, answers)


@given(st.sets(st.sampled_from("abcdef"), min_size=2, max_size=5))
def test_ticking_everything_never_beats_the_right_answer(right):
    item = from_data(quiz_data(multiple_item(right="".join(right), of="abcdef"))).items[0]
    everything = score_item(item, {"": tuple("abcdef")})
    exactly = score_item(item, {"": tuple(sorted(right))})
    assert everything.points == 0 < exactly.points == exactly.most


@given(some_answers())
def test_nothing_beats_the_best_answers(answers):
    assert total(answers) <= total(BEST)
    assert set(answers) >= {a for a in BEST if a.scene != "s1b"} or total(answers) < 1
