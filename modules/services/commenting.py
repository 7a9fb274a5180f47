"""Comments on the blocks of a draft, by those who read it and may not change it; they stand in the editor too."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlock
from wagtail.models import Comment, CommentReply

from modules.freeze.drafts import draft_of
from modules.models import AnyStep, ModulePage, ScenarioPage
from modules.rules import can_comment
from people.models import User

LONGEST = 2000
Step = AnyStep


class BlockGone(Exception):
    """The block is no longer in the draft. Nothing was written."""


def path_of(step: Step, block_id: str) -> str:
    """Where the editor shows a comment on this block: its first field. Raises BlockGone."""
    name = "items" if isinstance(step, ScenarioPage) else "body"
    for block in getattr(draft_of(step), name, ()):
        if str(block.id) == block_id:
            kind = block.block
            first = next(iter(kind.child_blocks)) if isinstance(kind, StructBlock) else ""
            return f"{name}.{block_id}.{first}" if first else f"{name}.{block_id}"
    raise BlockGone


@transaction.atomic
def comment_on_block(*, actor: User, step: Step, block_id: str, text: str) -> Comment:
    """Leave a comment at a block. Raises PermissionDenied, ValidationError or BlockGone."""
    text = _checked(actor, step, text)
    comment = Comment.objects.create(
        page_id=step.pk,
        user=actor,
        text=text,
        contentpath=path_of(step, block_id),
        revision_created=step.latest_revision,
    )
    comment.log_create(user=actor)
    return comment


@transaction.atomic
def reply_to_comment(*, actor: User, step: Step, comment: Comment, text: str) -> CommentReply:
    """Answer a comment. Raises PermissionDenied or ValidationError."""
    text = _checked(actor, step, text)
    reply = CommentReply.objects.create(comment=comment, user=actor, text=text)
    reply.log_create(user=actor)
    return reply


def _checked(actor: User, step: Step, text: str) -> str:
    text = text.strip()
    module = ModulePage.objects.get(pk=step.get_parent().pk)
    if not can_comment(actor, module):
        raise PermissionDenied
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Write a comment of at most %(most)s characters.") % {"most": LONGEST})
    return text
