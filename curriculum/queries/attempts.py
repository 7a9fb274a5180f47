"""The scenario attempts of one enrolment."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, UUIDField

from assessments.models import Attempt
from assessments.services.quizzes import definition_of
from curriculum.enums import EvidenceRule
from curriculum.models import Enrolment, ExtraAttempts
from curriculum.queries.outline import Outline
from curriculum.subjects import attempt_subject
from modules.models import EditionStep
from records.prepared import Prepared, Slot


@dataclass(frozen=True, slots=True)
class EarnedScore:
    """What the scenarios of a course came to: the mean of the best attempts, and the mark that was asked."""

    percent: int | None
    pass_mark: int | None


@dataclass(frozen=True)
class Goes:
    """The attempts made at a scenario's present quiz, the newest first, and how many are allowed."""

    enrolment: Enrolment
    step_key: UUID
    made: list[Attempt]
    known: list[ExtraAttempts] | None = None

    @property
    def newest(self) -> Attempt | None:
        return self.made[0] if self.made else None

    @cached_property
    def further(self) -> list[ExtraAttempts]:
        """What was allowed beyond the limit; asked when first wanted unless `known`: few pages of a scenario say it."""
        if self.known is not None:
            return self.known
        if self.enrolment.course.attempts_limit is None:
            return []
        return list(further_attempts(self.enrolment, self.step_key))

    @property
    def limit(self) -> int | None:
        return raised(self.enrolment.course.attempts_limit, self.further)

    @property
    def left(self) -> int | None:
        """How many can still be begun; None without a limit."""
        return None if self.limit is None else max(0, self.limit - len(self.made))

    @property
    def exhausted(self) -> bool:
        return self.left == 0

    @property
    def stuck(self) -> bool:
        """Every attempt is used, finished, and not enough."""
        waiting = self.newest is not None and self.newest.finished_at is None
        return self.exhausted and not waiting and not any(counts(self.enrolment, attempt) for attempt in self.made)

    def find(self, reference: UUID) -> Attempt | None:
        return next((attempt for attempt in self.made if attempt.reference == reference), None)


def goes_at(enrolment: Enrolment, step: EditionStep) -> Goes:
    return Goes(enrolment, step.key, attempts_at(enrolment, step))


def attempts_allowed(enrolment: Enrolment, step_key: UUID) -> int | None:
    """The course's limit with what was allowed to this officer beyond it (one query); None without a limit."""
    return raised(enrolment.course.attempts_limit, further_attempts(enrolment, step_key))


def further_attempts(enrolment: Enrolment, step_key: UUID) -> Iterable[ExtraAttempts]:
    return ExtraAttempts.objects.filter(enrolment=enrolment, step_key=step_key)


def raised(limit: int | None, further: Iterable[ExtraAttempts]) -> int | None:
    """A course's limit with what was allowed beyond it; None without a limit."""
    return None if limit is None else limit + sum(more.number for more in further)


def attempts_at(enrolment: Enrolment, step: EditionStep) -> list[Attempt]:
    """All goes at the step's present quiz, in whatever language, the newest first (one query)."""
    if step.quiz_id is None:
        return []
    subject = attempt_subject(enrolment, step.key)
    return ATTEMPTS.ask(user=enrolment.officer.user_id, subject=subject, key=step.key, quiz=step.quiz_id)


def _attempts() -> QuerySet[Attempt]:
    made = Attempt.objects.filter(subject=Slot("subject", CharField()), user=Slot("user", BigIntegerField()))
    alike = Q(quiz=Slot("quiz", BigIntegerField())) | Q(quiz__in=_quizzes_in_other_languages())
    return made.filter(alike).select_related("quiz").defer("quiz__canonical").order_by("-number")


def _quizzes_in_other_languages() -> QuerySet[EditionStep, int | None]:
    """The quizzes that ask the same as the step's in another language, to be used within a query."""
    key, quiz = Slot("key", UUIDField()), Slot("quiz", BigIntegerField())
    same = EditionStep.objects.filter(key=key, quiz__isnull=False).order_by()
    originals = same.filter(edition__translations__steps__key=key, edition__translations__steps__quiz=quiz)
    asked = Q(quiz=quiz) | Q(quiz__in=originals.values("quiz"))
    translated = same.filter(edition__translates__steps__in=same.filter(asked).values("pk"))
    return same.filter(Q(pk__in=originals.values("pk")) | Q(pk__in=translated.values("pk"))).values_list(
        "quiz", flat=True
    )


ATTEMPTS = Prepared(_attempts)


def originals_of(quizzes: Iterable[int | None], keys: Iterable[UUID]) -> dict[int | None, int | None]:
    """For each quiz the one that it translates at one of these steps, else itself (one query)."""
    wanted = list(quizzes)
    pairs = EditionStep.objects.filter(
        key__in=list(keys), quiz__in=wanted, edition__translates__steps__key=F("key")
    ).values_list("quiz", "edition__translates__steps__quiz")
    return {quiz: quiz for quiz in wanted} | dict(pairs)


def language_asked(step: EditionStep, attempt: Attempt) -> str:
    """The language of an attempt that was begun in another one than the step's; empty when it is the step's."""
    if attempt.quiz_id == step.quiz_id:
        return ""
    asked = EditionStep.objects.filter(key=step.key, quiz=attempt.quiz_id).values_list("edition__language", flat=True)
    return asked.first() or ""


def counts(enrolment: Enrolment, attempt: Attempt) -> bool:
    """Whether the attempt is enough to go on: finished, and passed by the quiz's mark and the course's."""
    if attempt.finished_at is None:
        return False
    if enrolment.course.evidence == EvidenceRule.READ:
        return True
    if attempt.score_percent is None:  # no item counted: finishing it was passing it
        return bool(attempt.passed)
    return bool(attempt.passed) and attempt.score_percent >= (enrolment.course.pass_mark or 0)


def has_counting_attempt(enrolment: Enrolment, step: EditionStep) -> bool:
    return any(counts(enrolment, attempt) for attempt in attempts_at(enrolment, step))


def mark_asked(enrolment: Enrolment, quiz_mark: int) -> int:
    """The mark to reach in one scenario: its own, raised by the course where the course asks for more."""
    return max(quiz_mark, enrolment.course.pass_mark or 0)


def earned_score(enrolment: Enrolment, outline: Outline) -> EarnedScore:
    """The whole-number mean, rounded down, of the best attempt at every scenario; None without any score.

    A scenario in which no item counted has no score, and does not lower that of the others.
    """
    steps = [step for step in outline if step.is_scenario]
    subjects = [attempt_subject(enrolment, step.key) for step in steps]
    made = list(
        Attempt.objects.finished().filter(user=enrolment.officer.user_id, subject__in=subjects).select_related("quiz")
    )
    quizzes = {*(step.quiz_id for step in steps), *(attempt.quiz_id for attempt in made)}
    original = originals_of(quizzes, [step.key for step in steps])
    wanted = {(subject, original[step.quiz_id]) for subject, step in zip(subjects, steps, strict=True)}
    best: dict[str, int] = {}
    marks: set[int] = set()
    for attempt in made:
        if (attempt.subject, original[attempt.quiz_id]) in wanted and attempt.score_percent is not None:
            best[attempt.subject] = max(best.get(attempt.subject, 0), attempt.score_percent)
            marks.add(mark_asked(enrolment, definition_of(attempt.quiz).pass_mark))
    if not best:
        return EarnedScore(None, None)
    return EarnedScore(sum(best.values()) // len(best), min(marks))
