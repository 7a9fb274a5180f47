"""The demo's flags: raised, acknowledged, answered and fixed by the fictional people, through the services."""

from typing import Any

from django.db import transaction

from config.programme.reader import Programme
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally, words
from modules.enums import StepKind
from modules.models import Edition, EditionStep, ModulePage
from people.models import User
from review.anchoring import Quote
from review.enums import Visibility
from review.models import Criterion, Flag, Material
from review.services.answering import acknowledge_flag, answer_flag, close_flag, link_fix
from review.services.appealing import appeal_flag, decide_appeal, reply_to_flag, vote_on_appeal
from review.services.flagging import raise_flag
from review.services.joining import merge_flag
from review.targets import EditionTarget, MaterialTarget, ResourceTarget

Row = dict[str, Any]


@transaction.atomic
def write_module_flags(programme: Programme, module: ModulePage, tally: Tally) -> list[Flag]:
    """Raise and answer the flags of one module on its current edition; return those that a next edition fixes."""
    to_fix = []
    for row in programme.history["module_flags"]:
        if row["module"] == module.slug and not _raised(row):
            flag = _play(row, _edition_target(module, row), tally)
            to_fix += [flag] if row.get("fixed") else []
    for row in programme.history.get("package_flags", ()):
        if row["module"] == module.slug and not _raised(row):
            _play(row, _package_target(module, row), tally)
    return to_fix


@transaction.atomic
def link_fixes(flags: list[Flag], edition: Edition) -> None:
    for flag in flags:
        if flag.answered_by:
            link_fix(actor=flag.answered_by, flag=flag, edition=edition)


@transaction.atomic
def write_material_flags(programme: Programme, tally: Tally) -> None:
    for row in programme.history["material_flags"]:
        if not _raised(row):
            material = Material.objects.get(slug=row["material"])
            version = material.versions.get(lines__n=row["line"])
            line = version.lines.get(n=row["line"])
            _play(row, MaterialTarget(material=material, version=version, line=line), tally)


def _raised(row: Row) -> bool:
    return Flag.objects.raised_by(_person(row["by"])).filter(claim=words(row["claim"])).exists()


def _edition_target(module: ModulePage, row: Row) -> EditionTarget:
    edition = Edition.objects.current().get(module=module)
    block_id = lasting_id(module.slug, row["block"])
    for step in EditionStep.objects.filter(edition=edition).select_related("quiz", "edition__module"):
        if any(block["id"] == block_id for block in step.blocks):
            quote = Quote(exact=row["quote"]) if "quote" in row else None
            return EditionTarget(step=step, block_id=block_id, quote=quote)
        if row["block"] in step.content.get("items", []):
            return EditionTarget(step=step, item_key=row["block"])
    raise LookupError(f"{row['block']} is not in {edition}")


def _package_target(module: ModulePage, row: Row) -> ResourceTarget:
    step = EditionStep.objects.select_related("edition__module").get(
        edition__in=Edition.objects.current().filter(module=module), kind=StepKind.SCORM
    )
    return ResourceTarget(address=row["file"], step=step, quote=Quote(row["quote"]) if "quote" in row else None)


def _play(row: Row, target: EditionTarget | MaterialTarget | ResourceTarget, tally: Tally) -> Flag:
    flag = raise_flag(
        actor=_person(row["by"]),
        target=target,
        criteria=list(Criterion.objects.filter(code__in=row["criteria"])),
        severity=row["severity"],
        claim=words(row["claim"]),
        suggestion=words(row.get("suggestion")),
        visibility=row.get("visibility", Visibility.PARTIES),
    )
    tally.made["flag"] += 1
    if "joined_by" in row:
        same = Flag.objects.filter(module=flag.module_id, block_id=flag.block_id, merged_into=None).exclude(pk=flag.pk)
        flag = merge_flag(actor=_person(row["joined_by"]), flag=flag, into=same.order_by("pk")[0])
    if "acknowledged_by" in row:
        flag = acknowledge_flag(actor=_person(row["acknowledged_by"]), flag=flag)
    answer = row.get("answer")
    if answer:
        judge = _person(answer["by"])
        reasons, dissent = words(answer["reasons"]), words(answer.get("dissent"))
        flag = answer_flag(actor=judge, flag=flag, outcome=answer["outcome"], reasons=reasons, dissent=dissent)
        flag = _appeal(row, flag)
        if answer.get("closed"):
            flag = close_flag(actor=judge, flag=flag, no_fix_reason=words(answer.get("no_fix")))
    return flag


def _appeal(row: Row, flag: Flag) -> Flag:
    """The appeal, the authors' reply, the votes of the panel and its decision, when the history has them."""
    appeal = row.get("appeal")
    if not appeal:
        return flag
    flag = appeal_flag(actor=_person(row["by"]), flag=flag, reasons=words(appeal["reasons"]))
    for reply in appeal.get("replies", []):
        flag = reply_to_flag(actor=_person(reply["by"]), flag=flag, words=words(reply["words"]))
    for vote in appeal["votes"]:
        voter, reasons = _person(vote["by"]), words(vote["reasons"])
        flag = vote_on_appeal(actor=voter, flag=flag, outcome=vote["outcome"], reasons=reasons)
    decided = appeal["decided"]
    return decide_appeal(actor=_person(decided["by"]), flag=flag, reasons=words(decided["reasons"]))


def _person(email: str) -> User:
    return User.objects.get(email__iexact=email)
