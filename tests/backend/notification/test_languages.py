"""Mails in the language of who ordered: every text, figure and link of them."""

import ast
import inspect
import subprocess
import sys
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest
from babel import Locale
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts import shop
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import COUNTRIES, Delivery
from backend.contracts.currencies import WORTH
from backend.contracts.delivery.zones import TITLES
from backend.contracts.order.events import OrderCancelled, OrderRefused
from backend.contracts.shop import SAMPLE_SELLER
from backend.contracts.types import Language
from backend.notification import (
    account_mail,
    alerts,
    content,
    domain,
    export_mail,
    issues,
    languages,
    links,
    mail,
    newsletter,
    parcel_texts,
    phrasebook,
    replies,
    return_texts,
    sums,
    texts,
    vouchers,
)
from backend.notification.content import address_title
from backend.notification.domain import Recipient
from backend.notification.mail import order_mail
from storefront.basket.templatetags.basket import things
from storefront.order import service_notes
from storefront.web import formats as pages
from storefront.web.formats import percent, weekday
from tests.backend.notification.samples import BUYER, EVENTS, LINK, ORDER, WHOSE
from tests.backend.notification.test_mail import words
from tests.backend.order.checkouts import checked_out

TRANSLATED = get_args(Language)[1:]
MODULES = (
    account_mail,
    alerts,
    content,
    export_mail,
    issues,
    links,
    mail,
    newsletter,
    parcel_texts,
    phrasebook,
    replies,
    return_texts,
    sums,
    texts,
    vouchers,
)
OTHERS = {*TITLES.values(), "Delivery"}
"""Texts that are named elsewhere, and said in mails."""


def constants(module: Any, expression: ast.expr) -> set[str]:
    """Return the texts that this expression may be."""
    if isinstance(expression, ast.Name):
        value = getattr(module, expression.id, None)
        return {value} if isinstance(value, str) else set()
    if isinstance(expression, ast.IfExp):
        return constants(module, expression.body) | constants(module, expression.orelse)
    return {expression.value} if isinstance(expression, ast.Constant) else set()


def texts_of(module: Any) -> set[str]:
    """Return what a module says."""
    tree = ast.parse(inspect.getsource(module))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    said = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) == "say"]
    return {text for call in said for text in constants(module, call.args[0])}


SAID = frozenset().union(*map(texts_of, MODULES)) | OTHERS | set(service_notes.NOTES)


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def buyer(language: Any) -> Recipient:
    return msgspec.structs.replace(BUYER, language=language)


def write_mail(event: Any, language: Any) -> domain.Mail:
    return order_mail(event, ORDER, buyer(language), "https://halftone.example")


