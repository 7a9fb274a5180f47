"""Letters about a dossier: it waits for an answer, an agency objected, it is published."""

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import Agency
from review.models import DossierEdition
from review.services.notifying import members_of, tell


def tell_signers(edition: DossierEdition) -> None:
    """The agencies that its terms name hear that it waits for their answer."""

    def letter() -> tuple[str, str]:
        words = _(
            "The dossier “%(title)s” waits for your agency's answer: approve it, object with reasons, or abstain."
        )
        return _("A dossier to sign: %(title)s") % {"title": edition.title}, words % {"title": edition.title}

    tell(letter, members_of(_asked(edition)), reverse("review:dossier_edition", args=[edition.reference]))


def tell_of_objection(edition: DossierEdition) -> None:
    """Those who write it hear that it came back."""

    def letter() -> tuple[str, str]:
        words = _("An agency objects to the dossier “%(title)s”, so it came back to you. Its reasons stand with it.")
        return _("A dossier came back: %(title)s") % {"title": edition.title}, words % {"title": edition.title}

    address = reverse("review:dossier_edition", args=[edition.reference])
    tell(letter, members_of([edition.dossier.lead_id]), address)


def tell_of_publication(edition: DossierEdition) -> None:
    """Those who were asked hear that it is out."""

    def letter() -> tuple[str, str]:
        words = _("The dossier “%(title)s” has its signatures and is published. Now it can be sent to the publisher.")
        return _("A dossier is published: %(title)s") % {"title": edition.title}, words % {"title": edition.title}

    tell(letter, members_of(_asked(edition)), reverse("review:dossier", args=[edition.digest]))


def _asked(edition: DossierEdition) -> list[int]:
    slugs = [row["agency"] for row in edition.content["terms"]["agencies"]]
    return list(Agency.objects.filter(slug__in=slugs).values_list("pk", flat=True))
