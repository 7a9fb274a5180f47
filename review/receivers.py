"""What the review room does when an edition is out, or a candidate goes back."""

from typing import Any

from django.dispatch import receiver

from modules.models import Edition
from modules.signals import edition_published, edition_sent_back
from review.services.fixing import carry_fixes, drop_fixes
from review.services.pausing import carry_pauses
from review.services.reanchoring import reanchor_edition


@receiver(edition_published)
def follow_flags(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    """Find every flag's place again; then what was put right, and what stays paused, follows from it."""
    reanchor_edition(edition)
    carry_fixes(edition)
    carry_pauses(edition)


@receiver(edition_sent_back)
def lose_fixes(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    drop_fixes(edition)
