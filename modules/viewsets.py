"""The registers in the editor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from modules.models import Act, Authority, GlossaryTerm, LanguageNote, Provision, Resource, Source
from modules.rules import can_edit_registers, can_view_registers, referrals_of
from people.rules import is_administrator, roles_of
from people.viewsets import RowPolicy, ScopedSnippetViewSet


class RegisterPolicy(RowPolicy):
    """Authors of any agency and administrators write; others who work in the admin read; administrators delete."""

    def may(self, user: Any, action: str) -> bool:
        if action == "view":
            return can_view_registers(user)
        if action in ("add", "change"):
            return can_edit_registers(user)
        return action == "delete" and is_administrator(user)


class LanguageNotePolicy(RegisterPolicy):
    """An agency's words are its own: only its authors change them."""

    def rows_for(self, user: Any, action: str) -> QuerySet[Any]:
        rows = super().rows_for(user, action)
        if action != "change" or is_administrator(user):
            return rows
        return rows.filter(Q(owner__isnull=True) | Q(owner__in=roles_of(user).author_of))


class ReferralPolicy(RegisterPolicy):
    """A referral is kept by the agency that owns it; one without an owner by any author."""

    def rows_for(self, user: Any, action: str) -> QuerySet[Any]:
        return referrals_of(user) if action == "change" else super().rows_for(user, action)


class RegisterViewSet(ScopedSnippetViewSet):
    policy_class = RegisterPolicy
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50


CERTAINTY = MultiFieldPanel(
    [FieldPanel("confidence"), FieldPanel("legal"), FieldPanel("status_unknown")], heading=_("How sure we are")
)
PROVISION_PANELS = [
    FieldPanel("fact_id"),
    FieldPanel("title"),
    FieldPanel("summary"),
    FieldPanel("cite"),
    FieldPanel("sources"),
    CERTAINTY,
]


class AuthorityViewSet(RegisterViewSet):
    model = Authority
    icon = "list-ul"
    menu_label = _("Rules")
    list_display = ["short_title", "layer", "status", "last_verified", "next_check_on"]
    list_filter = ["layer", "status", "kind", "next_check_on"]
    search_fields = ["short_title", "title", "key"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("key"), FieldPanel("title"), FieldPanel("short_title"), FieldPanel("kind")],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("layer"),
                FieldPanel("jurisdiction"),
                FieldPanel("effective_from"),
                FieldPanel("effective_until"),
                FieldPanel("status"),
                FieldPanel("status_note"),
                FieldPanel("supersedes"),
                FieldPanel("official_link"),
            ],
            heading=_("Where and when it holds"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("last_verified"),
                FieldPanel("last_verified_by", read_only=True),
                FieldPanel("check_days"),
                FieldPanel("next_check_on", read_only=True),
            ],
            heading=_("When it was checked"),
        ),
        InlinePanel("provisions", panels=PROVISION_PANELS, heading=_("Provisions"), label=_("Provision")),
    ]


class ProvisionViewSet(RegisterViewSet):
    model = Provision
    icon = "list-ul"
    menu_label = _("Provisions")
    list_display = ["fact_id", "title", "authority", "confidence"]
    list_filter = ["authority", "confidence", "legal", "status_unknown"]
    panels = [FieldPanel("authority"), *PROVISION_PANELS]

    def get_queryset(self, request: Any) -> QuerySet[Provision]:
        return Provision.objects.with_authority()


class SourceViewSet(RegisterViewSet):
    model = Source
    icon = "doc-full"
    menu_label = _("Sources")
    list_display = ["key", "title", "authors", "year"]
    list_filter = ["kind"]
    panels = [FieldPanel(name) for name in ("key", "title", "authors", "publisher", "year", "url", "kind", "note")]


class GlossaryViewSet(RegisterViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["term", "fact_id", "avoid", "draft"]
    list_filter = ["avoid", "draft"]
    panels = [FieldPanel(name) for name in ("fact_id", "term", "meaning", "use", "avoid", "draft", "confidence")]


class LanguageNoteViewSet(RegisterViewSet):
    model = LanguageNote
    policy_class = LanguageNotePolicy
    icon = "edit"
    menu_label = _("Language notes")
    list_display = ["key", "instead", "severity", "owner"]
    list_filter = ["severity", "owner"]
    panels = [
        FieldPanel(name)
        for name in ("key", "pattern", "example", "guidance", "instead", "severity", "allowed_in", "owner", "fact_id")
    ]

    def get_queryset(self, request: Any) -> QuerySet[LanguageNote]:
        return LanguageNote.objects.select_related("owner")


class ResourceViewSet(RegisterViewSet):
    model = Resource
    policy_class = ReferralPolicy
    icon = "group"
    menu_label = _("Referrals")
    list_display = ["name", "owner", "status", "last_checked", "expires_on"]
    list_filter = ["status", "owner"]
    panels = [
        *(FieldPanel(name) for name in ("fact_id", "name", "role", "contact", "languages", "status", "owner")),
        FieldPanel("last_checked", read_only=True),  # written by a check, which the ledger keeps
        *(FieldPanel(name) for name in ("check_days", "note", "confidence")),
    ]

    def get_queryset(self, request: Any) -> QuerySet[Resource]:
        return Resource.objects.select_related("owner")


RULING_PANELS = [
    FieldPanel("authority"),
    FieldPanel("provision"),
    FieldPanel("fact_id"),
    FieldPanel("ruling"),
    FieldPanel("text"),
    FieldPanel("conditions"),
    CERTAINTY,
]


class RuleTableViewSet(RegisterViewSet):
    """One act with what each authority says of it."""

    model = Act
    icon = "table"
    menu_label = _("Rule table")
    list_display = ["title", "topic", "key"]
    list_filter = ["topic"]
    search_fields = ["title", "key"]
    panels = [
        FieldPanel("key"),
        FieldPanel("topic"),
        FieldPanel("title"),
        FieldPanel("position"),
        InlinePanel("rulings", panels=RULING_PANELS, heading=_("What each authority says"), label=_("Ruling")),
    ]


class RegisterGroup(SnippetViewSetGroup):
    items = (
        AuthorityViewSet,
        ProvisionViewSet,
        RuleTableViewSet,
        SourceViewSet,
        GlossaryViewSet,
        LanguageNoteViewSet,
        ResourceViewSet,
    )
    menu_label = _("Registers")
    menu_icon = "clipboard-list"
    menu_order = 200
