"""The module that is shown as the bulletin card, while nobody has chosen one."""

from django.db import transaction

from config.programme.reader import Programme
from config.programme.writers import ACTOR
from config.programme.writers.rows import Tally
from modules.models import Card, ModulePage
from modules.services.cards import set_card


@transaction.atomic
def write_card(programme: Programme, tally: Tally) -> None:
    for module in programme.modules:
        if module.data.get("card") and not Card.objects.exists():
            set_card(actor=ACTOR, module=ModulePage.objects.get(slug=module.slug))
            tally.made["card"] += 1
