"""Modules and their steps as Wagtail pages: drafts that agencies write together.

No page of this room is ever live. Readers get editions, never drafts: the public reading pages render frozen editions,
and `serve()` sends whoever lands on a page's own address there. So there is nothing to publish in Wagtail, and nobody
holds its publish permission; only the publish service decides what readers see.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import CommentPanel, FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from modules.blocks import LessonBody, ScenarioItems
from modules.blocks.lesson import SHORT_FEATURES
from modules.editor_panels import BesidePanel
from modules.enums import EditionState, StepKind
from modules.fields import ContentField
from modules.policy_terms import PolicyTerms
from people.rules import is_administrator, roles_of

from .languages import LANGUAGES
from .scorm import ScormVersion


class ObjectivesBlock(blocks.StreamBlock):
    objective = blocks.CharBlock(label=_("Objective"), icon="tick", max_length=250)


def _editor(panels: list[Any], *, map_too: bool = False) -> TabbedInterface:
    """The fields, with comments on each; beside them the module's outline and, for a quiz, its map."""
    beside = [ObjectList([BesidePanel("outline")], heading=_("Module"))]
    if map_too:
        beside.append(ObjectList([BesidePanel("map")], heading=_("Map")))
    return TabbedInterface([ObjectList([*panels, CommentPanel()], heading=_("Content")), *beside])


class DraftPermissions(PagePermissionTester):
    """Wagtail's, except that steps are taken away, moved and ordered by who may add them; nothing is ever published."""

    def _may_add(self) -> bool:
        return bool(self.user.is_active and (self.user.is_superuser or "add" in self.permissions))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(self._may_add() and super().can_delete(ignore_bulk=ignore_bulk))

    def can_reorder_children(self) -> bool:
        return self._may_add()


class DraftPage(Page):
    """Shared by all pages of this room: drafts only, no promotion, no scheduled publishing."""

    content_panels = [FieldPanel("title")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    show_in_menus_default = False
    preview_modes: list[Any] = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> DraftPermissions:
        return DraftPermissions(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


class ModuleIndexPage(DraftPage):
    """The shelf on which all modules stand."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["modules.ModulePage"]

    class Meta:
        verbose_name = _("module shelf")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("modules:library")


class ModulePage(DraftPage):
    """A teaching unit with ordered steps, written by several agencies together."""

    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("One or two sentences: what it is about, and for whom.")
    )
    objectives = ContentField(
        ObjectivesBlock(),
        verbose_name=_("objectives"),
        blank=True,
        help_text=_("What an officer can do afterwards. One each, starting with a verb."),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")

    content_panels = [
        *DraftPage.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("language"),
    ]
    edit_handler = _editor(content_panels)
    parent_page_types = ["modules.ModuleIndexPage"]
    subpage_types = ["modules.LessonPage", "modules.ScenarioPage", "modules.ScormPage", "modules.ScreeningPage"]
    admin_default_ordering = "ord"  # the order in which officers take the steps

    class Meta:
        verbose_name = _("module")

    @property
    def policy_terms(self) -> PolicyTerms:
        """The newest version of the rule of its signatures; kept outside the drafts (see SignOffPolicy)."""
        newest = max(self.policies.all(), key=lambda row: row.version, default=None)
        return newest.terms if newest else PolicyTerms()

    @property
    def approvals_needed(self) -> int:
        """How many agencies must sign at the least."""
        terms = self.policy_terms
        return max(terms.least, len(self.coauthorships.all())) if terms.all_coauthors else terms.least

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = self.editions.filter(state=EditionState.CURRENT).first()
        if edition is None:
            raise Http404
        return redirect("modules:module", self.slug)


class StepPage(DraftPage):
    """A step of a module. Its translation key is the step's key in every edition."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, help_text=_("How long it takes to read or do.")
    )

    parent_page_types = ["modules.ModulePage"]
    subpage_types: list[str] = []
    step_kind: StepKind

    preview_modes = [("", _("As an officer sees it"))]

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft exactly as an officer would see it. Nothing is recorded. (The renderer needs these models.)"""
        return import_string("modules.previews.step_preview")(request, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get_parent().specific.serve(request)


class LessonPage(StepPage):
    body = ContentField(
        LessonBody(),
        verbose_name=_("lesson"),
        blank=True,
        help_text=_(
            "Add blocks in the order in which they are read. Nothing here reaches officers before it is signed."
        ),
    )

    content_panels = [*DraftPage.content_panels, FieldPanel("minutes"), FieldPanel("body")]
    edit_handler = _editor(content_panels)
    step_kind = StepKind.LESSON

    class Meta:
        verbose_name = _("lesson")


class ScenarioPage(StepPage):
    """A scenario quiz. The server scores it; the browser never sees which answer is right before it is given."""

    intro = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark (%)"), default=80)
    items = ContentField(
        ScenarioItems(),
        verbose_name=_("items"),
        blank=True,
        help_text=_("Composite cases only. Never use a real case, even with the names changed."),
    )

    content_panels = [
        *DraftPage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("intro"),
        FieldPanel("pass_mark"),
        FieldPanel("items"),
    ]
    edit_handler = _editor(content_panels, map_too=True)
    step_kind = StepKind.SCENARIO

    class Meta:
        verbose_name = _("scenario quiz")
        constraints = [
            models.CheckConstraint(name="pass_mark_is_percent", condition=models.Q(pass_mark__lte=100)),
        ]


class ScormPageForm(WagtailAdminPageForm):
    """Offers the packages of the agencies for which the person writes, and the one that is chosen already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = ScormVersion.objects.filter(package__agency__in=roles_of(self.for_user).author_of)
        chosen = ScormVersion.objects.filter(pk=self.instance.version_id)
        offered = ScormVersion.objects.all() if is_administrator(self.for_user) else mine | chosen
        self.fields["version"].queryset = offered.select_related("package").order_by("package__title", "-number")


class ScormPage(StepPage):
    """A package made elsewhere, with what officers should read before it. It plays on an origin of its own."""

    body = ContentField(
        LessonBody(),
        verbose_name=_("before the package"),
        blank=True,
        help_text=_("What officers read first, and what they should know about the package. May stay empty."),
    )
    version = models.ForeignKey(
        ScormVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("package"),
        help_text=_("Bring packages in under “Packages”. Officers who began stay with the version they began."),
    )

    content_panels = [
        *DraftPage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("version"),
        FieldPanel("body"),
    ]
    edit_handler = _editor(content_panels)
    base_form_class = ScormPageForm
    step_kind = StepKind.SCORM

    class Meta:
        verbose_name = _("package made elsewhere")


class ScreeningPage(StepPage):
    """A material that officers still have to watch, with the corrections of a signed dossier at their seconds."""

    intro = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    notes = models.ForeignKey(
        "modules.ScreeningNotes",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("notes"),
        help_text=_("From a published dossier. The notes are shown as the agencies signed them."),
    )

    content_panels = [
        *DraftPage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("intro"),
        FieldPanel("notes"),
    ]
    edit_handler = _editor(content_panels)
    step_kind = StepKind.SCREENING

    class Meta:
        verbose_name = _("annotated screening")


AnyStep = LessonPage | ScenarioPage | ScormPage | ScreeningPage
