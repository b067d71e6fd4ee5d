"""How often the account's forms are taken, counted before the pool is asked, and what is told of it."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from storefront.account import cognito, limits
from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.web import attempts, security_events
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.sign_up_form import GOOD
from tests.storefront.reading import text

MAILED = ("/account/sign-up", "/account/forgotten-password")
CODED = ("/account/confirm", "/account/new-password")


@pytest.fixture
def pool_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the pool was asked."""
    calls: list[str] = []
    for name in ("sign_up", "resend", "forgot"):
        monkeypatch.setattr(cognito, name, lambda *arguments, name=name: calls.append(name))
    for name in ("confirm", "reset"):
        monkeypatch.setattr(cognito, name, lambda *arguments, name=name: (calls.append(name), wrong()))
    return calls


def wrong() -> None:
    raise cognito.NotAccepted("code", "This code is not the right one.")


@pytest.mark.parametrize("page", CODED)
def test_after_ten_wrong_codes_the_right_one_is_not_tried_any_more(
    browser: Client, pool_calls: list[str], page: str
) -> None:
    answers = [browser.post(page, GOOD | {"code": f"{place:06d}"}) for place in range(60)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429] * 50
    assert len(pool_calls) == 10
    assert "Try again in" in text(answers[-1])


@pytest.mark.parametrize("page", MAILED)
def test_an_address_gets_no_more_than_five_mails_an_hour(browser: Client, pool_calls: list[str], page: str) -> None:
    answers = [
        browser.post(page, GOOD | {"email": email}).status_code for email in ("ada@example.com", "ADA@example.com") * 3
    ]
    assert answers == [303] * 5 + [429]
    assert len(pool_calls) == 5


def test_the_forms_that_send_a_mail_are_counted_together(browser: Client, pool_calls: list[str]) -> None:
    for page in (*MAILED, "/account/confirm/resend") * 2:
        last = browser.post(page, GOOD)
    assert last["Location"] == "/account/confirm"
    assert len(pool_calls) == 5
    assert "That was tried too often." in text(browser.get("/account/confirm"))


def test_one_client_cannot_have_mails_sent_to_many(browser: Client, pool_calls: list[str]) -> None:
    answers = [
        browser.post("/account/sign-up", GOOD | {"email": f"a{place}@example.com"}).status_code for place in range(25)
    ]
    assert answers == [303] * 20 + [429] * 5
    assert len(pool_calls) == 20


def test_another_client_is_not_held_up(browser: Client, pool_calls: list[str]) -> None:
    for place in range(25):
        browser.post("/account/sign-up", GOOD | {"email": f"a{place}@example.com"})
    assert (
        browser.post("/account/sign-up", GOOD | {"email": "bob@example.com"}, REMOTE_ADDR="192.0.2.7").status_code
        == 303
    )


def test_a_limit_lasts_an_hour(browser: Client, pool_calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(6):
        browser.post("/account/sign-up", GOOD)
    now = attempts.time.time()
    monkeypatch.setattr(attempts.time, "time", lambda: now + limits.WINDOW)
    assert browser.post("/account/sign-up", GOOD).status_code == 303


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(
    browser: Client, pool_calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    monkeypatch.setattr(limits.LimitReached, "message", "said")
    for email in ("known@example.com", "unknown@example.com"):
        for _ in range(6):
            last = browser.post("/account/forgotten-password", {"email": email})
        (main,) = re.findall(r"<main.*?</main>", last.content.decode(), re.DOTALL)
        said.append(re.sub("<[^>]+>", " ", main).replace(email, "…"))
    assert said[0] == said[1]


def test_while_the_table_does_not_answer_the_forms_are_closed(
    browser: Client, pool_calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "call_item", down)
    assert browser.post("/account/sign-up", GOOD).status_code == 503
    assert pool_calls == []


def down(*arguments: Any, **named: Any) -> None:
    raise Unavailable("sessions")


def test_the_table_names_neither_address_nor_client(browser: Client, pool_calls: list[str], shop: Hosted) -> None:
    browser.post("/account/forgotten-password", GOOD)
    items = aws.client("dynamodb").scan(TableName="sessions")["Items"]
    counts = [item for item in items if item["pk"]["S"].startswith("LIMIT#")]
    assert len(counts) == 2
    assert GOOD["email"] not in str(counts)
    assert "127.0.0.1" not in str(counts)
    assert all(int(item["expires"]["N"]) - attempts.time.time() <= limits.WINDOW for item in counts)


FORWARDED: list[tuple[int, str, str, str]] = [
    (0, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
    (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (1, "made-up, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (1, "198.51.100.1, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
    (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
    (1, "", "10.0.0.1", "10.0.0.1"),
    (1, "<script>", "10.0.0.1", "10.0.0.1"),
    (1, "203.0.113.9:4711", "10.0.0.1", "203.0.113.9"),
    (1, "[2001:db8::1]:4711", "10.0.0.1", "2001:db8::1"),
    (1, "::ffff:203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (0, "", "", security_events.UNKNOWN),
]


@pytest.mark.parametrize(("proxies", "forwarded", "peer", "client"), FORWARDED)
def test_only_our_own_proxies_are_believed(
    settings: Settings, proxies: int, forwarded: str, peer: str, client: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert security_events.client_of(request) == client


def test_a_household_of_many_addresses_is_one_client() -> None:
    one, other = (RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2:{last}::1") for last in ("a", "b"))
    assert security_events.network_of(one) == security_events.network_of(other) == "2001:db8:1:2::"
