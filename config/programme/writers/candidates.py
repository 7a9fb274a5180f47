"""A draft that an author changed after the last edition, put up and waiting for the other agencies' answers."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from config.programme.markdown import to_rich_text
from config.programme.reader import Programme
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally
from modules.freeze.drafts import draft_of
from modules.models import Edition, LessonPage, ModulePage
from people.models import User
from people.rules import roles_of
from review.enums import SignOffAnswer
from review.services.signing import put_up_for_sign_off, sign


@transaction.atomic
def write_candidates(programme: Programme, tally: Tally) -> None:
    """Only while the module has a single edition: afterwards people have taken over."""
    for row in programme.history["candidates"]:
        module = ModulePage.objects.get(slug=row["module"])
        if Edition.objects.filter(module=module).count() == 1:
            _put_up(module, row, tally)


def _put_up(module: ModulePage, row: dict[str, Any], tally: Tally) -> None:
    author = User.objects.get(email__iexact=row["by"])
    _change_draft(module, lasting_id(module.slug, row["block"]), to_rich_text(row["add"]), author)
    edition = put_up_for_sign_off(actor=author, module=module)
    for email in row["signed_by"]:
        person = User.objects.get(email__iexact=email)
        agency = edition.module.coauthorships.filter(agency__in=roles_of(person).agencies).get().agency
        sign(actor=person, agency=agency, edition=edition, answer=SignOffAnswer.APPROVE)
    tally.made["candidate"] += 1


def _change_draft(module: ModulePage, block_id: str, html: str, author: User) -> None:
    for page in LessonPage.objects.child_of(Page.objects.get(pk=module.pk)).select_related("latest_revision"):
        draft = draft_of(page)
        block = next((block for block in draft.body if block.id == block_id), None)
        if block is not None:
            text = block.value["text"] if block.block_type == "callout" else block.value
            text.source += html
            draft.save_revision(user=author)
            return
    raise LookupError(block_id)
