"""Steps as readers see them: from frozen data, quickly, and safely."""

import pytest
from django.core.cache import cache

from modules.models import EditionStep
from modules.rendering import render_step
from modules.services.freezing import freeze_module
from tests.factories.modules import (
    GlossaryTermFactory,
    ProvisionFactory,
    SourceFactory,
    add_lesson,
    block,
    make_current_edition,
    make_module,
)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def lesson_of(cast, *blocks):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_lesson(module, list(blocks))
    return freeze_module(actor="test", module=module).steps.get()


def test_a_hit_makes_no_query_and_a_miss_none_for_a_lesson(cast, django_assert_num_queries):
    step = make_current_edition([cast.agency]).steps.get(kind="lesson")

    with django_assert_num_queries(0):
        first = render_step(step, flag_url="/flags/new/?edition=x")
        assert render_step(step, flag_url="/flags/new/?edition=x") == first


def test_each_block_offers_to_report_a_problem_when_told_where(cast):
    step = make_current_edition([cast.agency]).steps.get(kind="lesson")

    with_link = render_step(step, flag_url="/flags/new/?edition=x")
    without = render_step(step)

    for row in step.blocks:
        assert f'<section class="cg-block" id="b-{row["id"]}" data-block="{row["id"]}">' in without
        assert f'href="/flags/new/?edition=x&amp;block={row["id"]}"' in with_link
    assert "cg-report-link" not in without
    assert "/flags/new/?block=" in render_step(step, flag_url="/flags/new/")


def test_citations_are_numbered_in_order_and_listed_once(cast):
    rule, source, term = ProvisionFactory(cite="Code 1(a)"), SourceFactory(title="A study"), GlossaryTermFactory()
    step = lesson_of(
        cast,
        block(
            "text",
            f'<p>One <a linktype="citation" source="{source.key}" fact="P-1">[{source.key}]</a>'
            f' two <a linktype="citation" provision="{rule.fact_id}">as the law says</a>'
            f' again <a linktype="citation" source="{source.key}" fact="P-1">[x]</a>'
            f' <a linktype="glossary" term="{term.fact_id}">word</a></p>',
        ),
    )

    html = render_step(step)

    assert html.count('href="#note-1"') == 2
    assert 'as the law says<sup class="cg-cite"><a href="#note-2">' in html
    assert html.count("<li id=") == 2
    assert html.index("A study") < html.index("Code 1(a)")
    assert f'href="#term-{term.fact_id}"' in html
    assert f"[{source.key}]" not in html


def test_markup_of_authors_cannot_run(cast):
    step = lesson_of(
        cast,
        block(
            "text", '<p onclick="x()">Fine<script>alert(1)</script><a href="javascript:alert(1)">no</a></p><img src=x>'
        ),
        block("reflection", {"prompt": "<script>alert(2)</script>"}),
    )

    html = render_step(step)

    assert "<script" not in html
    assert "onclick" not in html
    assert "javascript:" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(2)" in html


def test_unsure_rules_say_so(cast):
    rule = ProvisionFactory(legal=True, status_unknown=True, confidence="C")
    html = render_step(lesson_of(cast, block("provision", {"provision": rule.pk, "note": ""})))

    assert "Not yet approved by a lawyer" in html
    assert "Status not confirmed" in html
    assert "one weak source" in html


def test_two_hundred_blocks_render_from_the_frozen_copy_alone(cast, django_assert_num_queries):
    step = lesson_of(cast, *[block("text", f"<p>Block {number}</p>") for number in range(200)])
    fresh = EditionStep.objects.get(pk=step.pk)

    with django_assert_num_queries(0):
        assert render_step(fresh).count("cg-block") == 200
