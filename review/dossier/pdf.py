"""A dossier as a PDF to hand over: title, language, bookmarks, real text in reading order, tables with headings."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format as format_date
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Paragraph, TableStyle

from modules.models.languages import label_language
from records.pdf_text import BOLD, REGULAR, clean, register_fonts, runs
from review.dossier.shown import ShownCriterion, ShownDossier, ShownFinding
from review.dossier_enums import Fate, RequestStepKind
from review.enums import Severity
from review.times import clock

WIDTH, HEIGHT = letter
MARGIN = 54.0
ROOM = WIDTH - 2 * MARGIN
DATE = "DATE_FORMAT"
INK, MUTED, BRAND, LINE, PALE = (HexColor(hue) for hue in ("#1c1d1f", "#565c65", "#22356b", "#b9b5aa", "#f1efe9"))
HUES = {"critical": "#8b0a03", "high": "#b84700", "medium": "#6f5a00", "low": "#2e6276"}
BASE = ParagraphStyle("text", fontName=REGULAR, fontSize=10, leading=13.5, textColor=INK, spaceAfter=5)
STYLES = {
    "text": BASE,
    "small": ParagraphStyle("small", BASE, fontSize=8.5, leading=11, textColor=MUTED, spaceAfter=4),
    "question": ParagraphStyle(
        "question", BASE, fontSize=8.5, leading=11, textColor=MUTED, spaceAfter=4, keepWithNext=1
    ),
    "quote": ParagraphStyle("quote", BASE, leftIndent=12, borderPadding=0, textColor=MUTED, spaceAfter=5),
    "cell": ParagraphStyle("cell", BASE, fontSize=9, leading=11.5, spaceAfter=0),
    "head": ParagraphStyle("head", BASE, fontName=BOLD, fontSize=9, leading=11.5, spaceAfter=0),
    "h1": ParagraphStyle("h1", BASE, fontName=BOLD, fontSize=20, leading=24, textColor=BRAND, spaceAfter=8),
    "h2": ParagraphStyle(
        "h2", BASE, fontName=BOLD, fontSize=14, leading=18, textColor=BRAND, spaceBefore=12, keepWithNext=1
    ),
    "h3": ParagraphStyle("h3", BASE, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=8, keepWithNext=1),
    "h4": ParagraphStyle("h4", BASE, fontName=BOLD, fontSize=10, leading=13, spaceBefore=5, keepWithNext=1),
}
LEVELS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3}


def dossier_pdf(shown: ShownDossier) -> bytes:
    """The PDF in the language of the dossier. The same state gives the same bytes."""
    register_fonts()
    edition = shown.edition
    buffer = BytesIO()
    with override(label_language(edition.language)):
        document = _Document(
            buffer,
            pagesize=letter,
            title=clean(edition.title),
            author=", ".join(row.agency_name for row in shown.endorsements) or settings.SITE_NAME,
            subject=_("Edition %(number)s, %(digest)s") % {"number": edition.number, "digest": edition.digest},
            creator=settings.SITE_NAME,
            lang=edition.language,
            invariant=1,
            displayDocTitle=True,
        )
        document.foot = clean(f"{edition.title} · {edition.digest[:16]}")
        frame = Frame(MARGIN, MARGIN, ROOM, HEIGHT - 2 * MARGIN, leftPadding=0, rightPadding=0)
        document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=_foot))
        document.build(list(_story(shown)))
    return buffer.getvalue()


class _Document(BaseDocTemplate):
    """Headings become bookmarks as they are placed."""

    foot = ""
    marks = 0

    def afterFlowable(self, flowable: Flowable) -> None:
        level = LEVELS.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is None or not isinstance(flowable, Paragraph):
            return
        self.marks += 1
        key = f"mark-{self.marks}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level=level, closed=level > 1)


def _foot(canvas: Canvas, document: Any) -> None:
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, MARGIN - 20, document.foot)
    page = _("Page %(number)s") % {"number": document.page}
    canvas.drawRightString(WIDTH - MARGIN, MARGIN - 20, page)
    canvas.restoreState()


def _story(shown: ShownDossier) -> Iterator[Flowable]:
    content, edition = shown.content, shown.edition
    material = content["material"]
    yield _p(edition.title, "h1")
    if settings.DEMO:
        yield _p(_("DEMO: the agencies, the material and its publisher are fictional."), "head")
    named = [material["title"], material["publisher"], str(material["year"] or ""), material["version"]]
    yield _p(" · ".join(part for part in named if part), "small")
    if edition.published_at:
        day = format_date(timezone.localtime(edition.published_at), DATE)
        yield _p(_("Edition %(number)s, published %(day)s.") % {"number": edition.number, "day": day}, "small")
    for words in (material["notice"], material["content_note"]):
        if words:
            yield _p(words, "quote")
    if edition.withdrawn_reason:
        yield _p(_("Withdrawn: %(why)s") % {"why": edition.withdrawn_reason}, "head")
    yield from _section(_("Summary"), content["summary"])
    yield from _section(_("How the review was made"), content["method"])
    yield from _reviewers(shown)
    yield from _chart(shown)
    yield _p(_("Findings by criterion"), "h2")
    for criterion in shown.criteria:
        if criterion.findings or criterion.scores or criterion.elsewhere:
            yield from _criterion(criterion)
    if shown.other_findings:
        yield _p(_("Outside the rubric"), "h3")
        for row in shown.other_findings:
            yield from _finding(row)
    yield from _keep(shown)
    yield from _dissent(shown)
    yield from _endorsements(shown)
    yield from _requests(shown)
    yield from _later(shown)
    yield _p(_("What was signed"), "h2")
    yield _p(_("SHA-256 of the exact text: %(digest)s") % {"digest": edition.digest}, "small")


def _section(title: str, words: str) -> Iterator[Flowable]:
    yield _p(title, "h2")
    for part in words.split("\n\n"):
        yield _p(part, "text")


def _reviewers(shown: ShownDossier) -> Iterator[Flowable]:
    yield _p(_("Who reviewed it"), "h2")
    rows = [[row["name"], str(row["reviewers"]), str(row["reports"])] for row in shown.content["reviewers"]]
    yield _table([_("Agency"), _("Reviewers"), _("Reports")], rows, (0.6, 0.2, 0.2))
    kinds = {"watched": _("watched"), "read": _("read")}
    covered = [
        f"{row['agency']}: {'-' if row['percent'] is None else row['percent']} % {kinds[row['kind']]}"
        for row in shown.content["coverage"]
    ]
    if covered:
        yield _p("; ".join(covered), "small")
    agreed = [f"{row['criterion']} {row['alpha'] / 100:.2f}" for row in shown.content["agreement"]]
    if agreed:
        yield _p(
            _("Agreement of the reviewers (Krippendorff's alpha): %(figures)s") % {"figures": "; ".join(agreed)},
            "small",
        )


def _chart(shown: ShownDossier) -> Iterator[Flowable]:
    chart = shown.chart
    if not chart.bars:
        return
    yield _p(_("Findings along the running time"), "h2")
    scale = ROOM / chart.width
    drawing = Drawing(ROOM, chart.height * scale)

    def up(y: float) -> float:
        return (chart.height - y) * scale

    for name, y in chart.rows:
        label = str(Severity(name).label)
        drawing.add(String(0, up(y + 20), label, fontName=REGULAR, fontSize=8, fillColor=INK))
        drawing.add(Line(chart.left * scale, up(y + 30), ROOM, up(y + 30), strokeColor=LINE, strokeWidth=0.5))
    for bar in chart.bars:
        hue = HexColor(HUES[bar.severity])
        drawing.add(Rect(bar.x * scale, up(bar.y + 18), bar.width * scale, 18 * scale, fillColor=hue, strokeColor=None))
    for second, x in chart.ticks:
        mark = String(x * scale, up(chart.height - 6), clock(second), fontName=REGULAR, fontSize=7, fillColor=MUTED)
        drawing.add(mark)
    yield drawing
    rows = [[str(bar.number), _times(bar.start, bar.end), str(Severity(bar.severity).label)] for bar in chart.bars]
    yield _table([_("Finding"), _("Time"), _("Severity")], rows, (0.2, 0.5, 0.3))


def _criterion(criterion: ShownCriterion) -> Iterator[Flowable]:
    yield _p(f"{criterion.code}: {criterion.title}", "h3")
    yield _p(criterion.question, "question")
    for score in criterion.scores:
        said = f"{score['agency']}: {score['label']}. {score['words']}"
        yield _p(said, "text")
    for row in criterion.findings:
        yield from _finding(row)
    if criterion.elsewhere:
        numbers = ", ".join(str(row.data["number"]) for row in criterion.elsewhere)
        yield _p(_("See also: finding %(numbers)s.") % {"numbers": numbers}, "small")


def _finding(row: ShownFinding) -> Iterator[Flowable]:
    data = row.data
    head = _("Finding %(number)s") % {"number": data["number"]}
    where = _times(data["start"], data["end"]) if data["start"] is not None else ""
    yield _p(" · ".join(part for part in (head, where, row.severity) if part), "h4")
    yield _p(data["claim"], "text")
    if data["excerpt"]:
        yield _p(_("It says: %(words)s") % {"words": data["excerpt"]}, "quote")
    if data["fix"]:
        yield _p(_("Fix: %(words)s") % {"words": data["fix"]}, "text")
    yield _p(_("Why it was upheld: %(words)s") % {"words": data["reasons"]}, "text")
    grounds = [rule["cite"] for rule in data["rules"]] + [source["title"] for source in data["sources"]]
    if grounds:
        yield _p(_("Rests on: %(grounds)s") % {"grounds": "; ".join(grounds)}, "small")
    for answer in row.answers:
        said = {"day": format_date(answer.on, DATE), "words": answer.words}
        yield _p(_("The publisher, %(day)s: %(words)s") % said, "quote")


def _keep(shown: ShownDossier) -> Iterator[Flowable]:
    if shown.content["keep"]:
        yield _p(_("Worth keeping"), "h2")
        for row in shown.content["keep"]:
            where = f"{_times(row['start'], row['end'])}: " if row["start"] is not None else ""
            yield _p(f"{where}{row['claim']}", "text")


def _dissent(shown: ShownDossier) -> Iterator[Flowable]:
    if not (shown.dissents or shown.disputed):
        return
    yield _p(_("Dissent"), "h2")
    for signed in shown.dissents:
        yield _p(f"{signed.agency_name}: {signed.dissent}", "text")
    for row in shown.disputed:
        words = row.data["minority"] or row.data["dissent"]
        yield _p(_("On finding %(number)s: %(words)s") % {"number": row.data["number"], "words": words}, "text")


def _endorsements(shown: ShownDossier) -> Iterator[Flowable]:
    yield _p(_("Endorsed by"), "h2")
    rows = [
        [row.agency_name, format_date(timezone.localtime(row.created_at), DATE), str(row.get_answer_display())]
        for row in (*shown.endorsements, *shown.abstentions)
    ]
    yield _table([_("Agency"), _("On"), _("Answer")], rows, (0.5, 0.25, 0.25))


def _requests(shown: ShownDossier) -> Iterator[Flowable]:
    if not shown.requests:
        return
    yield _p(_("What was asked of the publisher"), "h2")
    for request in shown.requests:
        yield _p(f"{request.number}. {request.asks}", "h3")
        for step in request.steps.all():
            label = str(RequestStepKind(step.kind).label)
            yield _p(": ".join(part for part in (f"{format_date(step.on, DATE)}, {label}", step.words) if part), "text")


def _later(shown: ShownDossier) -> Iterator[Flowable]:
    if shown.newer is None:
        return
    yield _p(_("In the newest version: %(label)s") % {"label": shown.newer.label}, "h2")
    for fate in (Fate.FIXED, Fate.STILL_THERE, Fate.CHANGED):
        found = shown.fates.get(str(fate), [])
        if found:
            numbers = ", ".join(str(row.data["number"]) for row in found)
            said = {"fate": str(fate.label), "numbers": numbers}
            yield _p(_("%(fate)s: finding %(numbers)s") % said, "text")


def _times(start: int, end: int | None) -> str:
    return clock(start) if end in (None, start) else f"{clock(start)}\u2013{clock(end or 0)}"


def _table(head: list[str], rows: list[list[str]], shares: tuple[float, ...]) -> Flowable:
    cells = [[_p(text, "head") for text in head], *([_p(text, "cell") for text in row] for row in rows)]
    table = LongTable(cells, colWidths=[ROOM * share for share in shares], repeatRows=1, hAlign="LEFT")
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("BACKGROUND", (0, 0), (-1, 0), PALE)]
    table.setStyle(TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 4)]))
    table.spaceAfter = 8
    return table


def _p(text: str, style: str) -> Paragraph:
    """Words in fonts that have their letters; lines stay lines."""
    chosen = STYLES[style]
    lines = [
        "".join(f'<font name="{name}">{escape(part)}</font>' for name, part in runs(clean(line), chosen.fontName))
        for line in str(text).split("\n")
    ]
    return Paragraph("<br/>".join(lines), chosen)
