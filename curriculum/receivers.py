"""What the teaching room does when an edition is withdrawn or a new one is out."""

from typing import Any

from django.dispatch import receiver

from curriculum.services.moving import move_from_withdrawn, move_waiting
from modules.models import Edition
from modules.signals import edition_published, edition_withdrawn


@receiver(edition_withdrawn)
def move_officers(sender: Any, edition: Edition, actor: Any, reason: str = "", **kwargs: Any) -> None:
    """Nobody goes on in a withdrawn edition."""
    move_from_withdrawn(actor=actor, edition=edition, reason=reason)


@receiver(edition_published)
def move_waiting_officers(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    """Whoever waits for this edition goes on in it."""
    move_waiting(actor=actor, edition=edition)
