"""The findings of a dossier as blocks of its PDF: by criterion, each in full once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format as format_date
from django.utils.translation import gettext as _

from records.typesetting.blocks import Block, heading, items, lead, paragraphs, quote, small, strong, text
from review.dossier.shown import ShownCriterion, ShownDossier, ShownFinding
from review.times import clock

DATE = "DATE_FORMAT"


def findings_blocks(shown: ShownDossier) -> Iterator[Block]:
    yield heading(2, _("Findings by criterion"))
    if not shown.findings:
        yield text(_("No finding."))
    for criterion in shown.criteria:
        if criterion.findings or criterion.scores or criterion.elsewhere:
            yield from _criterion(shown, criterion)
    if shown.other_findings:
        yield heading(3, _("Outside the rubric"))
        for row in shown.other_findings:
            yield from _finding(shown, row)


def times(start: int, end: int | None) -> str:
    return clock(start) if end in (None, start) else f"{clock(start)}\u2013{clock(end or 0)}"


def _criterion(shown: ShownDossier, criterion: ShownCriterion) -> Iterator[Block]:
    yield heading(3, f"{criterion.code}: {criterion.title}")
    yield lead(criterion.question)
    if criterion.scores:
        yield items([strong(f"{row['label']} ({row['agency']}):"), row["words"]] for row in criterion.scores)
    for row in criterion.findings:
        yield from _finding(shown, row)
    if criterion.elsewhere:
        numbers = ", ".join(str(row.data["number"]) for row in criterion.elsewhere)
        yield small(_("See also: finding %(numbers)s.") % {"numbers": numbers})


def _finding(shown: ShownDossier, row: ShownFinding) -> Iterator[Block]:
    data = row.data
    head = _("Finding %(n)s") % {"n": data["number"]}
    where = times(data["start"], data["end"]) if data["start"] is not None else ""
    yield heading(4, " · ".join(part for part in (head, where, row.severity) if part))
    yield from _marks(row)
    yield from paragraphs(data["claim"])
    if data["excerpt"]:
        line = " (" + _("line %(n)s of the transcript") % {"n": data["line"]} + ")" if data["line"] else ""
        yield quote({"words": _("It says") + line + ":"}, data["excerpt"])
    if data["fix"]:
        yield text(strong(_("Fix:")), data["fix"])
    panel = data["decided_by"] == "panel"
    why = _("Why a panel upheld it:") if panel else _("Why %(agency)s upheld it:") % {"agency": data["decided_by"]}
    yield text(strong(why), data["reasons"])
    grounds = [f"{rule['cite']} ({rule['title']})" for rule in data["rules"]]
    grounds += [source["title"] for source in data["sources"]]
    if grounds:
        yield small(_("Rests on:"), "; ".join(grounds))
    yield from _since(shown, row)


def _marks(row: ShownFinding) -> Iterator[Block]:
    """What its page shows as tags."""
    marks = [_("Partly upheld")] if row.partly else []
    marks += row.data["criteria"] if len(row.data["criteria"]) > 1 else []
    if row.data["carried_from"]:
        marks.append(_("found before in: %(label)s") % {"label": row.data["carried_from"]})
    if marks:
        yield lead(" · ".join(marks))


def _since(shown: ShownDossier, row: ShownFinding) -> Iterator[Block]:
    """The publisher's answers with their days, and what became of it."""
    for answer in row.answers:
        said = {"day": format_date(answer.on, DATE), "agency": answer.agency}
        yield quote(strong(_("The publisher on %(day)s, as %(agency)s received it") % said + ":"), answer.words)
    if row.fate and shown.newer:
        label = _("In the newest version (%(label)s):") % {"label": shown.newer.label}
        by = ", " + _("says %(agency)s") % {"agency": row.fate.agency} if row.fate.agency else ""
        words = f": {row.fate.words}" if row.fate.words else ""
        yield text(strong(label), f"{row.fate.fate.label}{by}{words}")
