"""An edition read back from a file: the same text with the same digest, as a candidate that is signed here again."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from assessments.definition import to_data
from assessments.models import Quiz
from assessments.services.quizzes import freeze_quiz
from modules.asset_store import asset_path, store_asset
from modules.enums import CoauthorRole, EditionState, StepKind
from modules.exchange.packages import Package, PackageRefused
from modules.freeze.files import Collected, EditionFiles
from modules.freeze.references import load_registers, references_of
from modules.freeze.steps import notes_blocks
from modules.models import (
    AnyStep,
    Edition,
    LessonPage,
    ModulePage,
    ScenarioPage,
    ScormPackage,
    ScormPage,
    ScormVersion,
    ScreeningNotes,
    ScreeningPage,
    Translation,
)
from modules.scorm.archive import OtherContent
from modules.scorm.report import inspect_package
from modules.services.coauthoring import set_coauthors
from modules.services.freezing import FrozenStep, write_parts
from modules.services.packages import bring_package
from modules.services.policies import keep_terms
from modules.services.shelving import module_shelf
from modules.services.translating import free_slug, locale_of
from modules.signals import edition_frozen
from modules.translation.files import StoredFiles
from modules.translation.thawing import (
    Keys,
    dossiers_shown,
    missing_registers,
    thaw_intro,
    thaw_items,
    thaw_lesson,
    thaw_notes,
)
from people.models import Agency, User
from people.rules import is_administrator
from records.services.ledger import record_event

StepPage = AnyStep


def import_edition(*, actor: User | str, package: Package) -> Edition:
    """Make the edition here: as a candidate, on a module that is made with its drafts unless it is here already.

    Drafts that are here stay as they are. Raises PermissionDenied, or PackageRefused with every reason; then nothing
    was written but files under their digests, which no row knows.
    """
    if not isinstance(actor, str) and not is_administrator(actor):
        raise PermissionDenied
    known = Edition.objects.filter(digest=package.digest).first()
    if known is not None:
        raise PackageRefused(_("This edition is here already: %s.") % known)
    agencies = {agency.slug: agency for agency in Agency.objects.all()}
    _refuse_what_lacks(package, agencies)
    for sha256 in package.files:
        _store(package, sha256)
    with transaction.atomic():
        return _write(actor, package, agencies)


def _refuse_what_lacks(package: Package, agencies: Mapping[str, Agency]) -> None:
    """Name everything that is missing here, so that one look is enough."""
    content = package.content
    quizzes = _quiz_data(package)
    lacking = [
        _("The quiz %s is neither in the file nor here. Take the ZIP, not the text alone.") % digest
        for digest in package.quizzes_named
        if digest not in quizzes
    ]
    lacking += [
        _("The file %s is neither in the archive nor here.") % file["name"]
        for sha256, file in package.files.items()
        if not package.holds(sha256) and not asset_path(sha256).exists()
    ]
    lacking += [
        _("The package made elsewhere %s is neither in the archive nor here.") % content[:12]
        for content in package.packages_named
        if not package.holds_package(content) and not ScormVersion.objects.filter(digest=content).exists()
    ]
    lacking += [_("Its file list does not fit its blocks.")] if sorted(package.files) != content["files"] else []
    wanted = {row["agency"] for row in content["agencies"]}
    lacking += [_("The agency %s is not here.") % slug for slug in sorted(wanted - set(agencies))]
    keys = Keys.read(lambda kind, block: 0)
    lacking += [
        _("Missing in the registers: %s.") % entry
        for entry in missing_registers(content["steps"], list(quizzes.values()), keys)
    ]
    lacking += _clashes(content)
    lacking += [] if lacking else _altered_notes(content)
    if lacking:
        raise PackageRefused(*lacking)


def _altered_notes(content: Mapping[str, Any]) -> list[str]:
    """Notes of a screening are those of the dossier that stands here, word for word."""
    wrong = []
    for step in (step for step in content["steps"] if step["kind"] == StepKind.SCREENING):
        held = ScreeningNotes.objects.filter(digest__in=dossiers_shown([step])).first()
        shown = [block for block in step["blocks"] if block["type"] != "text"]
        if held is None or shown != notes_blocks(step["key"], held):
            wrong.append(_("The notes of “%(step)s” are not those of a signed dossier.") % {"step": step["title"]})
    return wrong


def _clashes(content: Mapping[str, Any]) -> list[str]:
    source = content.get("translates")
    if source:
        here = Edition.objects.filter(digest=source["digest"]).select_related("module").first()
        if here is None or str(here.module.translation_key) != content["module"]:
            return [_("It translates edition %s, which is not here. Import that one first.") % source["number"]]
    module = _module_here(content)
    if module is None:
        keys = [step["key"] for step in content["steps"]]
        taken = Page.objects.filter(translation_key__in=keys, locale__language_code=content["language"]).exists()
        return [_("Its steps are here already, in another module.")] if taken else []
    if Edition.objects.filter(module=module, number=content["number"]).exists():
        return [_("The module has another edition %s here.") % content["number"]]
    if Edition.objects.filter(module=module, state=EditionState.CANDIDATE).exists():
        return [_("The agencies are answering a candidate of this module. Wait for their answer.")]
    return []


def _module_here(content: Mapping[str, Any]) -> ModulePage | None:
    return ModulePage.objects.filter(translation_key=content["module"], language=content["language"]).first()


def _quiz_data(package: Package) -> dict[str, dict[str, Any]]:
    """The quizzes that the edition names, from the file or from here, as plain data."""
    rows = Quiz.objects.filter(digest__in=package.quizzes_named)
    here = {row.digest: json.loads(row.canonical) for row in rows}
    return here | {digest: to_data(package.quizzes[digest]) for digest in package.quizzes}


def _store(package: Package, sha256: str) -> None:
    if asset_path(sha256).exists():
        return
    with tempfile.NamedTemporaryFile() as temporary:
        for chunk in package.chunks(sha256):
            temporary.write(chunk)
        temporary.flush()
        store_asset(sha256, File(temporary, name=temporary.name))


def _write(actor: User | str, package: Package, agencies: Mapping[str, Agency]) -> Edition:
    content = package.content
    source = Edition.objects.filter(digest=content.get("translates", {}).get("digest", "")).first()
    module = _module_here(content)
    here = module is not None
    if module is None:
        module = _make_module(actor, content, agencies, source)
    lead = agencies[_lead_of(content)]
    keys = Keys.read((lambda kind, block: 0) if here else StoredFiles(lead))
    made = {digest: freeze_quiz(definition) for digest, definition in package.quizzes.items()}
    quizzes = {row.digest: row for row in Quiz.objects.filter(digest__in=package.quizzes_named)} | made
    versions = {digest: _version(actor, package, lead, digest) for digest in package.packages_named}
    steps = [_step(step, quizzes, versions, keys) for step in content["steps"]]
    if not here:
        for step in steps:
            _make_step(actor, module, step.page)
    edition = Edition.objects.create(
        module=module,
        number=content["number"],
        language=content["language"],
        translates=source,
        title=content["title"],
        summary=content["summary"],
        canonical=package.text,
        digest=package.digest,
        created_by=actor if isinstance(actor, User) else None,
    )
    registers = load_registers(references_of(step.page for step in steps))
    write_parts(edition, steps, _files(package), registers)
    keep_terms(edition=edition, module=module, moment=timezone.now())
    record_event(
        actor=actor,
        action="modules.edition.imported",
        subject=f"edition:{edition.digest}",
        data={"module": content["module"], "number": edition.number, "digest": edition.digest},
    )
    edition_frozen.send(sender=Edition, edition=edition, actor=actor)
    return edition


def _make_module(
    actor: User | str, content: Mapping[str, Any], agencies: Mapping[str, Agency], source: Edition | None
) -> ModulePage:
    title, language = content["title"], content["language"]
    objectives = [
        {"type": "objective", "value": text, "id": str(uuid.uuid5(uuid.UUID(content["module"]), str(number)))}
        for number, text in enumerate(content["objectives"], start=1)
    ]
    module = module_shelf().add_child(
        instance=ModulePage(
            title=title,
            slug=free_slug(title, language),
            summary=content["summary"],
            objectives=json.dumps(objectives),
            language=language,
            translation_key=uuid.UUID(content["module"]),
            locale=locale_of(language),
            live=False,
        )
    )
    module.save_revision(user=actor if isinstance(actor, User) else None, log_action=False)
    if source is not None:
        Translation.objects.create(page=module, source=source.module, edition=source, language=language)
    roles = {agencies[row["agency"]]: CoauthorRole(row["role"]) for row in content["agencies"]}
    set_coauthors(actor=actor, module=module, agencies=roles, approvals_needed=content.get("approvals_needed"))
    return module


def _version(actor: User | str, package: Package, agency: Agency, content: str) -> ScormVersion:
    """The package made elsewhere under this digest: of the agency, from here or from the file."""
    known = ScormVersion.objects.filter(digest=content).select_related("package")
    here = known.filter(package__agency=agency).first()
    if here is not None:
        return here
    if package.holds_package(content):
        return _brought(actor, package, agency, content)
    elsewhere = known[0]
    mine = ScormPackage.objects.create(agency=agency, title=elsewhere.package.title)
    elsewhere.pk, elsewhere.package, elsewhere.number = None, mine, 1
    elsewhere.save(force_insert=True)
    return elsewhere


def _brought(actor: User | str, package: Package, agency: Agency, content: str) -> ScormVersion:
    """The package out of the file, once it is the one that the edition names."""
    altered = _("A package made elsewhere was altered: %s.") % content[:12]
    with package.package_file(content) as file:
        name = f"{inspect_package(file)[0].title}.zip"
        try:
            brought = bring_package(actor=str(actor), agency=agency, file=file, file_name=name, expected=content)
        except OtherContent as other:
            raise PackageRefused(altered) from other
    if brought.version is None:
        raise PackageRefused(altered)
    return brought.version


def _lead_of(content: Mapping[str, Any]) -> str:
    """The agency that keeps what comes along: the one that leads, else the first."""
    rows = content["agencies"]
    return str(next((row for row in rows if row["role"] == CoauthorRole.LEAD), rows[0])["agency"])


def _step(
    content: dict[str, Any], quizzes: Mapping[str, Quiz], versions: Mapping[str, ScormVersion], keys: Keys
) -> FrozenStep:
    plain = {name: content[name] for name in ("title", "slug", "minutes")}
    key = uuid.UUID(content["key"])
    if content["kind"] == StepKind.LESSON:
        page: StepPage = LessonPage(
            **plain, body=json.dumps(thaw_lesson(content, keys)), translation_key=key, live=False
        )
        return FrozenStep(page, content, None)
    if content["kind"] == StepKind.SCORM:
        body = json.dumps(thaw_lesson(content, keys))
        version = versions[content["package"]["digest"]]
        return FrozenStep(
            ScormPage(**plain, body=body, version=version, translation_key=key, live=False), content, None
        )
    if content["kind"] == StepKind.SCREENING:
        page = ScreeningPage(
            **plain, intro=thaw_intro(content), notes_id=thaw_notes(content, keys), translation_key=key, live=False
        )
        return FrozenStep(page, content, None)
    quiz = quizzes[content["quiz"]]
    page = ScenarioPage(
        **plain,
        intro=thaw_intro(content),
        pass_mark=content["pass_mark"],
        items=json.dumps(thaw_items(json.loads(quiz.canonical), content["key"], keys)),
        translation_key=key,
        live=False,
    )
    return FrozenStep(page, content, quiz)


def _make_step(actor: User | str, module: ModulePage, page: StepPage) -> None:
    page.locale = module.locale
    ModulePage.objects.get(pk=module.pk).add_child(instance=page)
    page.save_revision(user=actor if isinstance(actor, User) else None, log_action=False)


def _files(package: Package) -> EditionFiles:
    """The files as the freeze would have collected them; their content is in the store already."""
    return EditionFiles(
        collected={
            sha256: Collected(
                sha256,
                file["name"],
                file["content_type"],
                file["size"],
                File(None),
                file.get("width"),
                file.get("height"),
            )
            for sha256, file in package.files.items()
        }
    )
