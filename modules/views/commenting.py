"""Reading a draft step block by block, with the comments on each: for all agencies of a module, whatever their role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Comment, Page

from modules.checks.wording import passages_of
from modules.freeze.drafts import draft_of
from modules.freeze.references import RawBlock, raw_blocks
from modules.models import AnyStep, ModulePage, ScenarioPage
from modules.rules import can_edit_steps, modules_read_as_drafts_by
from modules.services.commenting import BlockGone, comment_on_block, reply_to_comment
from people.access import guard, person_of
from people.rules import is_administrator, roles_of

Step = AnyStep
draft_readers = guard("agency member", lambda user: bool(roles_of(user).agencies) or is_administrator(user))


@dataclass(frozen=True)
class CommentedBlock:
    id: str
    kind: str
    words: list[str]
    comments: list[Comment]


@require_http_methods(["GET", "HEAD", "POST"])
@draft_readers
def comments(request: HttpRequest, page_id: int) -> HttpResponse:
    """A module leads to its first step; a step shows its blocks. POST leaves a comment or a reply."""
    page = get_object_or_404(Page, pk=page_id).specific
    module_id = page.pk if isinstance(page, ModulePage) else page.get_parent().pk
    module = get_object_or_404(modules_read_as_drafts_by(request.user), pk=module_id)
    steps = list(module.get_children())
    if isinstance(page, ModulePage) and steps:
        return redirect("modules_admin:comments", steps[0].pk)
    if not isinstance(page, Step):
        raise Http404
    if request.method == "POST":
        return _post(request, page)
    return _page(request, module, steps, page)


def _post(request: HttpRequest, step: Step) -> HttpResponse:
    block, text = request.POST.get("block", ""), request.POST.get("text", "")
    answered = request.POST.get("comment", "")
    try:
        if answered.isdigit():
            comment = get_object_or_404(Comment, pk=answered, page_id=step.pk, resolved_at=None)
            reply_to_comment(actor=person_of(request), step=step, comment=comment, text=text)
        else:
            comment_on_block(actor=person_of(request), step=step, block_id=block, text=text)
        messages.success(request, _("Your comment stands beside the block."))
    except BlockGone:
        messages.warning(request, _("That block is no longer there. Nothing was recorded."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    response = redirect("modules_admin:comments", step.pk)
    response["Location"] += f"#block-{block}" if block else ""
    return response


def _page(request: HttpRequest, module: ModulePage, steps: list[Page], step: AnyStep) -> HttpResponse:
    draft = draft_of(step)
    name = "items" if isinstance(step, ScenarioPage) else "body"
    open_ones = Comment.objects.filter(page_id=step.pk, resolved_at=None)
    said = list(open_ones.select_related("user").prefetch_related("replies__user"))
    context = {
        "module": module,
        "steps": steps,
        "step": draft,
        "blocks": [_commented(block, name, said) for block in raw_blocks(draft)],
        "others": [one for one in said if not one.contentpath.startswith(f"{name}.")],
        "may_edit": can_edit_steps(request.user, module),
        "page_title": _("Read and comment"),
        "page_subtitle": draft.title,
        "header_icon": "comment",
    }
    return render(request, "modules/admin/comments.html", context)


def _commented(block: RawBlock, name: str, said: list[Comment]) -> CommentedBlock:
    block_id = str(block.get("id") or "")
    here = [one for one in said if f"{one.contentpath}.".startswith(f"{name}.{block_id}.")]
    words: list[Any] = [passage.words for passage in passages_of(block) if passage.words]
    return CommentedBlock(block_id, str(block.get("type")), words, here)
