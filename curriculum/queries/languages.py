"""In which languages the modules of one enrolment can be taken."""

from dataclasses import dataclass

from curriculum.models import Enrolment, EnrolmentEdition
from modules.models import Edition
from modules.models.languages import LANGUAGES
from modules.queries import in_other_languages


@dataclass(frozen=True, slots=True)
class Offered:
    """One language: the modules that can be taken in it, and whether every one that can be is taken in it now."""

    code: str
    name: str
    modules: tuple[str, ...]
    chosen: bool


def languages_offered(enrolment: Enrolment) -> list[Offered]:
    """Every language in which at least one module can be taken (one query, and one for each module)."""
    pins = EnrolmentEdition.objects.filter(enrolment=enrolment).select_related("edition").defer("edition__canonical")
    spoken: dict[str, list[tuple[Edition, Edition]]] = {}
    for pin in pins:
        others = in_other_languages(pin.edition_id, pin.edition.translates_id).defer("canonical")
        for edition in (pin.edition, *others):
            spoken.setdefault(edition.language, []).append((pin.edition, edition))
    return [
        Offered(
            code=code,
            name=name,
            modules=tuple(edition.title for _pinned, edition in spoken[code]),
            chosen=all(pinned.pk == edition.pk for pinned, edition in spoken[code]),
        )
        for code, name in LANGUAGES
        if code in spoken
    ]
