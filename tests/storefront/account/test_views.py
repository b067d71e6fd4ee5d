"""The account's pages: mistakes are said at the field, what was typed is kept, and passwords are not."""

from typing import Any

import pytest
from django.test import Client

from storefront.account import cognito
from storefront.clients.api import Unavailable
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import session
from tests.storefront.account.sign_up_form import GOOD
from tests.storefront.reading import text

PAGES = ("/account/sign-up", "/account/confirm", "/account/forgotten-password", "/account/new-password")


@pytest.fixture
def pool_calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the pool was asked."""
    calls: list[tuple[Any, ...]] = []
    for name in ("sign_up", "confirm", "resend", "forgot", "reset"):
        monkeypatch.setattr(cognito, name, lambda *arguments, name=name: calls.append((name, *arguments)))
    return calls


BAD: list[tuple[str, str, str]] = [
    ("email", "", "Type your e-mail address."),
    ("email", "ada", "Write it like name@example.com."),
    ("email", "ada@@example.com", "Write it like name@example.com."),
    ("email", "a" * 250 + "@example.com", "at most 254"),
    ("email", "ada@exam\x00ple.com", "Null characters"),
    ("password", "", "Choose a password."),
    ("password", "short", "at least 10 characters"),
    ("password", "Password123!", "among the first that are guessed"),
    ("password", "Halftone-2026", "among the first that are guessed"),
    ("password", "1234567890", "among the first that are guessed"),
    ("password", " Fresh-paper-and-ink-3", "the space at the beginning"),
    ("password", "Fresh-3" * 60, "at most 256"),
    ("name", "a" * 201, "at most 200"),
    ("name", "a\x1b[31m", "signs that nobody can read"),
    ("code", "", "Type the code."),
    ("code", "12345", "six digits"),
    ("code", "1234567", "six digits"),
    ("code", "١٢٣٤٥٦", "six digits"),
    ("code", "12345a", "six digits"),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD)
@pytest.mark.parametrize("page", PAGES)
def test_a_mistake_is_shown_at_its_field(
    browser: Client, pool_calls: list[Any], page: str, field: str, value: str, message: str
) -> None:
    if f'name="{field}"' not in browser.get(page).content.decode():
        return
    answer = browser.post(page, GOOD | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert f'id="id_{field}_error"' in page
    assert message in page
    assert GOOD["email"] in page or field == "email"
    assert GOOD["password"] not in page
    assert pool_calls == []


@pytest.mark.parametrize("page", PAGES)
def test_a_refusal_by_the_user_pool_is_shown_on_the_page(
    browser: Client, pool_calls: list[Any], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: str) -> None:
        raise cognito.NotAccepted(None, "That was tried too often.")

    for name in ("sign_up", "confirm", "forgot", "reset"):
        monkeypatch.setattr(cognito, name, refuse)
    answer = browser.post(page, GOOD)
    assert answer.status_code == 422
    assert "That was tried too often." in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_pool_that_does_not_answer_is_a_page_too(
    browser: Client, pool_calls: list[Any], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*arguments: str) -> None:
        raise Unavailable("login")

    for name in ("sign_up", "confirm", "forgot", "reset"):
        monkeypatch.setattr(cognito, name, down)
    answer = browser.post(page, GOOD)
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_signing_up_goes_on_to_the_code_and_from_there_back(
    browser: Client, shop: Hosted, pool_calls: list[Any]
) -> None:
    assert browser.post("/account/sign-up", GOOD)["Location"] == "/account/confirm"
    assert GOOD["email"] in browser.get("/account/confirm").content.decode()
    answer = browser.post("/account/confirm", GOOD)
    assert answer["Location"].startswith(f"{shop.url}/oauth2/authorize?")
    assert "login_hint=ada%40example.com" in answer["Location"]
    assert pool_calls == [
        ("sign_up", "ada@example.com", "Ada"),
        ("confirm", "ada@example.com", "123456", GOOD["password"], "Ada"),
    ]
    assert [entry["next"] for name, entry in session(browser).items() if name.startswith("login:")] == ["/checkout/"]


def test_a_forgotten_password_goes_the_same_way(browser: Client, shop: Hosted, pool_calls: list[Any]) -> None:
    assert browser.post("/account/forgotten-password", GOOD)["Location"] == "/account/new-password"
    assert browser.post("/account/new-password", GOOD)["Location"].startswith(shop.url)
    assert pool_calls == [
        ("forgot", "ada@example.com"),
        ("reset", "ada@example.com", "123456", "Fresh-paper-and-ink-3"),
    ]


def test_the_code_may_be_typed_in_another_browser(browser: Client, shop: Hosted, pool_calls: list[Any]) -> None:
    assert browser.post("/account/confirm", GOOD)["Location"].startswith(shop.url)


def test_a_new_code_is_sent_on_request(browser: Client, pool_calls: list[Any]) -> None:
    assert browser.post("/account/confirm/resend", {"email": "ada@example.com"})["Location"] == "/account/confirm"
    assert "a new one is on its way" in browser.get("/account/confirm").content.decode()
    assert browser.post("/account/confirm/resend", {"email": "nonsense"}).status_code == 303
    assert pool_calls == [("resend", "ada@example.com")]


def test_the_name_of_the_last_sign_up_counts(browser: Client, pool_calls: list[Any]) -> None:
    browser.post("/account/sign-up", GOOD | {"name": "A slip"})
    browser.post("/account/sign-up", GOOD)
    browser.post("/account/confirm", GOOD)
    assert pool_calls[-1] == ("confirm", "ada@example.com", "123456", GOOD["password"], "Ada")


def test_an_account_with_an_earlier_password_leads_on_to_a_new_one(
    browser: Client, pool_calls: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cognito, "confirm", not_set)
    browser.post("/account/sign-up", GOOD)
    assert browser.post("/account/confirm", GOOD)["Location"] == "/account/new-password"
    assert pool_calls[-1] == ("forgot", "ada@example.com")
    page = text(browser.get("/account/new-password"))
    assert "an earlier password still counts" in page


def not_set(*arguments: str) -> None:
    raise cognito.PasswordNotSet


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_form_says_each_thing_once_in_its_own_words(browser: Client, pool_calls: list[Any], page: str) -> None:
    said = text(browser.post(page, {}))
    assert "This field is required" not in said
    for words in ("Type your e-mail address.", "Choose a password.", "Type the code."):
        assert said.count(words) <= 1
    assert "Type your e-mail address." in said


@pytest.mark.parametrize("page", ["/account/confirm", "/account/new-password"])
@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "кошка и собака", "fresh paper and ink", "nur kleine worte"]
)
def test_a_phrase_is_a_password(browser: Client, pool_calls: list[Any], page: str, password: str) -> None:
    assert browser.post(page, GOOD | {"password": password}).status_code == 303


@pytest.mark.parametrize("page", ["/account/confirm", "/account/new-password"])
def test_ones_own_address_is_no_password(browser: Client, pool_calls: list[Any], page: str) -> None:
    typed = GOOD | {"email": "grace.hopper@example.com", "password": "Hopper-1906-!"}
    assert "among the first that are guessed" in text(browser.post(page, typed))
    assert pool_calls == []


def test_no_password_and_no_code_is_kept_in_the_session(browser: Client, pool_calls: list[Any]) -> None:
    browser.post("/account/sign-up", GOOD)
    browser.post("/account/new-password", GOOD | {"code": "x"})
    kept = str(dict(session(browser).items()))
    assert GOOD["password"] not in kept
    assert GOOD["code"] not in kept


@pytest.mark.parametrize("page", [*PAGES, "/account/sign-in"])
def test_every_form_is_held_to_its_own_page(shop: Hosted, page: str) -> None:
    assert Client(enforce_csrf_checks=True).post(page, GOOD).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/account/sign-in", "/account/callback"])
def test_no_page_of_the_account_is_kept_by_caches_or_found_by_search(browser: Client, page: str) -> None:
    answer = browser.get(page)
    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.content.decode()
