"""Tokens: refreshed before they end, kept through faults, and given up only where Cognito says so."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from storefront.account import shopper, tokens
from storefront.account.tokens import Tokens
from storefront.clients.api import Refusal, Unavailable
from storefront.web.session import SessionStore
from storefront.web.session_table import Changed, call, read
from tests.storefront.account.hosted import SUB, Hosted

ENTRY: dict[str, Any] = {"sub": SUB, "email": "ada@example.com", "name": "Ada", "is_staff": False}


def session_with(hosted: Hosted, seconds_left: int) -> SessionStore:
    """A stored session whose access token is good for so many seconds more."""
    reply = hosted.tokens()
    store = SessionStore()
    store["shopper"] = ENTRY
    tokens.keep(store, Tokens(reply["access_token"], reply["refresh_token"], int(time.time()) + seconds_left))
    store.create()
    return SessionStore(store.session_key)


def token(store: SessionStore) -> str:
    return shopper.Shopper(SUB, "ada@example.com", "Ada", was_staff=False, session=store).token


def test_a_token_with_time_left_is_used_as_it_is(shop: Hosted) -> None:
    store = session_with(shop, 300)
    assert token(store) == tokens.get_tokens(store).access  # type: ignore[union-attr]
    assert shop.seen == {}


@pytest.mark.parametrize("rotates", [True, False])
def test_a_token_about_to_end_is_replaced_and_kept(shop: Hosted, rotates: bool) -> None:
    shop.rotates = rotates
    store = session_with(shop, 30)
    old = tokens.get_tokens(store)
    fresh = token(store)
    again = SessionStore(store.session_key)
    assert old is not None
    assert fresh != old.access
    assert token(again) == fresh
    assert shop.seen["refresh_token"] == 1
    assert (tokens.get_tokens(again).refresh == old.refresh) is not rotates  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "reply", [(503, b"down"), (200, b"<html>"), (429, b""), (400, {"error": "temporarily_unavailable"})]
)
def test_while_the_login_is_down_a_token_with_time_left_is_used(shop: Hosted, reply: Any) -> None:
    store = session_with(shop, 30)
    shop.wrong["refresh_token"] = lambda: reply
    old = token(store)
    asked = shop.seen["refresh_token"]
    assert token(SessionStore(store.session_key)) == old
    assert shop.seen["refresh_token"] == asked


def test_while_the_login_is_down_a_session_whose_token_ended_waits_and_is_not_lost(shop: Hosted) -> None:
    store = session_with(shop, -10)
    shop.wrong["refresh_token"] = lambda: (503, b"down")
    with pytest.raises(Unavailable):
        token(store)
    shop.wrong.clear()
    assert token(SessionStore(store.session_key))  # waits out the pause after the fault


def test_a_lost_reply_is_asked_for_again(shop: Hosted) -> None:
    store = session_with(shop, -10)
    replies = [(503, b"lost")]
    real = shop._refresh

    def once() -> Any:
        return replies.pop() if replies else real({"refresh_token": next(iter(shop.refresh_tokens))})

    shop.wrong["refresh_token"] = once
    assert token(store)
    assert shop.seen["refresh_token"] == 2


@pytest.mark.parametrize("seconds_left", [30, -10])
def test_a_revoked_or_disabled_shopper_is_signed_out(shop: Hosted, seconds_left: int) -> None:
    store = session_with(shop, seconds_left)
    shop.refresh_tokens.clear()
    with pytest.raises(Refusal) as refusal:
        token(store)
    assert refusal.value.problem.status == 401
    store.save()
    left_over = read(str(store.session_key))
    assert left_over is not None
    assert not {"access", "refresh"} & left_over.keys()
    assert "shopper" not in SessionStore(store.session_key)


@pytest.mark.parametrize(
    "claims", [{"sub": "somebody-else"}, {"iss": "elsewhere"}, {"client_id": "another"}, {"token_use": "id"}]
)
def test_a_refreshed_token_that_is_not_this_shoppers_ends_the_session(shop: Hosted, claims: dict[str, str]) -> None:
    store = session_with(shop, 30)
    shop.claims["access"] = claims
    with pytest.raises(Refusal):
        token(store)


def test_a_session_without_tokens_is_signed_out(shop: Hosted) -> None:
    store = SessionStore()
    store["shopper"] = ENTRY
    store.create()
    with pytest.raises(Refusal):
        token(SessionStore(store.session_key))


def test_a_session_ended_elsewhere_while_it_is_refreshed_stays_ended(shop: Hosted) -> None:
    store = session_with(shop, 30)
    store.keys()
    SessionStore(store.session_key).delete()
    with pytest.raises(Refusal):
        token(store)
    assert read(str(store.session_key)) is None


def test_a_refresh_that_was_given_up_is_taken_over(shop: Hosted) -> None:
    store = session_with(shop, -10)
    past = {":past": {"N": str(int(time.time()) - 1)}}
    call(
        "update_item", str(store.session_key), UpdateExpression="SET refreshing = :past", ExpressionAttributeValues=past
    )
    assert token(store)


def test_waiting_for_another_refresh_ends(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAX_WAIT", 0.2)
    store = session_with(shop, -10)
    tokens._lock(store, tokens.get_tokens(store))  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        token(SessionStore(store.session_key))


def test_an_older_refresh_never_replaces_a_newer_one(shop: Hosted) -> None:
    store = session_with(shop, 30)
    old = tokens.get_tokens(store)
    assert old is not None
    fresh = token(store)
    with pytest.raises(Changed):
        tokens._write(store, old, "SET access = :access", {"access": {"S": "old"}})
    assert token(SessionStore(store.session_key)) == fresh


def test_saving_a_session_never_undoes_a_refresh(shop: Hosted) -> None:
    store = session_with(shop, 30)
    slow = SessionStore(store.session_key)
    slow["draft"] = "typed before the refresh"
    fresh = token(store)
    slow.save()
    later = SessionStore(store.session_key)
    assert token(later) == fresh
    assert later["draft"] == "typed before the refresh"


def test_a_token_that_the_services_refuse_leads_to_sign_in_and_not_in_a_circle(browser: Client, shop: Hosted) -> None:
    store = session_with(shop, 300)
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(store.session_key)
    shop.wrong["/orders?limit=10"] = shop.wrong["/orders"] = lambda: (401, {"message": "Unauthorized"})
    page = browser.get("/orders/", follow=True)
    assert page.redirect_chain == [("/account/sign-in?next=%2Forders%2F", 302)]
    assert page.status_code == 200


def test_a_page_of_a_signed_out_shopper_leads_to_sign_in(browser: Client, shop: Hosted) -> None:
    store = session_with(shop, -10)
    shop.refresh_tokens.clear()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(store.session_key)
    answer = browser.get("/orders/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in?next=%2Forders%2F")
