"""Authorities with their provisions, sources, glossary, language notes, resources and the review rubric."""

from datetime import date
from typing import Any

from django.db import transaction

from config.programme.checks import split_keys
from config.programme.reader import Programme
from config.programme.writers import ACTOR
from config.programme.writers.law import date_first_check
from config.programme.writers.rows import Tally, day, keep_row, words
from modules.models import Act, Authority, GlossaryTerm, LanguageNote, Provision, Resource, Ruling, Source
from people.models import Agency
from review.models import Criterion, RubricVersion
from review.services.rubrics import publish_rubric_version

Row = dict[str, Any]
Rows = list[Row]


@transaction.atomic
def write_registers(programme: Programme, tally: Tally) -> None:
    """Agencies must be there already: language notes belong to them."""
    registers = programme.registers
    _sources(registers["sources"], tally)
    _authorities(registers["authorities"], tally)
    for row in registers["glossary"]:
        values = {name: words(row[name]) for name in ("term", "meaning", "use", "confidence")}
        keep_row(GlossaryTerm, {"fact_id": row["fact"]}, values | {"avoid": row["avoid"], "draft": row["draft"]}, tally)
    _language_notes(registers["language_notes"], tally)
    _resources(registers["resources"], tally)
    _rules(registers["rules"], tally)


@transaction.atomic
def write_criteria(programme: Programme, tally: Tally) -> None:
    for position, row in enumerate(programme.criteria, start=1):
        values = {name: words(row[name]) for name in ("title", "question", "help", "kind", "source", "confidence")}
        keep_row(Criterion, {"code": row["code"]}, values | {"position": position}, tally)


def write_rubrics(programme: Programme, tally: Tally) -> None:
    """Each rubric in the version that the files give; one that says the same as its newest version is left alone."""
    for row in programme.manifest.get("rubrics", []):
        before = RubricVersion.objects.count()
        publish_rubric_version(
            actor=ACTOR,
            key=row["key"],
            title=row["title"],
            criteria=[{"code": code} for code in row["criteria"]],
            note=words(row.get("note")),
        )
        if RubricVersion.objects.count() > before:
            tally.made["rubric version"] += 1


def _sources(rows: Rows, tally: Tally) -> None:
    for row in rows:
        names = ("title", "authors", "publisher", "year", "url", "kind", "note")
        keep_row(Source, {"key": row["key"]}, {name: words(row[name]) for name in names}, tally)


def _authorities(rows: Rows, tally: Tally) -> None:
    sources = {source.key: source for source in Source.objects.all()}
    kept = {row["key"]: _authority(row, tally) for row in rows}
    for row in rows:
        authority = kept[row["key"]]
        above = kept[row["supersedes"]] if row["supersedes"] else None
        if authority.supersedes != above:
            authority.supersedes = above
            authority.save(update_fields=["supersedes"])
        for position, provision in enumerate(row["provisions"]):
            _provision(authority, position, provision, sources, tally)


def _authority(row: Row, tally: Tally) -> Authority:
    plain = ("title", "short_title", "kind", "layer", "jurisdiction", "status", "status_note", "official_link")
    dates = ("effective_from", "effective_until", "last_verified")
    values: Row = {name: words(row[name]) for name in plain} | {name: day(row[name]) for name in dates}
    known = Authority.objects.filter(key=row["key"]).first()
    if known and known.last_verified and known.last_verified > (values["last_verified"] or date.min):
        values["last_verified"] = known.last_verified  # somebody checked it here since the file was written
    authority = keep_row(Authority, {"key": row["key"]}, values, tally)
    if known is None:
        date_first_check(authority, row.get("check_days"))
    return authority


def _provision(authority: Authority, position: int, row: Row, sources: dict[str, Source], tally: Tally) -> None:
    values: Row = {name: words(row[name]) for name in ("title", "summary", "cite", "confidence")}
    values |= {"legal": row["legal"], "status_unknown": row["status_unknown"], "sort_order": position}
    provision = keep_row(Provision, {"fact_id": row["fact"]}, values | {"authority": authority}, tally)
    wanted = {sources[key].pk for key in split_keys(row["source"])}
    if set(provision.sources.values_list("pk", flat=True)) != wanted:
        provision.sources.set(Source.objects.filter(pk__in=wanted))
        provision.save()


def _language_notes(rows: Rows, tally: Tally) -> None:
    agencies = {agency.slug: agency for agency in Agency.objects.all()}
    for row in rows:
        values: Row = {name: words(row[name]) for name in ("pattern", "guidance", "instead", "severity")}
        values |= {"example": row.get("example", ""), "allowed_in": row["allowed_in"]}
        values |= {"owner": agencies[row["owner"]], "fact_id": words(row["fact"])}
        keep_row(LanguageNote, {"key": row["key"]}, values, tally)


def _resources(rows: Rows, tally: Tally) -> None:
    """A check that somebody made here since the file was written stands."""
    agencies = {agency.slug: agency for agency in Agency.objects.all()}
    checked = dict(Resource.objects.values_list("fact_id", "last_checked"))
    for row in rows:
        names = ("name", "role", "contact", "languages", "status", "note", "confidence")
        values: Row = {name: words(row[name]) for name in names}
        days = [found for found in (day(row["last_checked"]), checked.get(row["fact"])) if found]
        values |= {"last_checked": max(days, default=None), "check_days": row["check_days"]}
        values |= {"owner": agencies[row["owner"]] if "owner" in row else None}
        keep_row(Resource, {"fact_id": row["fact"]}, values, tally)


def _rules(rows: Rows, tally: Tally) -> None:
    authorities = {authority.key: authority for authority in Authority.objects.all()}
    provisions = {provision.fact_id: provision for provision in Provision.objects.all()}
    for position, row in enumerate(rows, start=1):
        values: Row = {"topic": row["topic"], "title": words(row["title"]), "position": position}
        act = keep_row(Act, {"key": row["key"]}, values, tally)
        for place, ruling in enumerate(row["rulings"]):
            held: Row = {name: words(ruling.get(name)) for name in ("ruling", "text", "conditions", "confidence")}
            held |= {"fact_id": ruling["fact"], "provision": provisions.get(ruling["provision"]), "sort_order": place}
            held |= {name: ruling.get(name, False) for name in ("legal", "status_unknown")}
            keep_row(Ruling, {"act": act, "authority": authorities[ruling["authority"]]}, held, tally)
