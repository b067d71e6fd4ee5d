"""Security events: one line each, that says who and what, and nothing secret."""

import io
import json
import logging
from typing import Any

import pytest
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from storefront.account import cognito
from tests.storefront.account.conftest import *  # noqa: F403 - the hosted login and its sessions
from tests.storefront.account.hosted import SUB, Hosted
from tests.storefront.account.hosted_steps import begin, come_back, edit_query
from tests.storefront.account.sign_up_form import GOOD

pytestmark = pytest.mark.usefixtures("revoked_tokens")


@pytest.fixture
def security_log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged from here on."""
    log = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ProcessorFormatter):
            monkeypatch.setattr(handler, "stream", log)
    return log


def events(written: io.StringIO) -> list[dict[str, Any]]:
    """The security events so far, without what every line has."""
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    common = ("level", "logger", "timestamp", "correlation_id")
    return [
        {name: value for name, value in line.items() if name not in common}
        for line in lines
        if line["logger"] == "storefront.web.security_events"
    ]


def test_signing_in_and_out_is_reported(browser: Client, shop: Hosted, security_log: io.StringIO) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    browser.post("/account/sign-out")
    assert events(security_log) == [
        {"event": "signed-in", "client": "127.0.0.1", "shopper": SUB, "staff": False},
        {"event": "signed-out", "client": "127.0.0.1", "shopper": SUB},
    ]


def test_a_refused_answer_is_reported_with_its_reason(browser: Client, shop: Hosted, security_log: io.StringIO) -> None:
    query = shop.signs_in(begin(browser))
    come_back(browser, edit_query(query, state="foreign"))
    come_back(browser, edit_query(query, code="made-up"))
    shop.claims["id"] = {"nonce": "another"}
    come_back(browser, shop.signs_in(begin(browser)))
    assert [(event["event"], event["reason"]) for event in events(security_log)] == [
        ("sign-in-refused", reason) for reason in ("unknown", "expired", "refused")
    ]


def test_a_form_without_its_token_is_refused_in_words(shop: Hosted, security_log: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post("/orders/0011/cancel/")
    assert [(event["event"], event["route"]) for event in events(security_log)] == [
        ("csrf-refused", "orders/<slug:order_id>/cancel/")
    ]


def test_a_shopper_at_the_back_office_is_refused_in_words(
    browser: Client, shop: Hosted, security_log: io.StringIO
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    browser.get("/staff/catalogue/")
    assert events(security_log)[-1] == {
        "event": "staff-refused",
        "client": "127.0.0.1",
        "shopper": SUB,
        "former": False,
    }


def test_wrong_codes_new_passwords_and_limits_are_logged_without_the_address(
    browser: Client, shop: Hosted, security_log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*typed: str) -> None:
        raise cognito.NotAccepted("code", "wrong")

    monkeypatch.setattr(cognito, "reset", lambda *typed: None)
    browser.post("/account/new-password", GOOD)
    monkeypatch.setattr(cognito, "reset", wrong)
    for _ in range(10):
        browser.post("/account/new-password", GOOD)
    told = events(security_log)
    assert [event["event"] for event in told] == [
        "password-changed",
        "signed-out-everywhere",
        *["form-refused"] * 9,
        "limit-reached",
    ]
    assert len({event["address"] for event in told}) == 1
    for secret in ("ada@", GOOD["password"], "123456", "new-password?"):
        assert secret not in security_log.getvalue()
