"""What readers say of a step without claiming that anything is wrong: kept apart from flags, and without a name."""

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from modules.models import EditionStep
from people.models import User
from people.rules import roles_of
from review.enums import FeedbackKind
from review.models import Feedback
from review.rules import can_read_edition

LONGEST_WORDS = 1000


def give_feedback(*, actor: User, step: EditionStep, kind: str, words: str = "", token: UUID) -> Feedback:
    """Keep it without a trace of who gave it; `token` twice is one. Raises PermissionDenied or ValidationError.

    Agencies give none: they read it once there are ten, and could bring the number about themselves.
    """
    if not can_read_edition(actor, step.edition) or roles_of(actor).agencies:
        raise PermissionDenied
    words = words.strip()
    if kind not in FeedbackKind.values:
        raise ValidationError({"kind": _("Choose what you would like to say.")})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"words": _("At most %(most)s characters.") % {"most": f"{LONGEST_WORDS:,}"}})
    try:
        with transaction.atomic():
            return Feedback.objects.create(edition=step.edition, step=step, kind=kind, words=words, form_token=token)
    except IntegrityError:
        return Feedback.objects.get(form_token=token)
