"""Descriptions as they may stand on our page."""

import pytest

from storefront.product.description_html import render_description, summarize


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x()</script>",
        "<img src=a onerror=b>",
        '<a href="javascript:x">y</a>',
        "<iframe src=//x></iframe>",
        "<svg onload=x>",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(bad: str) -> None:
    clean = render_description(f"<p>Safe</p>{bad}")
    assert "<p>Safe</p>" in clean
    assert not any(
        piece in clean for piece in ("<script", "<img", "javascript:", "<iframe", "<svg", "onerror", "onload")
    )


def test_links_are_followed_by_people_only() -> None:
    assert 'rel="nofollow noopener"' in render_description('<p><a href="https://example.com" target="_top">x</a></p>')


def test_plain_text_keeps_its_paragraphs_and_its_signs() -> None:
    assert render_description("3 < 4 & 5\n\nNew") == "<p>3 &lt; 4 &amp; 5</p>\n\n<p>New</p>"


def test_a_summary_is_one_short_line_of_text() -> None:
    text = summarize("<p>One</p>\n<ul><li>two</li></ul> " + "three " * 100)
    assert text.startswith("One two three")
    assert text.endswith("…")
    assert len(text) <= 161


def test_a_summary_does_not_escape_twice() -> None:
    assert summarize("Black & white <b>study</b>") == "Black & white study"


def test_plain_text_with_words_in_bold_keeps_its_paragraphs() -> None:
    assert render_description("Oak &amp; ash\n\n<strong>Two</strong> boards\nand one") == (
        "<p>Oak &amp; ash</p>\n\n<p><strong>Two</strong> boards<br>and one</p>"
    )
    assert render_description("<p>Oak</p>\n\n<p>Ash</p>") == "<p>Oak</p>\n\n<p>Ash</p>"
