"""Writes a checked programme through the rooms, in the order in which they rest on each other."""

from datetime import datetime, timedelta

from django.utils import timezone

from config.programme.reader import ModuleFiles, Programme
from config.programme.writers import ACTOR
from config.programme.writers.candidates import write_candidates
from config.programme.writers.cards import write_card
from config.programme.writers.courses import write_courses
from config.programme.writers.dossiers import write_dossiers
from config.programme.writers.flags import link_fixes, write_material_flags, write_module_flags
from config.programme.writers.law import write_law
from config.programme.writers.licences import write_licences
from config.programme.writers.materials import write_coverage, write_materials
from config.programme.writers.objections import Row
from config.programme.writers.package_runs import write_package_runs
from config.programme.writers.pages import WrittenModule, write_module
from config.programme.writers.people import write_people
from config.programme.writers.registers import write_criteria, write_registers, write_rubrics
from config.programme.writers.rows import Tally
from config.programme.writers.runs import write_runs
from config.programme.writers.signing import publish_module
from config.programme.writers.standing import write_standing
from config.programme.writers.translations import write_translations
from config.programme.writers.wording import write_wording
from modules.models import AuthorityChange, Edition
from modules.services.freezing import FreezeRefused
from records.services.ledger import record_event
from review.models import Flag, Objection


def load_programme(programme: Programme) -> Tally:
    """Write everything that is not there yet. What happened earlier is played only where nothing has happened."""
    tally = Tally()
    now = timezone.now()
    write_people(programme, tally)
    write_registers(programme, tally)
    write_criteria(programme, tally)
    write_rubrics(programme, tally)
    write_materials(programme, tally)
    write_material_flags(programme, tally)
    write_coverage(programme, tally)
    write_dossiers(programme, tally)
    for module in programme.modules:
        _first_edition(programme, module, tally, now)
    write_courses(programme, tally)
    write_runs(programme, tally, now=now)
    write_package_runs(programme, tally, now=now)
    for module in programme.modules:
        _present_edition(programme, module, tally)
    write_card(programme, tally)
    write_licences(programme, tally, now=now)
    write_translations(programme, tally)
    write_candidates(programme, tally)
    write_law(programme, tally)
    if tally.anything:
        record_event(actor=ACTOR, action="config.programme.loaded", subject="programme", data=_counts(tally))
    return tally


def _first_edition(programme: Programme, module: ModuleFiles, tally: Tally, now: datetime) -> None:
    """The edition that the officers' past runs were made on, with the passages as they read then."""
    if Edition.objects.filter(module__slug=module.slug).exists():
        return
    texts = {row["block"]: row["text"] for row in programme.history["first_texts"] if row["module"] == module.slug}
    written = write_module(module, tally, texts=texts)
    write_wording(module, written.page, tally)
    write_standing(module, written.page, tally)
    day = now - timedelta(days=programme.history["published_days_ago"])
    publish_module(written.page, tally, at=day)


def _present_edition(programme: Programme, module: ModuleFiles, tally: Tally) -> None:
    """Bring the drafts to what the files say now; where that changed anything, the agencies sign a new edition."""
    flags = []
    if Edition.objects.filter(module__slug=module.slug).count() == 1:
        page = Edition.objects.get(module__slug=module.slug).module
        flags = write_module_flags(programme, page, tally)
    written: WrittenModule = write_module(module, tally, texts={})
    write_wording(module, written.page, tally)
    write_standing(module, written.page, tally)
    if written.changed:
        rows = [row for row in programme.history.get("objections", ()) if row["module"] == module.slug]
        heard = Objection.objects.filter(edition__module=written.page).exists()
        _sign_again(written, flags, tally, [] if heard else rows)


def _sign_again(written: WrittenModule, flags: list[Flag], tally: Tally, objections: list[Row]) -> None:
    """Law that moved since keeps a module from being signed, as it would keep its authors; anything else is a fault."""
    try:
        link_fixes(flags, publish_module(written.page, tally, objections=objections))
    except FreezeRefused as refused:
        if not AuthorityChange.objects.open().exists():
            raise
        tally.left_alone.append(f"{written.page}: not signed again. {refused}")


def _counts(tally: Tally) -> dict[str, dict[str, int]]:
    return {"made": dict(tally.made), "changed": dict(tally.changed)}
