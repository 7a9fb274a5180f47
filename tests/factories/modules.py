"""Factories of registers, modules and editions. Editions are made by the real services."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from modules.enums import (
    AuthorityKind,
    AuthorityStatus,
    Confidence,
    Layer,
    ResourceStatus,
    RulingCode,
    SourceKind,
    Topic,
)
from modules.models import (
    Act,
    Authority,
    Edition,
    GlossaryTerm,
    LanguageNote,
    LessonPage,
    ModulePage,
    Provision,
    Resource,
    Ruling,
    ScenarioPage,
    Source,
)
from modules.services.coauthoring import set_coauthors
from modules.services.freezing import freeze_module
from modules.services.publishing import Signature, publish_edition
from modules.services.shelving import module_shelf
from people.models import Agency


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"S{n}x")
    title = factory.Sequence(lambda n: f"Example study {n}")
    kind = SourceKind.REPORT


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    key = factory.Sequence(lambda n: f"authority-{n}")
    title = factory.Sequence(lambda n: f"Example Code section {n}")
    short_title = factory.Sequence(lambda n: f"Example Code {n}")
    kind = AuthorityKind.STATUTE
    layer = Layer.STATE_LAW
    jurisdiction = "California"
    status = AuthorityStatus.IN_FORCE
    last_verified = factory.LazyFunction(date.today)


class ProvisionFactory(DjangoModelFactory):
    class Meta:
        model = Provision

    authority = factory.SubFactory(AuthorityFactory)
    fact_id = factory.Sequence(lambda n: f"L-{n:03}x")
    title = factory.Sequence(lambda n: f"Example rule {n}")
    summary = "A person who reports is not arrested for what the report reveals."
    cite = factory.Sequence(lambda n: f"Example Code {n}(a)")
    confidence = Confidence.OFFICIAL


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    fact_id = factory.Sequence(lambda n: f"G-{n:03}x")
    term = factory.Sequence(lambda n: f"Example term {n}")
    meaning = "What the example term means."
    use = "When to use it."


class LanguageNoteFactory(DjangoModelFactory):
    class Meta:
        model = LanguageNote

    key = factory.Sequence(lambda n: f"note-{n}")
    pattern = r"\brescue\b"
    guidance = "It suggests force."
    instead = "connect with services"
    allowed_in = ["quotation", "definition"]


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = Resource

    fact_id = factory.Sequence(lambda n: f"A-{n:03}x")
    name = factory.Sequence(lambda n: f"Example service {n}")
    role = "Peer support"
    status = ResourceStatus.ACTIVE
    last_checked = factory.LazyFunction(date.today)
    check_days = 90


class ActFactory(DjangoModelFactory):
    class Meta:
        model = Act

    key = factory.Sequence(lambda n: f"act-{n}")
    topic = Topic.ARREST
    title = factory.Sequence(lambda n: f"Do example thing {n}")


class RulingFactory(DjangoModelFactory):
    class Meta:
        model = Ruling

    act = factory.SubFactory(ActFactory)
    provision = factory.SubFactory(ProvisionFactory)
    authority = factory.SelfAttribute("provision.authority")
    fact_id = factory.SelfAttribute("provision.fact_id")
    ruling = RulingCode.MUST_NOT
    text = "No arrest."
    confidence = Confidence.OFFICIAL


def block(kind: str, value: Any, block_id: str = "") -> dict[str, Any]:
    """A raw block with an id, ready for a StreamField."""
    return {"type": kind, "value": value, "id": block_id or str(uuid.uuid4())}


def items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """A raw ListBlock with ids."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def branching_item(provision: Provision | None = None, key: str = "sc-01") -> dict[str, Any]:
    """A sound branching item: the wrong choice leads to a second scene, the best one ends the story."""
    rule = provision.pk if provision else None
    scene = {"consequence": "She stays and talks.", "feedback": "The rule says so.", "provision": rule, "next": ""}
    best = {"key": "a", "text": "Take the report.", "outcome": "best", "points": 2, **scene}
    harm = {"key": "b", "text": "Run her name.", "outcome": "harmful", "points": 0, **scene}
    first = {"key": "s1", "narrative": "A woman reports a robbery.", "choices": items(best, {**harm, "next": "s2"})}
    second = {
        "key": "s2",
        "narrative": "She wants to leave.",
        "choices": items({**best, "outcome": "acceptable", "points": 1}, harm),
    }
    return block(
        "branching",
        {
            "key": key,
            "title": "A report at night",
            "layers": ["state_law"],
            "legal": False,
            "belief": "A person with a record is not a victim.",
            "supports": provision.fact_id if provision else "",
            "content_note": "",
            "scenes": items(first, second),
        },
    )


