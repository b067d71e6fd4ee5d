"""Every text that is marked is translated, and translations are what Django reads. What goes wrong comes first."""

import re

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import gettext

from backend.contracts import shop
from storefront.site import message_files

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|{\w*}")
SPACES = " \n\t"
HIDDEN = re.compile(r'<span class="hidden">.*?</span>')
TAG = re.compile(r"<(/?\w+)")


def translations(message: Message) -> list[tuple[str, str]]:
    """Return each translation with the English text that it is of: the last one of a plural stands for the others."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    forms = message.string if isinstance(message.string, (list, tuple)) else ("", "")
    return [(message.id[min(place, 1)], form) for place, form in enumerate(forms)]


@pytest.mark.parametrize("language", message_files.LANGUAGES)
def test_the_files_hold_the_texts_as_they_are_marked_now(language: str) -> None:
    expected = message_files.render(message_files.update(language))
    for path, content in zip(message_files.paths(language), expected, strict=True):
        assert path.read_bytes() == content, "make texts"


@pytest.mark.parametrize("language", shop.LANGUAGES[1:])
def test_every_text_is_translated(language: str) -> None:
    messages = [each for each in message_files.read(language) if each.id]
    assert messages
    assert not [text for each in messages for text, translated in translations(each) if not translated.strip()]


@pytest.mark.parametrize("language", message_files.LANGUAGES)
def test_a_translation_has_the_placeholders_and_the_markup_of_its_text(language: str) -> None:
    for message in message_files.read(language):
        for text, translated in translations(message) if message.id else ():
            if not translated:
                continue
            is_one = isinstance(message.id, tuple) and text == message.id[0]  # "an hour" may name no number
            expected, actual = (sorted(PLACEHOLDER.findall(each)) for each in (text, translated))
            assert actual == expected or (is_one and set(actual) <= set(PLACEHOLDER.findall(message.id[1]))), text
            assert sorted(TAG.findall(translated)) == sorted(TAG.findall(text)), text
            assert translated.strip(SPACES) == translated or text.strip() != text, text


@pytest.mark.parametrize("language", message_files.LANGUAGES)
def test_what_is_seen_of_a_text_begins_with_a_capital_where_the_english_does(language: str) -> None:
    """What only screen readers are told may not take the first word of a button with it."""
    for message in message_files.read(language):
        for text, translated in translations(message) if message.id else ():
            seen, expected = (HIDDEN.sub("", each).strip() for each in (translated, text))
            assert not (HIDDEN.search(text) and expected[0].isupper() and seen[0].islower()), translated


def test_no_line_begins_with_a_french_punctuation_mark() -> None:
    for message in message_files.read("fr"):
        for _, translated in translations(message) if message.id else ():
            assert not re.search(" [:;?!»]|« ", translated), translated


@pytest.mark.parametrize("language", message_files.LANGUAGES)
def test_no_line_ends_at_a_hyphen_that_holds_a_word_together(language: str) -> None:
    po, mo = message_files.render(message_files.read(language))
    assert "\u2060" not in po.decode()
    texts = mo.decode("utf-8", "replace").replace("\u2060mail", "").replace("\u2060Mail", "").replace("\u2060vous", "")
    assert "\u2060" not in texts
    with translation.override(language):
        assert gettext("By e-mail").count("-\u2060") == 1
        assert gettext("E-mail").startswith(("E-\u2060Mail", "E-\u2060mail"))


@pytest.mark.parametrize(
    ("source", "text", "plural"),
    [
        ('{% load i18n %}{% translate "Menu" %}', "Menu", ""),
        ('{% load i18n %}{% translate "Free" context "price" %}', "Free", ""),
        ('{% load i18n %}{% include "x.html" with title=_("Nothing here") only %}', "Nothing here", ""),
        ("{% load i18n %}{% blocktranslate trimmed %}\n  One\n  line {{ a }}\n{% endblocktranslate %}", "One line %(a)s", ""),
        (
            "{% load i18n %}{% blocktranslate count n=n %}{{ n }} print{% plural %}{{ n }} prints{% endblocktranslate %}",
            "%(n)s print", "%(n)s prints",
        ),
    ],
)  # fmt: skip
def test_a_text_is_found_however_it_is_marked(source: str, text: str, plural: str) -> None:
    assert [(each.text, each.plural) for each in message_files.collect_from_template(source, "x.html")] == [
        (text, plural)
    ]
