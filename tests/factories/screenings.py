"""Screenings: a step that shows the notes of a published dossier, and an officer who takes it."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from curriculum.models import Enrolment
from modules.models import Edition, ModulePage, ScreeningNotes, ScreeningPage
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from review.models import DossierEdition, HostedRecording, HostingPermission, MaterialVersion
from tests.cast import Cast
from tests.factories.curriculum import make_course, make_enrolment
from tests.factories.dossiers import make_published_dossier
from tests.factories.modules import make_module


def notes_of(dossier: DossierEdition) -> ScreeningNotes:
    return ScreeningNotes.objects.get(digest=dossier.digest)


def add_screening(module: ModulePage, notes: ScreeningNotes | None, *, slug: str = "screening") -> ScreeningPage:
    page = ScreeningPage(title="The film", slug=slug, minutes=10, intro="<p>Watch it.</p>", notes=notes, live=False)
    module.refresh_from_db()
    return module.add_child(instance=page)


def make_screening_edition(cast: Cast, dossier: DossierEdition | None = None) -> Edition:
    """A current edition whose only step is a screening."""
    notes = notes_of(dossier or make_published_dossier(cast))
    module = make_module([cast.agency], title="Watching", with_lesson=False, with_scenario=False)
    add_screening(module, notes)
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=module))


def make_screening(cast: Cast, edition: Edition | None = None) -> Enrolment:
    """The officer's run through a course of one screening."""
    course = make_course(editions=[edition or make_screening_edition(cast)], pass_mark=None, evidence="read")
    return make_enrolment(user=cast.officer, course=course)


def permit_recording(
    cast: Cast, version: MaterialVersion, scope: str = "training", until: date | None = None
) -> HostingPermission:
    return HostingPermission.objects.create(
        material=version.material,
        given_by="Ira Invented, for the publisher",
        given_on=timezone.localdate(),
        reference="Letter 7",
        scope=scope,
        until=until,
        agency=cast.agency,
        recorded_by=cast.author,
    )


def allow_recording(
    cast: Cast, version: MaterialVersion, scope: str = "training", until: date | None = None
) -> HostedRecording:
    """A few bytes of film, held by the publisher's permission."""
    permission = permit_recording(cast, version, scope, until)
    film = ContentFile(b"\x1a\x45\xdf\xa3" + b"0" * 60, name="film.webm")
    held = {"file": film, "sha256": "a" * 64, "content_type": "video/webm", "added_by": cast.author}
    return HostedRecording.objects.create(version=version, permission=permission, **held)
