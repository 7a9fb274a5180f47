"""Citations and terms inside text: kept by the editor, cleaned for readers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html

from modules.blocks.lesson import TEXT_FEATURES
from modules.rich_text import KEPT_TAGS, InlineLink, clean_text
from tests.factories.modules import ProvisionFactory, add_lesson, block, make_module

TEXT = (
    '<p>See <a linktype="citation" provision="L-06">[L-06]</a> and'
    ' <a fact="P-11" linktype="citation" source="S0">a study</a> on'
    ' <a linktype="glossary" term="G-26">harm reduction</a>.</p>'
)


def test_both_links_survive_opening_and_saving_in_the_editor():
    converter = ContentstateConverter(features=TEXT_FEATURES)

    saved = converter.to_database_format(converter.from_database_format(TEXT))

    assert clean_text(saved).html == clean_text(TEXT).html
    assert clean_text(saved).links == [
        InlineLink("provision", "L-06"),
        InlineLink("source", "S0", "P-11"),
        InlineLink("term", "G-26"),
    ]


def test_wagtails_own_rendering_keeps_the_words():
    assert "harm reduction</a>" in expand_db_html(TEXT)


def test_a_register_knows_which_drafts_cite_it(cast):
    provision = ProvisionFactory()
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    text = f'<p><a linktype="citation" provision="{provision.fact_id}">x</a></p>'
    page = add_lesson(module, [block("text", text)])

    assert [row.object_id for row in ReferenceIndex.get_references_to(provision)] == [str(page.pk)]


def test_unclosed_and_crossed_tags_are_put_right():
    assert clean_text("<p>One <b>two</p><p>three</i>").html == "<p>One <b>two</b></p><p>three</p>"


@pytest.mark.parametrize("href", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_only_plain_web_addresses_are_kept(href):
    assert "href" not in clean_text(f'<p><a href="{href}">x</a></p>').html


@given(st.text(max_size=200))
def test_any_text_comes_out_closed_and_known(text):
    html = clean_text(text).html

    for tag in KEPT_TAGS:
        assert html.count(f"<{tag}>") == html.count(f"</{tag}>")
    assert clean_text(html).html == html
