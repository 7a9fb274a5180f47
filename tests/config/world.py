"""A small world with something at every address: the whole cast asks every page of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from curriculum.models import Assignment, Enrolment
from curriculum.subjects import attempt_subject
from media.models import ContentImage, Recording
from modules.models import (
    Act,
    Authority,
    AuthorityChange,
    Credit,
    Edition,
    GlossaryTerm,
    LanguageNote,
    ProtectedPassage,
    Provision,
    Resource,
    ScormVersion,
    Source,
    ThinLicence,
    Translation,
)
from modules.policy_terms import PolicyTerms
from modules.services.cards import set_card
from modules.services.licensing import issue_licence
from modules.services.naming import credit_person
from modules.services.playing import registration_for
from modules.services.reviewing import review_authorities
from people.models import RosterUpload
from people.roster import COLUMNS
from people.services.roster import keep_upload
from records.holder_secret import holder_secret
from records.models import Certificate
from records.services.sequencing import sequence_ledger
from review.models import (
    Decision,
    DossierEdition,
    Flag,
    HoursEntry,
    Objection,
    PolicyProposal,
    SealOpening,
    TranscriptLine,
)
from review.services.answering import answer_flag
from review.services.hours import enter_hours
from review.services.links import Issued, issue_link
from review.services.policies import set_policy
from review.services.signing import put_up_for_sign_off
from review.services.unsealing import ask_to_unseal
from review.services.voting import call_vote
from tests.cast import Cast, make_cast
from tests.config.addresses import Address
from tests.config.world_dossiers import dossier_arguments, published_dossier, screened_officer
from tests.config.world_materials import line_of_a_held_recording, material_arguments
from tests.factories.curriculum import finish, make_assignment, make_enrolment, steps_of
from tests.factories.modules import (
    AuthorityFactory,
    GlossaryTermFactory,
    LanguageNoteFactory,
    ResourceFactory,
    RulingFactory,
    make_current_edition,
    make_module,
    next_edition,
)
from tests.factories.review import make_flag
from tests.factories.scorm import make_package_edition, make_package_enrolment
from tests.factories.signing import ANSWER_FIRST, make_ruled_module, object_to_block, protect_first_block
from tests.factories.translations import make_current_translation


@dataclass(frozen=True)
class World:
    cast: Cast
    superseded: Edition
    edition: Edition
    candidate: Edition
    begun: Enrolment
    waiting: Assignment
    certificate: Certificate
    flag: Flag
    upheld: Flag
    opened: Flag
    line: TranscriptLine
    image: ContentImage
    recording: Recording
    upload: RosterUpload
    change: AuthorityChange
    translation: Translation
    link: Issued
    dossier: DossierEdition
    screened: Enrolment
    packaged: Enrolment
    package: ScormVersion


def make_world() -> World:
    """Build it through the services: a signed edition and its next, a candidate, training begun and done, flags."""
    cast = make_cast()
    agencies = [cast.agency, cast.second_agency]
    superseded = make_current_edition(agencies, title="The first module")
    upheld = make_flag(superseded, by=cast.officer)
    answer_flag(actor=cast.second_reviewer, flag=upheld, outcome="upheld", reasons="The source says so.")
    opened = make_flag(superseded, by=cast.reviewer, visibility="public", severity="low")
    ask_to_unseal(actor=cast.administrator, flag=opened, reason="A court order.")
    _sign_off_at_work(cast)
    finished = finish(make_enrolment(user=cast.officer))
    GlossaryTermFactory(), LanguageNoteFactory(), ResourceFactory(), RulingFactory()
    edition = next_edition(superseded)
    set_card(actor="test", module=edition.module)
    systems = ["https://lms.example.org"]
    issue_licence(actor=cast.author, agency=cast.agency, module=edition.module, name="A city", origins=systems)
    sequence_ledger()
    candidate = put_up_for_sign_off(actor=cast.author, module=make_module(agencies, title="The second module"))
    packaged = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    play_step = packaged.editions.get().steps.get()
    registration_for(
        person=cast.officer,
        subject=attempt_subject(packaged, play_step.key),
        digest=play_step.content["package"]["digest"],
    )
    dossier = published_dossier(cast)
    return World(
        cast=cast,
        packaged=packaged,
        package=ScormVersion.objects.get(),
        superseded=superseded,
        edition=edition,
        candidate=candidate,
        link=_link(cast, candidate),
        dossier=dossier,
        screened=screened_officer(cast, dossier),
        begun=make_enrolment(user=cast.officer),
        waiting=make_assignment(user=cast.officer),
        certificate=Certificate.objects.get(completion__person_reference=finished.officer.user.reference),
        flag=make_flag(edition, by=cast.officer, claim="This number is from another city."),
        upheld=upheld,
        opened=opened,
        line=line_of_a_held_recording(cast),
        image=_image(),
        recording=_recording(),
        upload=_upload(cast),
        change=review_authorities(actor="test", authorities=[AuthorityFactory(status="repealed")]).opened[0],
        translation=make_current_translation(edition, actor=cast.author).module.translation,
    )


def _sign_off_at_work(cast: Cast) -> None:
    """A module with a proposal to ask for less, and a candidate with an objection on which a vote is open."""
    module = make_ruled_module([cast.agency, cast.second_agency], **ANSWER_FIRST)
    edition = put_up_for_sign_off(actor=cast.author, module=module)
    protect_first_block(cast, module)
    who = {"name": "River", "work": "Wrote the first lesson", "consent_on": timezone.localdate(), "consented": True}
    credit_person(actor=cast.author, agency=cast.agency, module=module, **who)
    spent = {"name": "River", "day": timezone.localdate(), "hours": Decimal(2), "work": "Reading"}
    enter_hours(actor=cast.reviewer, agency=cast.agency, **spent)
    objection = object_to_block(cast, edition)
    call_vote(actor=cast.author, agency=cast.agency, objection=objection, why="It is the law's own wording.")
    set_policy(actor=cast.author, module=module, terms=PolicyTerms(approvals=1), reasons="We are few.")


def _link(cast: Cast, candidate: Edition) -> Issued:
    who = {"email": "board@example.org", "name": "Bo Board", "role": "Chair"}
    return issue_link(actor=cast.author, agency=cast.agency, edition=candidate, **who)


def arguments(world: World, address: Address) -> dict[str, Any] | None:
    """The arguments that lead to something that exists; None for an address that nobody has described here."""
    if not address.arguments:
        return {}
    if address.arguments == ("page_id",) and address.name not in ARGUMENTS:
        return {"page_id": world.edition.module_id}
    register = address.name.split(":")[0].removeprefix("wagtailsnippets_modules_")
    if register in REGISTERS:
        return {"pk": REGISTERS[register].objects.first().pk}
    described = ARGUMENTS.get(address.name)
    return described(world) if described else None


def queries(world: World, address: Address) -> Iterator[str]:
    """The query strings with which an address is asked; the empty one always."""
    yield ""
    yield from QUERIES.get(address.name, lambda _: [])(world)


def _translation(world: World) -> dict[str, Any]:
    return {"page_id": world.translation.page_id}


def _image() -> ContentImage:
    picture = ContentFile(b"", name="street.png")
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    picture.seek(0)
    image = ContentImage.objects.create(title="A street", file=picture)
    image.get_rendition("max-4x4")  # kept for the whole walk: what is made within it is undone for the next person
    return image


def _recording() -> Recording:
    film = ContentFile(b"\x1a\x45\xdf\xa3", name="film.webm")
    captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"
    return Recording.objects.create(title="A film", file=film, duration=2, type="video", captions=captions)


def _upload(cast: Cast) -> RosterUpload:
    row = "2001,Nia New,nia@example.org,Patrol,Officer,2024-05-01,active"
    content = f"{','.join(COLUMNS)}\n{row}\n".encode()
    return keep_upload(actor=cast.coordinator, department=cast.department, content=content)


def _in_edition(world: World) -> dict[str, Any]:
    return {"digest": world.edition.digest, "step_slug": world.edition.steps.first().slug}


def _step_of_enrolment(world: World) -> dict[str, Any]:
    return {"reference": world.begun.reference, "number": 1}


def _scenario_of_enrolment(world: World) -> dict[str, Any]:
    number = next(n for n, step in enumerate(steps_of(world.begun), start=1) if step.is_scenario)
    return {"reference": world.begun.reference, "number": number}


def _package_step(world: World) -> dict[str, Any]:
    return {"reference": world.packaged.reference, "number": 1}


def _package(world: World) -> dict[str, Any]:
    return {"reference": world.package.package.reference, "number": world.package.number}


def _flag(world: World) -> dict[str, Any]:
    return {"reference": world.flag.reference}


def _objection(world: World) -> dict[str, Any]:
    return {"reference": Objection.objects.get().reference}


def _seal(world: World) -> dict[str, Any]:
    return {"reference": SealOpening.objects.get().reference}


def _serial(world: World) -> dict[str, Any]:
    return {"serial": world.certificate.serial}


def _flag_queries(world: World) -> Iterator[str]:
    step = world.edition.steps.first()
    yield f"?edition={world.edition.digest}&step={step.key}&block={step.blocks[0]['id']}"
    yield f"?material={world.line.version.material.slug}&line={world.line.n}"
    yield f"?provision={Provision.objects.first().fact_id}"
    yield f"?source={Source.objects.first().key}"
    package = f"?package={world.package.package.reference}&number={world.package.number}&file="
    yield package
    yield package + str(world.package.pages[0]["launch"])


def _licence(world: World) -> dict[str, Any]:
    return {"reference": ThinLicence.objects.get().reference}


REGISTERS: dict[str, Any] = {
    "authority": Authority,
    "provision": Provision,
    "source": Source,
    "glossaryterm": GlossaryTerm,
    "languagenote": LanguageNote,
    "resource": Resource,
    "act": Act,
}
ARGUMENTS: dict[str, Callable[[World], dict[str, Any]]] = {
    "curriculum:package": _package_step,
    "curriculum:package_again": _package_step,
    "curriculum_admin:package_run": lambda w: {
        "reference": w.packaged.reference,
        "step": w.packaged.editions.get().steps.get().key,
    },
    "modules_admin:package": _package,
    "modules_admin:try_package": _package,
    "modules_admin:remove_package": _package,
    "people:kept_form": lambda w: {"token": "none-kept"},
    "people_admin:roster_dry_run": lambda w: {"reference": w.upload.reference},
    "people_admin:roster_plan": lambda w: {"reference": w.upload.reference},
    "people_desk:account": lambda w: {"reference": w.cast.author.reference},
    "people_desk:send_letter": lambda w: {"reference": w.cast.author.reference},
    "people_desk:grant": lambda w: {"reference": w.cast.author.reference},
    "people_desk:take_back": lambda w: {
        "reference": w.cast.author.reference,
        "pk": w.cast.author.role_grants.get().pk,
    },
    "people_desk:department": lambda w: {"slug": w.cast.department.slug},
    "people_desk:agency": lambda w: {"slug": w.cast.agency.slug},
    "courses_admin:course": lambda w: {"key": w.begun.course.key},
    "curriculum_admin:requirement_edit": lambda w: {"reference": w.waiting.requirement.reference},
    "curriculum_admin:assign": lambda w: {"reference": w.waiting.requirement.reference},
    "curriculum_admin:audit_certificate": lambda w: {"serial": w.certificate.serial},
    "curriculum_admin:officer": lambda w: {"reference": w.cast.officer.reference},
    "curriculum_admin:allow_attempts": lambda w: {
        "reference": w.begun.reference,
        "step": next(step.key for step in steps_of(w.begun) if step.is_scenario),
    },
    "curriculum_admin:certificate_revoke": _serial,
    "curriculum_admin:certificate_reissue": _serial,
    "curriculum:preview": lambda w: {"page_id": w.edition.module_id},
    "curriculum:preview_step": lambda w: {"page_id": w.edition.module_id, "number": 1},
    "curriculum:begin": lambda w: {"reference": w.waiting.reference},
    "curriculum:resume": lambda w: {"reference": w.begun.reference},
    "curriculum:step": _step_of_enrolment,
    "curriculum:complete": _step_of_enrolment,
    "curriculum:start": _scenario_of_enrolment,
    "curriculum:answer": _scenario_of_enrolment,
    "curriculum:certificate": _serial,
    "records:verify_serial": _serial,
    "records:proof": _serial,
    "records:verify_holder": lambda w: {**_serial(w), "secret": holder_secret(w.certificate.serial)},
    "review:candidate": lambda w: {"reference": w.candidate.reference},
    "review:candidate_step": lambda w: {"reference": w.candidate.reference, "position": 1},
    "modules_admin:lift_protection": lambda w: {"reference": ProtectedPassage.objects.get().reference},
    "review:links": lambda w: {"reference": w.candidate.reference},
    "review:revoke_link": lambda w: {"reference": w.link.link.reference},
    "review:link_answer": lambda w: {"token": w.link.token},
    "review:link_step": lambda w: {"token": w.link.token, "position": 1},
    "review:decide_hours": lambda w: {"reference": HoursEntry.objects.get().reference},
    "modules_admin:end_credit": lambda w: {"reference": Credit.objects.get().reference},
    "review:policy": lambda w: {"page_id": w.edition.module_id},
    "review:answer_proposal": lambda w: {"reference": PolicyProposal.objects.get().reference},
    "review:reply_objection": _objection,
    "review:withdraw_objection": _objection,
    "review:call_vote": _objection,
    "review:cast_vote": lambda w: {"reference": Decision.objects.get().reference},
    "review:raise_flag_step": lambda w: {"digest": w.edition.digest, "step": w.edition.steps.first().key},
    "review:flag": _flag,
    "review:acknowledge_flag": _flag,
    "review:answer_flag": _flag,
    "review:link_fix": lambda w: {"reference": w.upheld.reference},
    "review:close_flag": lambda w: {"reference": w.upheld.reference},
    "review:act_on_flag": lambda w: {**_flag(w), "name": "look"},
    "review:give_feedback": lambda w: {"digest": w.edition.digest, "step": w.edition.steps.first().key},
    "review:flag_rules_of": lambda w: {"page_id": w.edition.module_id},
    "review:public_report": lambda w: {"reference": w.opened.reference},
    "review:seal": _seal,
    "review:answer_seal": _seal,
    "review:see_name": _seal,
    **material_arguments(),
    **dossier_arguments(),
    "media:rendition": lambda w: {"name": w.image.get_rendition("max-4x4").file.name},
    "modules_admin:beside": lambda w: {"page_id": w.edition.module_id, "part": "outline"},
    "modules_admin:scenario_map": lambda w: {"page_id": w.edition.module.get_children().last().pk},
    "modules:module": lambda w: {"slug": w.edition.module.slug},
    "modules:reading": lambda w: {"slug": w.edition.module.slug, "step_slug": w.edition.steps.first().slug},
    "modules_admin:translation": _translation,
    "modules_admin:update_translation": _translation,
    "modules_admin:keep_words": _translation,
    "curriculum:language": lambda w: {"reference": w.begun.reference},
    "modules:licensed": lambda w: {"token": ThinLicence.objects.get().token},
    "modules:licensed_step": lambda w: {
        "token": ThinLicence.objects.get().token,
        "step_slug": w.edition.steps.first().slug,
    },
    "modules_admin:licence": _licence,
    "modules_admin:change_licence": _licence,
    "modules_admin:thin_package": _licence,
    "modules:scorm": lambda w: {"digest": w.edition.digest},
    "modules:package": lambda w: {"digest": w.edition.digest},
    "modules:module_editions": lambda w: {"slug": w.edition.module.slug},
    "modules:asset": lambda w: {"sha256": "0" * 64, "name": "none.png"},
    "modules:card_in": lambda w: {"language": w.edition.language},
    "modules:card_pdf_in": lambda w: {"language": w.edition.language},
    "modules:edition": lambda w: {"digest": w.edition.digest},
    "modules:canonical": lambda w: {"digest": w.edition.digest},
    "modules:signatures": lambda w: {"digest": w.edition.digest},
    "modules:edition_step": _in_edition,
    "modules:comparison": lambda w: {"digest": w.edition.digest, "old_digest": w.superseded.digest},
    "modules_admin:authority": lambda w: {"key": w.change.authority.key},
    "modules_admin:authority_verified": lambda w: {"key": w.change.authority.key},
    "modules_admin:authority_status": lambda w: {"key": w.change.authority.key},
    "modules_admin:provision": lambda w: {"fact_id": Provision.objects.first().fact_id},
    "modules_admin:source": lambda w: {"key": Source.objects.first().key},
    "modules_admin:moved_answer": lambda w: {"reference": w.change.reference, "page_id": w.edition.module_id},
    "modules:authority": lambda w: {"key": Authority.objects.first().key},
    "modules_admin:check_referral": lambda w: {"key": Resource.objects.first().fact_id},
    "media:image": lambda w: {"pk": w.image.pk},
    "media:recording": lambda w: {"pk": w.recording.pk},
    "media:captions": lambda w: {"pk": w.recording.pk},
}
QUERIES: dict[str, Callable[[World], Iterator[str]]] = {
    "review:raise_flag": _flag_queries,
    "review:raise_flag_step": lambda w: iter([f"?block={w.edition.steps.first().blocks[0]['id']}"]),
    "records:verify": lambda w: iter([f"?serial={w.certificate.serial}", "?serial=nonsense"]),
}
