"""What the teaching room does when an edition is withdrawn, a new one is out, or law that editions rest on moves."""

from typing import Any

from django.dispatch import receiver

from curriculum.services.moving import move_from_withdrawn, move_waiting
from curriculum.services.pauses import tell_coordinators_of_pause
from curriculum.services.telling_coordinators import tell_coordinators
from curriculum.services.telling_of_recordings import tell_coordinators_of_recording
from modules.models import AuthorityChange, Edition, EditionStep
from modules.services.telling import Outbox
from modules.signals import authority_moved, edition_published, edition_withdrawn
from review.models import MaterialVersion
from review.signals import recording_gone, step_paused, step_resumed


@receiver(edition_withdrawn)
def move_officers(sender: Any, edition: Edition, actor: Any, reason: str = "", **kwargs: Any) -> None:
    """Nobody goes on in a withdrawn edition."""
    move_from_withdrawn(actor=actor, edition=edition, reason=reason)


@receiver(edition_published)
def move_waiting_officers(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    """Whoever waits for this edition goes on in it."""
    move_waiting(actor=actor, edition=edition)


@receiver(authority_moved)
def tell_those_who_teach(
    sender: Any, change: AuthorityChange, editions: set[int], outbox: Outbox, **kwargs: Any
) -> None:
    """Coordinators learn which of their courses rest on it."""
    tell_coordinators(editions=editions, outbox=outbox)


@receiver(step_paused)
def tell_of_pause(sender: Any, step: EditionStep, **kwargs: Any) -> None:
    """Coordinators whose officers are in the edition hear that one of its steps is paused."""
    tell_coordinators_of_pause(step=step, paused=True)


@receiver(step_resumed)
def tell_of_resumption(sender: Any, step: EditionStep, **kwargs: Any) -> None:
    tell_coordinators_of_pause(step=step, paused=False)


@receiver(recording_gone)
def tell_of_recording(sender: Any, version: MaterialVersion, **kwargs: Any) -> None:
    """Coordinators hear that a screening their officers take goes on beside a clock."""
    tell_coordinators_of_recording(version)