def test_whatever_language_the_shop_offers_its_mails_have_too() -> None:
    assert set(shop.LANGUAGES) <= set(get_args(Language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_every_mail_is_translated_with_the_same_places_and_no_other_is(language: Language) -> None:
    table = languages.phrasebook(language).texts
    assert len(SAID) > 130
    assert set(table) == SAID
    assert [text for text, other in table.items() if fields(text) != fields(other)] == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_mail_has_one_language_and_says_the_same_as_text_and_as_html(event: Any, language: Language) -> None:
    found, english = write_mail(event, language), write_mail(event, "en")
    assert f'<html lang="{language}">' in found.html
    seller = ", ".join((*SAMPLE_SELLER.address, languages.phrasebook(language).country("DE")))
    assert seller in found.html
    assert seller.replace(", ", "\n") in found.text
    assert '<html lang="en">' in english.html
    assert found.subject != english.subject
    assert found.subject.isprintable()
    assert "0000-0001" in found.subject
    assert found.name == english.name
    shown = " ".join(words(found.html).split())
    for line in (found.subject, *found.text.splitlines()):
        assert not any(part in f"{line} " for part in (".. ", "{", "}")), line
    paragraphs = [part for part in found.text.split("\n\n")[:3] if "https://" not in part and not part.startswith("-")]
    assert all(" ".join(part.split()) in shown for part in paragraphs)
    typed = {getattr(event, name, "") for name in ("reason", "note")}
    alike = set(found.text.split("\n\n")) & set(english.text.split("\n\n")) - typed
    assert [part for part in alike if part.endswith((".", ":"))] == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("note", service_notes.NOTES)
def test_a_services_reason_reads_as_on_the_orders_page(note: str, language: Language) -> None:
    with translation.override(language):
        shown = service_notes.translate_note(note)
    assert languages.phrasebook(language).note(note) == shown != note


@pytest.mark.parametrize("language", get_args(Language))
def test_codes_that_were_used_up_are_named_as_on_the_orders_page(language: Language) -> None:
    note = f"A{{0}}B, C{service_notes.USED_UP}"
    with translation.override(language):
        shown = service_notes.translate_note(note)
    assert languages.phrasebook(language).note(note) == shown


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("event_type", [OrderRefused, OrderCancelled])
def test_what_staff_typed_stays_as_it_is(event_type: Any, language: Language) -> None:
    reason = "We {lost} it %(so)s {} {0}"
    assert reason in write_mail(event_type(**WHOSE, reason=reason), language).text


@given(st.integers(-(10**13), 10**13), st.sampled_from(sorted(WORTH)))
def test_money_is_written_as_the_storefront_writes_it(minor: int, currency: str) -> None:
    for language in TRANSLATED:
        with translation.override(language):
            assert languages.phrasebook(language).money(minor, currency) == pages.money(minor, currency)


@pytest.mark.parametrize("language", TRANSLATED)
def test_days_numbers_and_countries_are_written_as_the_storefront_writes_them(language: Language) -> None:
    book = languages.phrasebook(language)
    with translation.override(language):
        for month in range(1, 13):
            instant, day = f"2026-{month:02}-03T23:30:00.000Z", f"2026-{month:02}-{month + 3:02}"
            assert f"{book.day(instant)}, {book.time(instant)}" == pages.moment(instant)
            assert book.weekday(day) == weekday(day)
        assert [book.percent(rate) for rate in (1900, 810)] == [percent(rate) for rate in (1900, 810)]
        assert [book.pieces(count) for count in (0, 1, 2)] == [things(count) for count in (0, 1, 2)]
    locale = Locale(language)
    assert {code: locale.territories[code] for code in COUNTRIES} == book.countries


@pytest.mark.parametrize("language", TRANSLATED)
def test_links_lead_to_pages_in_the_language_while_the_shop_has_them(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop, "LANGUAGES", get_args(Language))
    html = write_mail(EVENTS[0], language).html
    for page in (f"orders/{ORDER}/", "contact/?order=0000-0001", "withdrawal/?order=0000-0001", "terms/"):
        assert f'href="https://halftone.example/{language}/{page}"' in html
    assert 'src="https://halftone.example/pictures/' in html
    assert LINK in write_mail(EVENTS[0], "en").html
    monkeypatch.setattr(shop, "LANGUAGES", ("en",))
    assert f'href="{LINK}"' in write_mail(EVENTS[0], language).html


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_buyer_is_mailed_in_the_language_of_the_checkout(language: Language) -> None:
    assert domain.buyer(checked_out(language=language)).language == language


def test_a_function_that_starts_loads_no_language() -> None:
    code = "import sys, backend.notification.languages as p; print({p.__package__ + '.german'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_mails_about_a_checkout_of_an_earlier_release_are_in_english() -> None:
    old = msgspec.json.encode(checked_out())
    assert b"language" not in old
    assert domain.buyer(msgspec.json.decode(old, type=BasketCheckedOut)).language == "en"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Invoice to"), ("de", "Rechnungsadresse"), ("fr", "Adresse de facturation")]
)
def test_nothing_is_delivered_to_the_address_of_what_goes_by_e_mail(language: Language, words: str) -> None:
    assert address_title(languages.phrasebook(language), Delivery.EMAIL) == words
    assert address_title(languages.phrasebook(language), Delivery.STANDARD) != words
