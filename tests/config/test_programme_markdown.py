"""The Markdown of the programme as rich text."""

import pytest

from config.programme.markdown import (
    Reference,
    markdown_faults,
    plain_text_faults,
    references_in,
    to_rich_text,
    words_of,
)
from modules.rich_text import clean_text


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("A **bold** and *soft* word.", "<p>A <b>bold</b> and <i>soft</i> word.</p>"),
        ("## Heading\n\n### Smaller", "<h2>Heading</h2>\n<h3>Smaller</h3>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one\n\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("A rule [@L-06].", '<p>A rule <a linktype="citation" provision="L-06">[L-06]</a>.</p>'),
        ("A study [@S0:P-11]", '<p>A study <a linktype="citation" source="S0" fact="P-11">[S0:P-11]</a></p>'),
        ("[less harm](term:G-26)", '<p><a linktype="glossary" term="G-26">less harm</a></p>'),
        ("[site](https://example.org/a?b=1&c=2)", '<p><a href="https://example.org/a?b=1&amp;c=2">site</a></p>'),
        ("5 < 6 & <b>raw</b>", "<p>5 &lt; 6 &amp; &lt;b&gt;raw&lt;/b&gt;</p>"),
    ],
)
def test_markdown_becomes_rich_text(markdown, html):
    assert to_rich_text(markdown) == html


def test_our_links_survive_the_cleaning_of_the_modules_room():
    links = clean_text(to_rich_text("[@L-06] [@T-17:T-17] [x](term:G-26)")).links
    assert [(link.kind, link.cite) for link in links] == [
        ("provision", "L-06"), ("source", "T-17:T-17"), ("term", "G-26"),
    ]  # fmt: skip


def test_references_are_found_in_lists_and_headings():
    found = list(references_in("## A [@P-16]\n\n- b [@S0:P-11]\n- [c](term:G-01)"))
    assert found == [Reference("provision", "P-16"), Reference("source", "S0", "P-11"), Reference("term", "G-01")]


@pytest.mark.parametrize(
    ("markdown", "fault"),
    [
        ("# Top", "only headings of the second and third level"),
        ("`code`", "code inline is not among"),
        ("![x](y.png)", "image is not among"),
        ("- one\n\n  more\n- two", "a list item holds one paragraph"),
        ("> quoted", "blockquote is not among"),
        ("See [@S0 P-11].", "a citation that does not read as one"),
        ("[x](http://example.org)", "is not an https address"),
        ("[x](javascript:alert)", ""),
    ],
)
def test_what_would_be_lost_is_a_fault(markdown, fault):
    found = list(markdown_faults(markdown))
    assert any(fault in reason for reason in found) if fault else "href" not in to_rich_text(markdown)


def test_words_are_counted_without_marks_and_citations():
    assert words_of("## Two words\n\n- **three** more [@S0:P-11] [here](term:G-01)") == 5


def test_plain_texts_hold_no_markdown():
    assert list(plain_text_faults("Nothing odd here, 2 * 3 * 4.")) == []
    assert list(plain_text_faults("**Bold** is not shown"))
    assert list(plain_text_faults("See [@P-16]"))
