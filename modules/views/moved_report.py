"""The report of everything that rests on an authority that was superseded, repealed, ran out or was not checked."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from modules.enums import ChangeKind
from modules.models import Authority, AuthorityChange, ChangeAnswer, Edition, EditionCitation
from modules.moved import stale_citations
from modules.queries import readable_editions
from modules.services.telling import WAITING
from people.models import Agency
from people.rules import roles_of
from records.csv_cells import safe_cell

ANSWERED = [("no", gettext_lazy("Waits for an answer")), ("yes", gettext_lazy("Answered or fixed"))]


def moved_rows(user: Any) -> QuerySet[Any]:
    """One row for each citation in an edition that the person may read and each open change of its authority."""
    answers = ChangeAnswer.objects.filter(
        change=OuterRef("moved__pk"), step=OuterRef("step"), block_id=OuterRef("block_id")
    )
    newer = Edition.objects.current().filter(
        module=OuterRef("edition__module"),
        language=OuterRef("edition__language"),
        number__gt=OuterRef("edition__number"),
        created_at__gte=OuterRef("moved__opened_at"),
    )
    return (
        stale_citations()
        .filter(edition__in=readable_editions(user).order_by().values("pk"))
        .annotate(
            change_kind=F("moved__kind"),
            change_since=F("moved__since"),
            change_reference=F("moved__reference"),
            answered_by=Subquery(answers.values("agency_name")[:1], output_field=CharField()),
            fixed_in=Subquery(newer.values("number")[:1], output_field=IntegerField()),
        )
        .select_related("provision__authority", "edition__module", "step")
        .prefetch_related("edition__module__coauthorships")
        .defer("edition__canonical", "step__content")
        .order_by("-moved__opened_at", "edition__title", "-edition__number", "step__position", "pk")
    )


class MovedFilters(WagtailFilterSet):
    authority = django_filters.ModelChoiceFilter(
        field_name="provision__authority",
        label=gettext_lazy("Rule"),
        queryset=lambda request: Authority.objects.filter(changes__in=AuthorityChange.objects.open()).distinct(),
    )
    kind = django_filters.ChoiceFilter(
        field_name="change_kind", label=gettext_lazy("What happened"), choices=ChangeKind.choices
    )
    agency = django_filters.ModelChoiceFilter(
        field_name="edition__module__coauthorships__agency",
        label=gettext_lazy("Written by"),
        queryset=lambda request: Agency.objects.all(),
    )
    answered = django_filters.ChoiceFilter(label=gettext_lazy("Answer"), choices=ANSWERED, method="by_answer")
    editions = django_filters.ChoiceFilter(
        label=gettext_lazy("Editions"),
        choices=[("all", gettext_lazy("All, also earlier ones"))],
        empty_label=gettext_lazy("Current and up for sign-off"),
        method="untouched",
    )

    class Meta:
        model = EditionCitation
        fields: list[str] = []

    def by_answer(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        waiting = {"answered_by__isnull": True, "fixed_in__isnull": True}
        return rows.filter(**waiting) if value == "no" else rows.exclude(**waiting)

    def untouched(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The view itself leaves the earlier editions out unless they are asked for."""
        return rows


class MovedReport(ReportView):
    page_title = gettext_lazy("What rests on rules that moved")
    header_icon = "warning"
    index_url_name = "modules_admin:moved"
    index_results_url_name = "modules_admin:moved_results"
    filterset_class = MovedFilters
    default_ordering = None
    model = EditionCitation
    export_filename = "what-rests-on-rules-that-moved"
    list_export = ["rule", "happened", "since", "provision", "module", "edition", "state", "step", "passage", "answer"]
    export_headings = {
        "rule": gettext_lazy("Rule"),
        "happened": gettext_lazy("What happened"),
        "since": gettext_lazy("Since"),
        "provision": gettext_lazy("Provision"),
        "module": gettext_lazy("Module"),
        "edition": gettext_lazy("Edition"),
        "state": gettext_lazy("State"),
        "step": gettext_lazy("Step"),
        "passage": gettext_lazy("Passage"),
        "answer": gettext_lazy("Answer"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("rule", label=_("Rule"), accessor=rule_of, get_url=rule_url),
            Column("happened", label=_("What happened"), accessor=happened),
            Column("since", label=_("Since"), accessor=since),
            Column("provision", label=_("Provision"), accessor=lambda row: row.provision.fact_id),
            Column("edition", label=_("Edition"), accessor=edition_of),
            TitleColumn("step", label=_("Passage"), accessor=lambda row: row.step.title, get_url=passage_url),
            TitleColumn("answer", label=_("Answer"), accessor=answer_of, get_url=self.answer_url),
        ]

    def get_queryset(self) -> QuerySet[EditionCitation]:
        rows = moved_rows(self.request.user)
        return rows if self.request.GET.get("editions") == "all" else rows.filter(edition__state__in=WAITING)

    def to_row_dict(self, item: Any) -> dict[str, str]:
        """Text that no spreadsheet runs."""
        cells = {
            "rule": rule_of(item),
            "happened": happened(item),
            "since": item.change_since.isoformat(),
            "provision": item.provision.fact_id,
            "module": item.edition.module.title,
            "edition": str(item.edition.number),
            "state": item.edition.get_state_display(),
            "step": item.step.title,
            "passage": item.block_id,
            "answer": answer_of(item),
        }
        return {name: safe_cell(value) for name, value in cells.items()}

    def answer_url(self, row: Any) -> str | None:
        """For those who may answer: the people of the module's agencies."""
        if row.answered_by or row.fixed_in or not roles_of(self.request.user).agencies & self._writers(row):
            return None
        return reverse("modules_admin:moved_answer", args=[row.change_reference, row.edition.module_id])

    def _writers(self, row: Any) -> set[int]:
        return {coauthorship.agency_id for coauthorship in row.edition.module.coauthorships.all()}


def rule_of(row: Any) -> str:
    return row.provision.authority.short_title


def rule_url(row: Any) -> str:
    return reverse("modules_admin:authority", args=[row.provision.authority.key])


def happened(row: Any) -> str:
    return str(ChangeKind(row.change_kind).label)


def since(row: Any) -> str:
    return date_format(row.change_since)


def edition_of(row: Any) -> str:
    return _("%(title)s, edition %(number)s (%(state)s)") % {
        "title": row.edition.title,
        "number": row.edition.number,
        "state": row.edition.get_state_display(),
    }


def passage_url(row: Any) -> str | None:
    """Where readers see it; candidates are read on the page of their sign-off, which has no address here."""
    if not row.edition.is_published:
        return None
    return f"{reverse('modules:edition_step', args=[row.edition.digest, row.step.slug])}#b-{row.block_id}"


def answer_of(row: Any) -> str:
    if row.answered_by:
        return _("Still right, says %s") % row.answered_by
    if row.fixed_in:
        return _("Fixed by edition %s") % row.fixed_in
    return _("Waits for an answer")
