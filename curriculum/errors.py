"""What the teaching room refuses, in words that a person can act on."""

from django.utils.translation import gettext_lazy as _


class TeachingError(Exception):
    """Something was refused; `message` says why, and nothing was changed."""

    message = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else str(self.message)


class AssignmentClosed(TeachingError):
    message = _("This assignment is finished or was waived, so it cannot be begun again.")


class NothingToTake(TeachingError):
    message = _("A module of this course has no signed edition yet. Your coordinator has to wait for its sign-off.")


class StepNotPassed(TeachingError):
    message = _("This scenario counts once it is finished and passed.")


class NotesLeft(TeachingError):
    message = _("This step is done when every note was shown. Watch on, or read the rest in the list and tick it.")


class StepNotInEnrolment(TeachingError):
    message = _("This step is not part of the edition that you are taking.")


class StepPaused(TeachingError):
    message = _("This step is paused while a serious problem is looked at. Go on with the other steps.")


class PackageNotDone(TeachingError):
    message = _("This step counts once its package says that you completed it.")


class ClaimNotEnough(TeachingError):
    message = _(
        "This course asks for a quiz that is scored here, and a module of it has only a package made elsewhere. "
        "Your training coordinator has to sort this out."
    )


class WaiverNeedsReason(TeachingError):
    message = _("Give the reason of the waiver: auditors will ask for it.")


class StepsLeft(TeachingError):
    message = _("The course is finished when every step is done.")


class GrantNeedsReason(TeachingError):
    message = _("Give the reason of the further attempts: the officer reads it, and auditors will ask for it.")


class GrantNumberRefused(TeachingError):
    message = _("Allow between 1 and 10 further attempts at a time.")


class AttemptsNotUsedUp(TeachingError):
    message = _("This officer can still go on with this scenario, so no further attempts are needed now.")
