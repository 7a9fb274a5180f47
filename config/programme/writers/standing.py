"""What agencies ask to stand with a module: passages they protect, whom they credit, who keeps it."""

from django.db import transaction
from django.utils import timezone

from config.programme.reader import ModuleFiles
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from modules.freeze.drafts import latest_drafts
from modules.freeze.placing import placed_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import Credit, ModuleOwner, ModulePage, ProtectedPassage
from modules.services.naming import credit_person
from modules.services.owning import set_owner
from modules.services.protecting import protect_passage
from people.models import Agency, User


@transaction.atomic
def write_standing(module: ModuleFiles, page: ModulePage, tally: Tally) -> None:
    """Each of the three only where nobody has done anything of the kind yet: afterwards people have taken over."""
    if not ProtectedPassage.objects.filter(module=page).exists():
        _protect(module, page, tally)
    if not Credit.objects.filter(module=page).exists():
        _credit(module, page, tally)
    owner = module.data.get("owner")
    if owner and not ModuleOwner.objects.filter(module=page).exists():
        person = _person(owner["person"])
        successor = _person(owner["successor"]) if owner.get("successor") else None
        set_owner(actor=person, module=page, agency=_agency(owner["agency"]), person=person, successor=successor)
        tally.made["owner"] += 1


def _protect(module: ModuleFiles, page: ModulePage, tally: Tally) -> None:
    rows = module.data.get("protected", [])
    if not rows:
        return
    drafts = latest_drafts(page)
    places = {place.block_id: place for place in placed_drafts(drafts, load_registers(references_of(drafts.steps)))}
    for row in rows:
        protect_passage(
            actor=_person(row["by"]),
            agency=_agency(row["agency"]),
            module=page,
            place=places[lasting_id(module.slug, row["block"])],
            quote=words(row.get("quote") or ""),
            reasons=words(row["reasons"]),
        )
        tally.made["protected passage"] += 1


def _credit(module: ModuleFiles, page: ModulePage, tally: Tally) -> None:
    for row in module.data.get("credits", []):
        credit_person(
            actor=_person(row["by"]),
            agency=_agency(row["agency"]),
            module=page,
            name=row["name"],
            work=row["work"],
            consent_on=timezone.localdate(),
            consented=True,
        )
        tally.made["credit"] += 1


def _agency(slug: str) -> Agency:
    return Agency.objects.get(slug=slug)


def _person(email: str) -> User:
    return User.objects.get(email__iexact=email)
