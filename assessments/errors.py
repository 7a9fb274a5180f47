"""Why an answer or an attempt is refused. Each message is written to be read by the person who answered."""

from django.utils.translation import gettext as _


class AssessmentError(Exception):
    """The base of all: what was asked cannot be done, and nothing was changed."""

    @property
    def message(self) -> str:
        return str(self)


class NotYourAttempt(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("This attempt belongs to someone else. Start your own from My training."))


class OtherAttempt(AssessmentError):
    """The attempt is not one of those that are made here."""

    def __init__(self) -> None:
        super().__init__(_("That answer belongs to another attempt, so it was not counted here."))


class AttemptsExhausted(AssessmentError):
    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            _("You have used all %(limit)d attempts at this quiz. Ask your training coordinator what to do next.")
            % {"limit": limit}
        )


class AttemptFinished(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("This attempt is finished, and its answers stay as they are."))


class AttemptUnfinished(AssessmentError):
    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(_("Some questions still wait for your answer: %(left)d.") % {"left": left})


class UnknownItem(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("That question is not part of this quiz. Go back to the quiz and answer from there."))


class SceneNotReached(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("Your story has not led to that scene. Go on from the scene where you are."))


class UnknownChoice(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("That choice is not one of those offered. Choose one of the answers shown."))


class WrongNumberOfChoices(AssessmentError):
    def __init__(self, *, one: bool) -> None:
        super().__init__(_("Choose one answer.") if one else _("Choose at least one answer."))


class AlreadyAnswered(AssessmentError):
    """A different answer came for what was answered already; `outcome` is that of the first, which stands."""

    def __init__(self, outcome: object = None) -> None:
        self.outcome = outcome
        super().__init__(_("You have answered this already, and your first answer stands."))


class TokenUsed(AssessmentError):
    def __init__(self) -> None:
        super().__init__(_("This form was already sent for another question. Reload the page and answer again."))
