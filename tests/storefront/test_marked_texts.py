"""Whatever shoppers read stands in a template marked for translation. What goes wrong comes first."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.site import message_files

TEMPLATES = message_files.SOURCES / "templates"
SHOPPERS = sorted(path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "staff")
MARKED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}|{% block (?:\w+_class|button_kind) %}.*?{% endblock %}"
    r"|<script.*?</script>|<svg.*?</svg>",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ARGUMENT = re.compile(r'\b(?:title|text|link_text|words|label|alt|default|crumbs \w+)[=: ]"([^"]*)"')
ELEMENT = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r'\b(?:title|alt|aria-label|placeholder|content)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
SAME_IN_EVERY_LANGUAGE = {
    "width=device-width, initial-scale=1", "light dark", "summary_large_image", "website", "product", "noindex", "noindex, follow",
}  # fmt: skip
"""What browsers and search engines read."""
LOCAL = {"account/mail.html"}
"""The mails of a local cloud, for who develops."""


def unmarked_texts(source: str) -> Iterator[str]:
    """Yield the texts of a template that are not marked."""
    source = MARKED.sub("", source)
    for tag in TAG.findall(source):
        yield from (text for text in ARGUMENT.findall(tag) if WORD.search(text))
    html = TAG.sub("", source)
    for element in ELEMENT.findall(html):
        yield from (text for text in ATTRIBUTE.findall(element) if WORD.search(text))
    yield from (text.strip() for text in ELEMENT.split(html) if WORD.search(re.sub(r"&\w+;", "", text)))


@pytest.mark.parametrize("path", SHOPPERS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_text_of_a_page_for_shoppers_is_marked(path: Path) -> None:
    name = str(path.relative_to(TEMPLATES))
    source = path.read_text()
    if name not in LOCAL and not source.startswith("hx-"):
        assert not set(unmarked_texts(source)) - SAME_IN_EVERY_LANGUAGE


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",
        "<p>{{ name }}, hello</p>",
        '<p aria-label="Hello">{{ name }}</p>',
        '<input placeholder="Hello">',
        '{% include "x.html" with title="Hello" %}',
        '{% crumbs trail "Hello" %}',
        '{{ title|default:"Hello" }}',
        '{% block title %}Hello{% endblock %}',
        '<p>{% if name %}{% translate "Hello" %}{% else %}Hello{% endif %}</p>',
    ],
)  # fmt: skip
def test_a_text_that_is_not_marked_is_found_wherever_it_stands(source: str) -> None:
    assert list(unmarked_texts(source))
