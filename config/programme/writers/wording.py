"""Why words that a language note points at stay: the reasons that the module's file gives, in the name of an agency."""

from __future__ import annotations

from django.db import transaction

from config.programme.reader import ModuleFiles
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from modules.models import ModulePage
from modules.services.wording import hits_of, justify_wording
from people.enums import RoleName
from people.models import Agency, User


@transaction.atomic
def write_wording(module: ModuleFiles, page: ModulePage, tally: Tally) -> None:
    """Answer each place that still waits and whose block, note and words the file names."""
    given = {
        (lasting_id(module.slug, row["block"]), row["note"], row["words"].casefold()): row
        for row in module.data.get("wording", [])
    }
    if not given:
        return
    for hit in hits_of(page):
        row = given.get((hit.block_id, hit.found.note.key, hit.found.words.casefold()))
        if row and hit.answer is None:
            agency = Agency.objects.get(slug=row["agency"])
            author = User.objects.filter(role_grants__agency=agency, role_grants__role=RoleName.AUTHOR).order_by("pk")
            justify_wording(actor=author[0], agency=agency, module=page, place=hit.key, reason=words(row["reason"]))
            tally.made["reason for words"] += 1
