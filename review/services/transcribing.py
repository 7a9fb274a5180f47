"""Reviewers write a transcript: all at once from a file or pasted text, or line by line beside the running video."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records.canonical import digest
from records.services.ledger import record_event
from review.cues import MOST_LINES, Cue, checked, refuse
from review.models import Flag, FlagAnchor, MaterialVersion, TranscriptLine
from review.rules import can_flag_materials, can_keep_material
from review.services.history import require
from review.services.materials import RecordMoved
from review.services.reanchoring import reanchor_version
from review.times import clock

ASIDE = 1_000_000  # line numbers while others make room


class TranscriptFixed(Exception):
    """The transcript is finished, or lines of it carry flags; nothing was written. The message says what to do."""


def replace_transcript(
    *, actor: User, version: MaterialVersion, cues: Sequence[Cue], seen: str, source: str
) -> list[TranscriptLine]:
    """Put these lines in place of the present ones, of which `seen` is the digest. Only while none carries a flag.

    Raises PermissionDenied, TranscriptRefused, TranscriptFixed or RecordMoved; then nothing is written.
    """
    require(can_keep_material(actor, version.material))
    with transaction.atomic():
        version = _held(version)
        _require_open(version)
        if transcript_state(version) != seen:
            raise RecordMoved
        lines = _lines(version, checked(cues, version.duration))
        _require_unflagged(version)
        version.lines.all().delete()
        TranscriptLine.objects.bulk_create(lines, batch_size=500)
        data = {"lines": len(lines), "from": source, "words": transcript_state(version)}
        _tell(actor, version, "replaced", data)
    return lines


@transaction.atomic
def add_line(
    *, actor: User, version: MaterialVersion, start: int, end: int, speaker: str, text: str, token: UUID
) -> TranscriptLine:
    """Put one line where its time belongs; those after it move down. The same `token` is the same line.

    Anyone of an agency may type. Raises PermissionDenied, TranscriptRefused or TranscriptFixed.
    """
    require(can_flag_materials(actor))
    version = _held(version)
    sent_before = TranscriptLine.objects.filter(token=token, version=version).first()
    if sent_before:
        return sent_before
    _require_open(version)
    checked([Cue(0, start * 1000, end * 1000, text, speaker)], version.duration)
    _require_free(version, start, end)
    if version.lines.count() >= MOST_LINES:
        raise refuse(_("A transcript may have at most %(most)s lines.") % {"most": f"{MOST_LINES:,}"})
    above = version.lines.filter(start__lte=start).order_by("-n").first()
    n = above.n + 1 if above else 1
    _make_room(version, n)
    line = TranscriptLine(version=version, n=n, start=start, end=end, speaker=speaker.strip(), text=text.strip())
    line.token = token
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        raise refuse(_("This form was sent before, for another transcript. Open the page again.")) from error
    _tell(actor, version, "line_added", {"line": n, "words": _digest(line)})
    return line


@transaction.atomic
def correct_line(
    *, actor: User, line: TranscriptLine, start: int, end: int, speaker: str, text: str, seen: str
) -> TranscriptLine:
    """Correct a line in place; its flags keep the text as it stood. In a finished transcript only speaker and words.

    Raises PermissionDenied, RecordMoved, TranscriptRefused or TranscriptFixed.
    """
    require(can_flag_materials(actor))
    version = _held(line.version)
    line = TranscriptLine.objects.select_for_update().get(pk=line.pk)
    if line_state(line) != seen:
        raise RecordMoved
    if version.settled_at and (start, end) != (line.start, line.end):
        raise TranscriptFixed(_("The transcript is finished: its times stay. Correct who speaks and the words."))
    checked([Cue(0, start * 1000, end * 1000, text, speaker)], version.duration)
    if (start, end) != (line.start, line.end):
        _require_between(line, start, end)
    before = _digest(line)
    line.start, line.end, line.speaker, line.text = start, end, speaker.strip(), text.strip()
    if _digest(line) != before:
        line.save(update_fields=["start", "end", "speaker", "text"])
        _tell(actor, version, "line_corrected", {"line": line.n, "before": before, "after": _digest(line)})
    return line


@transaction.atomic
def remove_line(*, actor: User, line: TranscriptLine, seen: str) -> None:
    """Take a line out; those after it move up. Raises PermissionDenied, RecordMoved or TranscriptFixed."""
    require(can_flag_materials(actor))
    version = _held(line.version)
    line = TranscriptLine.objects.select_for_update().get(pk=line.pk)
    _require_open(version)
    if line_state(line) != seen:
        raise RecordMoved
    if line.flags.exists() or line.flag_anchors.exists():
        raise TranscriptFixed(_("A report stands on this line, so it stays. Correct its words instead."))
    n, words = line.n, _digest(line)
    line.delete()
    later = version.lines.filter(n__gt=n)
    later.update(n=F("n") + ASIDE)
    version.lines.filter(n__gt=ASIDE).update(n=F("n") - ASIDE - 1)
    _tell(actor, version, "line_removed", {"line": n, "words": words})


@transaction.atomic
def settle_transcript(*, actor: User, version: MaterialVersion) -> list[FlagAnchor]:
    """Finish the transcript: its lines and times stay, and the flags of older versions are followed into it, once.

    Raises PermissionDenied or TranscriptFixed.
    """
    version = _held(version)
    require(can_keep_material(actor, version.material))
    _require_open(version)
    if not version.lines.exists():
        raise TranscriptFixed(_("There are no lines yet."))
    version.settled_at = timezone.now()
    version.save(update_fields=["settled_at"])
    anchors = reanchor_version(version)
    _tell(actor, version, "finished", {"words": transcript_state(version), "followed": len(anchors)})
    return anchors


def transcript_state(version: MaterialVersion) -> str:
    """The digest of all lines as they are now."""
    return digest(list(version.lines.order_by("n").values("n", "start", "end", "speaker", "text")))


def line_state(line: TranscriptLine) -> str:
    return _digest(line)


def _held(version: MaterialVersion) -> MaterialVersion:
    """The version as it is now, held: whoever else writes to its transcript waits."""
    held = MaterialVersion.objects.select_for_update(of=("self",)).select_related("material")
    return held.get(pk=version.pk)


def _require_open(version: MaterialVersion) -> None:
    if version.settled_at:
        raise TranscriptFixed(
            _("The transcript is finished. Correct its lines one by one, or add a new version of the material.")
        )


def _require_unflagged(version: MaterialVersion) -> None:
    flagged = (
        Flag.objects.filter(line__version=version).count() + FlagAnchor.objects.filter(line__version=version).count()
    )
    if flagged:
        raise TranscriptFixed(
            _("Reports stand on lines of this transcript, so it stays. Correct its lines one by one.")
        )


def _require_free(version: MaterialVersion, start: int, end: int) -> None:
    if start == end:
        return
    other = version.lines.filter(start__lt=end, end__gt=start).order_by("n").first()
    if other:
        raise refuse(
            _("It overlaps line %(n)s, %(start)s to %(end)s.")
            % {"n": other.n, "start": clock(other.start), "end": clock(other.end)}
        )


def _require_between(line: TranscriptLine, start: int, end: int) -> None:
    """New times must leave the line where it stands among the others."""
    others = TranscriptLine.objects.filter(version_id=line.version_id).exclude(pk=line.pk)
    before = others.filter(n__lt=line.n).order_by("-n").first()
    after = others.filter(n__gt=line.n).order_by("n").first()
    if (before and start < before.end) or (after and end > after.start):
        raise refuse(_("It would overlap the line before or after it."))


def _make_room(version: MaterialVersion, n: int) -> None:
    version.lines.filter(n__gte=n).update(n=F("n") + ASIDE)
    version.lines.filter(n__gte=ASIDE).update(n=F("n") - ASIDE + 1)


def _lines(version: MaterialVersion, cues: Sequence[Cue]) -> list[TranscriptLine]:
    """Whole seconds: a line that shares a second with the next gives it up."""
    lines: list[TranscriptLine] = []
    for n, cue in enumerate(cues, start=1):
        start, end = cue.seconds
        if version.duration is not None:
            end = max(start, min(end, version.duration))
        if lines:
            lines[-1].end = max(lines[-1].start, min(lines[-1].end, start))
        lines.append(TranscriptLine(version=version, n=n, start=start, end=end, speaker=cue.speaker, text=cue.text))
    return lines


def _digest(line: TranscriptLine) -> str:
    return digest([line.start, line.end, line.speaker, line.text])


def _tell(actor: User, version: MaterialVersion, what: str, data: dict[str, Any]) -> None:
    subject = f"material:{version.material.slug}"
    record_event(actor=actor, action=f"review.transcript.{what}", subject=subject, data={"version": version.pk} | data)
