"""The shopper's side: the card page and the bank's question, without a script."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import msgspec
import pytest

from backend.contracts.types import Language
from backend.sandbox import cards, domain, repository, translations, view
from backend.sandbox.cards import Card
from backend.sandbox.styles import STYLE, STYLE_SOURCE
from tests.backend.sandbox.conftest import (
    QUERY,
    SHOP,
    Sandbox,
    authorization_request,
    call,
    form,
    make_authorization,
    request,
)
from tests.backend.sandbox.return_urls import LEADS_AWAY

pytestmark = pytest.mark.usefixtures("sandbox")
TYPED = {"number": "4242 4242 4242 4242", "expires": "12/49", "code": "123"}
PAYLOAD = '"><script>alert(1)</script>'


def value(page: str, field: str) -> str:
    """What the field shows."""
    found = re.search(rf'id="{field}" name="{field}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_the_page_shows_the_sum_and_says_that_it_is_a_sandbox() -> None:
    reply = request("GET", "/card", query=QUERY)
    assert reply["statusCode"] == 200
    assert all(words in reply["body"] for words in ("€29.00", "SANDBOX", "never a real one", "4242 4242 4242 4242"))
    assert all(f'autocomplete="{kind}"' in reply["body"] for kind in ("cc-number", "cc-exp", "cc-csc"))


@pytest.mark.parametrize("asked", ["", "xx", "DE", "de-DE", "<script>", "d" * 2_000])
def test_a_language_that_the_page_does_not_speak_is_english(asked: str) -> None:
    reply = request("GET", "/card", query=QUERY | {"language": asked})
    assert reply["statusCode"] == 200
    assert '<html lang="en">' in reply["body"]
    assert "Card number" in reply["body"]


@pytest.mark.parametrize(("language", "total"), [("de", "29,00\u00a0€"), ("fr", "29,00\u00a0€")])
def test_the_card_page_and_the_bank_speak_the_language_that_the_shop_asks_for(language: str, total: str) -> None:
    query = QUERY | {"language": language}
    empty, wrong = request("GET", "/card", query=query)["body"], form("/card", {}, query)["body"]
    location = form("/card", TYPED | {"number": "4000000000003220"}, query)["headers"]["location"]
    bought = authorization_request(token=parse_qs(urlsplit(location).query)["token"][0])
    asks = request("GET", f"/{call('POST', '/authorizations', bought, key='a')[1]['url']}")["body"]
    for page in (empty, wrong, asks):
        assert f'<html lang="{language}">' in page
        assert total in page
    for word in ("card", "Enter", "Total ", "Back to", "Declined", "Webhooks come", "Your", "Confirm the", "money"):
        assert not re.search(rf">[^<]*\b{word}\b", "".join((empty, wrong, asks)).replace("Visa", "")), word


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_text_of_a_page_is_translated(language: Language) -> None:
    titles = {card.title for card in cards.TEST_CARDS}
    wrong = [
        Card("", "", ""),
        Card("1", "1", ""),
        Card("4" * 16, "12/01", "1"),
        Card("4111111111111111", "", ""),
        Card("34", "", ""),
    ]
    mistakes = {mistake for card in wrong for mistake in cards.mistakes(card, 2026, 11).values()}
    assert titles | mistakes | set(view.LABELS.values()) <= translations.TEXTS[language].keys()


def test_a_card_that_an_earlier_release_kept_speaks_english() -> None:
    kept = {"brand": "Visa", "last4": "3220", "card": "confirm", "expires": 4_000_000_000}
    assert msgspec.convert(kept, domain.Token).language == "en"


@pytest.mark.parametrize("url", LEADS_AWAY)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_sent_anywhere_else(method: str, url: str) -> None:
    reply = (
        form("/card", TYPED, QUERY | {"return_url": url})
        if method == "POST"
        else request("GET", "/card", query=QUERY | {"return_url": url})
    )
    assert reply["statusCode"] == 400
    assert "location" not in reply["headers"]
    assert "evil" not in reply["body"]


@pytest.mark.parametrize("wrong", [
    {"state": ""}, {"state": "a b"}, {"state": "a\r\nb"}, {"amount": ""}, {"amount": "-1"}, {"amount": "1e9"}, {"amount": "9" * 14},
    {"currency": "eur"}, {"currency": "EURO"}, {"amount": "٣"}, {"state": "a,1,EUR"},
])  # fmt: skip
def test_a_query_that_is_not_the_shops_is_refused(wrong: dict[str, str]) -> None:
    assert request("GET", "/card", query=QUERY | wrong)["statusCode"] == 400
    assert form("/card", TYPED, QUERY | wrong)["statusCode"] == 400


def test_a_right_card_is_exchanged_for_a_token() -> None:
    reply = form("/card", TYPED, QUERY)
    assert reply["statusCode"] == 303
    url = urlsplit(reply["headers"]["location"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == QUERY["return_url"]
    query = parse_qs(url.query)
    assert query["state"] == [QUERY["state"]]
    assert (query["brand"], query["last4"], TYPED["number"] in unquote_plus(url.query)) == (["Visa"], ["4242"], False)
    assert (
        call("POST", "/authorizations", authorization_request(token=query["token"][0]), key="a")[1]["state"]
        == "authorized"
    )


def test_a_wrong_card_keeps_what_was_typed_but_the_security_code() -> None:
    reply = form("/card", TYPED | {"number": "4242 4242 4242 4241"}, QUERY)
    assert reply["statusCode"] == 422
    assert [value(reply["body"], field) for field in TYPED] == ["4242 4242 4242 4241", "12/49", ""]
    assert 'aria-invalid="true" aria-describedby="number-wrong" autofocus' in reply["body"]
    assert 'id="number-wrong"' in reply["body"]
    assert 'id="expires-wrong"' not in reply["body"]
    assert reply["body"].count("autofocus") == 1


def test_an_empty_form_is_reported_at_every_field() -> None:
    body = form("/card", {}, QUERY)["body"]
    assert all(f'id="{field}-wrong"' in body for field in TYPED)


@pytest.mark.parametrize("field", TYPED)
def test_what_was_typed_can_not_become_markup(field: str) -> None:
    body = form("/card", {field: PAYLOAD}, QUERY)["body"]
    assert "<script" not in body
    assert field == "code" or value(body, field) == PAYLOAD


def test_the_way_back_can_not_become_markup() -> None:
    body = request("GET", "/card", query=QUERY | {"return_url": f"{SHOP}/?a='&quot;<b>"})["body"]
    assert "<b>" not in body
    assert 'href="http://localhost:8000/?a=&#x27;&amp;quot;' in body


@pytest.mark.parametrize("path", ["/card", "/confirm/aut_x_" + "0" * 32])
def test_every_page_locks_its_door(path: str) -> None:
    headers = request("GET", path, query=QUERY)["headers"]
    policy = headers["content-security-policy"]
    assert f"default-src 'none'; style-src {STYLE_SOURCE}; form-action 'self' {SHOP} https://halftone.example" in policy
    assert "frame-ancestors 'none'; base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("no-referrer", "nosniff")


def test_the_style_is_the_one_its_policy_names() -> None:
    body = request("GET", "/card", query=QUERY)["body"]
    assert f"<style>{STYLE}</style>" in body
    assert "style=" not in body
    assert "<script" not in body


def test_a_form_that_is_too_large_or_endless_is_refused() -> None:
    assert form("/card", {"number": "4" * 20_000}, QUERY)["statusCode"] == 413
    assert form("/card", {f"f{n}": "1" for n in range(50)}, QUERY)["statusCode"] == 400
    assert request("POST", "/card", body=b"\xff\xfe=%ff", query=QUERY)["statusCode"] in (400, 422)


def test_the_bank_asks_and_the_shopper_confirms(sandbox: Sandbox) -> None:
    made = make_authorization("4000000000003220")
    assert (made["state"], made["url"]) == ("action-required", f"confirm/{made['id']}")
    asks = request("GET", f"/{made['url']}")
    assert asks["statusCode"] == 200
    assert "€29.00" in asks["body"]
    assert "3220" in asks["body"]
    reply = form(f"/{made['url']}", {"choice": "confirm"})
    assert (reply["statusCode"], reply["headers"]["location"]) == (303, f"{SHOP}/orders/1/")
    assert make_authorization()["state"] == "authorized"
    assert [state for state, _ in sandbox.webhook_states] == ["action-required", "authorized"]


@pytest.mark.parametrize("choice", [{"choice": "reject"}, {}, {"choice": "x"}])
def test_only_a_clear_yes_is_a_confirmation(choice: dict[str, str]) -> None:
    made = make_authorization("4000000000003220")
    form(f"/{made['url']}", choice)
    stands = make_authorization()
    assert (stands["state"], stands["reason"]) == ("declined", "authentication_failed")


def test_a_question_is_answered_once() -> None:
    made = make_authorization("4000000000003220")
    form(f"/{made['url']}", {"choice": "reject"})
    assert form(f"/{made['url']}", {"choice": "confirm"})["statusCode"] == 303
    assert make_authorization()["state"] == "declined"
    assert request("GET", f"/{made['url']}")["headers"]["location"] == f"{SHOP}/orders/1/"


def test_a_question_about_a_voided_payment_sends_back_to_the_shop() -> None:
    made = make_authorization("4000000000003220")
    call("POST", f"/authorizations/{made['id']}/void", {}, key="v")
    assert request("GET", f"/confirm/{made['id']}")["statusCode"] == 303
    assert form(f"/confirm/{made['id']}", {"choice": "confirm"})["statusCode"] == 303
    assert make_authorization()["state"] == "voided"


def test_two_answers_at_once_count_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_authorization("4000000000003220")
    real, others = domain.transition, [lambda: form(f"/{made['url']}", {"choice": "reject"})]

    def transition_and_interrupt(*taken: Any) -> Any:
        after = real(*taken)
        if others:
            others.pop()()
        return after

    monkeypatch.setattr(domain, "transition", transition_and_interrupt)
    assert form(f"/{made['url']}", {"choice": "confirm"})["statusCode"] == 303
    kept = repository.find("order-1")
    assert kept
    assert kept.state == "declined"


def test_a_payment_nobody_knows_has_no_page() -> None:
    make_authorization("4000000000003220")
    assert request("GET", "/confirm/aut_order-1_" + "0" * 32)["statusCode"] == 404
