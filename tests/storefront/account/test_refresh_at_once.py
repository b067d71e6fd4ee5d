"""Many requests of one session at once, over a table that holds its conditions under load: one refresh, and nobody is
signed out."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django.fixtures import Settings

from storefront.account import jwks, tokens
from storefront.account.tokens import Tokens
from storefront.clients import aws
from storefront.web.session import SessionStore
from tests.cloud import ShopCloud
from tests.storefront.account.hosted import ISSUER, SUB, Hosted, serve

AT_ONCE = 40
ROUNDS = 3
MEETING_SECONDS = 120
"""Longer than any machine needs until all are there."""


@pytest.fixture
def shop(cloud: ShopCloud, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosted]:
    """The hosted login in hand and a service that answers, before the local cloud's own session table."""
    login = Hosted()
    server = serve(login)
    login.url = f"http://127.0.0.1:{server.server_port}"
    login.wrong["/orders?limit=10"] = login.wrong["/orders"] = lambda: (200, {"items": [], "next": None})
    shop = {
        **cloud.outputs_file["Shop"],
        "ApiUrl": login.url,
        "LoginUrl": login.url,
        "Issuer": ISSUER,
        "ClientId": login.client_id,
    }
    told = {
        "Shop": shop,
        "Local": {"environment": cloud.outputs_file["Local"]["environment"], "JwksUrl": f"{login.url}/keys"},
    }
    settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
    Path(settings.SHOP_OUTPUTS).write_text(json.dumps(told))
    monkeypatch.setattr("storefront.account.cognito.client_secret", lambda: login.client_secret)
    jwks._sets.clear()
    aws._client.cache_clear()
    yield login
    server.shutdown()
    server.server_close()
    aws._client.cache_clear()


def store_session(shop: Hosted, seconds_left: int) -> str:
    reply = shop.tokens()
    store = SessionStore()
    store.update({"owner": SUB, "shopper": {"sub": SUB, "email": "ada@example.com", "name": "Ada", "is_staff": False}})
    tokens.keep(store, Tokens(reply["access_token"], reply["refresh_token"], int(time.time()) + seconds_left))
    store.create()
    return str(store.session_key)


def open_orders(key: str, start: threading.Barrier) -> int:
    browser = Client()
    browser.cookies[configured.SESSION_COOKIE_NAME] = key
    start.wait(MEETING_SECONDS)
    return browser.get("/orders/").status_code


@pytest.mark.parametrize("seconds_left", [30, -30], ids=["about to end", "ended"])
@pytest.mark.parametrize("rotates", [True, False])
def test_requests_at_once_refresh_once_and_all_are_answered(shop: Hosted, seconds_left: int, rotates: bool) -> None:
    shop.rotates, shop.wait = rotates, 0.2
    for _ in range(ROUNDS):
        shop.seen.clear()
        key, start = store_session(shop, seconds_left), threading.Barrier(AT_ONCE)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda _, key=key, start=start: open_orders(key, start), range(AT_ONCE)))
        assert answers == [200] * AT_ONCE
        assert shop.seen["refresh_token"] == 1
        kept = tokens.get_tokens(SessionStore(key))
        assert kept is not None
        assert (kept.turn, kept.seconds_left() > 800) == (2, True)


def test_of_answers_at_once_one_signs_in(shop: Hosted) -> None:
    """The same callback many times at once: one of them uses the code."""
    browser = Client()
    query = shop.signs_in(browser.post("/account/sign-in")["Location"])
    key, start = browser.cookies[configured.SESSION_COOKIE_NAME].value, threading.Barrier(AT_ONCE)

    def come_back(_: int) -> int:
        mine = Client()
        mine.cookies[configured.SESSION_COOKIE_NAME] = key
        start.wait(MEETING_SECONDS)
        return mine.get(f"/account/callback?{query}").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(come_back, range(AT_ONCE)))
    assert answers == [302] + [400] * (AT_ONCE - 1)
    assert shop.seen["authorization_code"] == 1
