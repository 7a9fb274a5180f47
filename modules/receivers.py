"""What other rooms' changes mean for modules."""

from typing import Any

from django.dispatch import receiver

from modules.services.owning import pass_on
from people.models import User
from people.signals import person_left


@receiver(person_left)
def pass_modules_on(sender: type[User], user: User, actor: object, **_more: Any) -> None:
    """Modules of somebody who left pass to the named successor, or stand without an owner; nothing is lost."""
    pass_on(actor=actor, person=user)