def single_item(provision: Provision | None = None, key: str = "sc-02") -> dict[str, Any]:
    rule = provision.pk if provision else None
    return block(
        "single",
        {
            "key": key,
            "title": "Condoms in the bag",
            "layers": ["local_policy"],
            "legal": False,
            "belief": "",
            "supports": "",
            "content_note": "",
            "stem": "You see condoms. What do they prove?",
            "choices": items(
                {
                    "key": "a",
                    "text": "Sex work.",
                    "correct": False,
                    "feedback": "They prove nothing.",
                    "provision": rule,
                },
                {"key": "b", "text": "Nothing.", "correct": True, "feedback": "They prove nothing.", "provision": rule},
            ),
        },
    )


def make_module(
    agencies: Iterable[Agency],
    *,
    title: str = "The bulletin",
    slug: str = "",
    with_lesson: bool = True,
    with_scenario: bool = True,
    approvals_needed: int = 1,
    provision: Provision | None = None,
    language: str = "en",
) -> ModulePage:
    """A module that passes every check, with a lesson and a scenario quiz unless told otherwise."""
    module = module_shelf().add_child(
        instance=ModulePage(
            title=title,
            slug=slug or f"module-{uuid.uuid4().hex[:8]}",
            summary="What the bulletin asks of a patrol officer.",
            objectives=[("objective", "Say who is covered")],
            language=language,
            live=False,
        )
    )
    set_coauthors(actor="test", module=module, agencies=agencies, approvals_needed=approvals_needed)
    if with_lesson or with_scenario:
        provision = provision or ProvisionFactory()
    if with_lesson:
        add_lesson(module, lesson_blocks(provision))
    if with_scenario:
        add_scenario(module, [branching_item(provision), single_item(provision)])
    return module


def lesson_blocks(provision: Provision) -> list[dict[str, Any]]:
    source, term = SourceFactory(), GlossaryTermFactory()
    text = (
        "<h2>Who is covered</h2><p>A person who reports is covered"
        f' <a linktype="citation" provision="{provision.fact_id}">[{provision.fact_id}]</a>, says a study'
        f' <a linktype="citation" source="{source.key}" fact="P-11">[{source.key}]</a>. See'
        f' <a linktype="glossary" term="{term.fact_id}">the word</a>.</p>'
    )
    claim = {"statement": "Most do not report.", "source": source.pk, "fact": "R-01", "confidence": "A", "n": "783"}
    return [
        block("text", text),
        block("provision", {"provision": provision.pk, "note": "Read this first."}),
        block("claim", claim),
        block("callout", {"tone": "say", "title": "Words you can say", "text": "<p>You will not be arrested.</p>"}),
    ]


def add_lesson(
    module: ModulePage, blocks: list[dict[str, Any]], *, title: str = "Who is covered", slug: str = ""
) -> LessonPage:
    page = LessonPage(title=title, slug=slug or f"lesson-{uuid.uuid4().hex[:8]}", minutes=8, body=blocks, live=False)
    module.refresh_from_db()
    return module.add_child(instance=page)


def add_scenario(
    module: ModulePage,
    quiz_items: list[dict[str, Any]],
    *,
    title: str = "Covered or not",
    slug: str = "",
    pass_mark: int = 80,
) -> ScenarioPage:
    page = ScenarioPage(
        title=title,
        slug=slug or f"scenario-{uuid.uuid4().hex[:8]}",
        minutes=10,
        intro="<p>Short cases. Take your time.</p>",
        pass_mark=pass_mark,
        items=quiz_items,
        live=False,
    )
    module.refresh_from_db()
    return module.add_child(instance=page)


def make_candidate(agencies: Iterable[Agency], *, actor: object = "test", **module_fields: Any) -> Edition:
    """A module with everything in it, put up for signature by the real service."""
    return freeze_module(actor=actor, module=make_module(agencies, **module_fields))


def make_current_edition(agencies: Iterable[Agency], *, actor: object = "test", **module_fields: Any) -> Edition:
    """A published edition, signed by all its agencies."""
    agencies = list(agencies)
    edition = make_candidate(agencies, actor=actor, **module_fields)
    signatures = [
        Signature(name=agency.name, perspective=agency.perspective, answer="approve", fictional=agency.fictional)
        for agency in agencies
    ]
    return publish_edition(actor=actor, edition=edition, agencies=signatures)


def next_edition(edition: Edition, *, actor: object = "test") -> Edition:
    """Freeze and publish the drafts of the same module as they are now."""
    return publish_edition(actor=actor, edition=freeze_module(actor=actor, module=edition.module))
