"""Closing an account on its page: by the account's address, step by step, and again where a step failed."""

from collections.abc import Callable

import pytest
from django.test import Client

from storefront.clients.api import Unavailable
from tests.storefront.reading import text
from tests.storefront.service import ADA, STAFF, Service

SignIn = Callable[..., None]
OWN = {"email": "Ada@example.org"}


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done outside the services, in order."""
    done: list[str] = []
    monkeypatch.setattr("storefront.account.cognito.delete_account", lambda token: done.append("deleted"))
    monkeypatch.setattr("storefront.account.login.end_others", lambda *who: done.append("ended"))
    monkeypatch.setattr("storefront.account.login.leave", lambda request: done.append("left") or "/signed-out")
    return done


@pytest.mark.parametrize("typed", ["", "ada", "bob@example.org"])
def test_without_the_accounts_own_address_nothing_is_closed(
    shopper: Client, service: Service, steps: list[str], typed: str
) -> None:
    assert shopper.post("/account/close", {"email": typed}).status_code == 422
    assert (service.closed, steps) == ([], [])


def test_the_account_is_closed_in_the_services_before_it_is_gone_from_the_pool(
    shopper: Client, service: Service, steps: list[str]
) -> None:
    assert shopper.post("/account/close", OWN).headers["Location"] == "/signed-out"
    assert service.closed == [f"shopper#{ADA}"]
    assert steps == ["deleted", "ended", "left"]


def test_while_the_services_are_down_the_account_stays(shopper: Client, service: Service, steps: list[str]) -> None:
    service.down |= {"order"}
    assert shopper.post("/account/close", OWN).status_code == 503
    assert steps == []


def test_while_the_pool_is_down_the_form_can_be_sent_again(
    shopper: Client, service: Service, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(token: str) -> None:
        raise Unavailable("login")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("storefront.account.cognito.delete_account", down)
        assert shopper.post("/account/close", OWN).status_code == 503
    assert shopper.post("/account/close", OWN).headers["Location"] == "/signed-out"
    assert service.closed == [f"shopper#{ADA}"] * 2


def test_staff_are_told_to_ask_the_owner(guest: Client, sign_in: SignIn, service: Service, steps: list[str]) -> None:
    sign_in(guest, STAFF)
    assert "the shop’s owner closes your account" in text(guest.get("/account/close"))
    guest.post("/account/close", OWN)
    assert (service.closed, steps) == ([], [])


def test_visitors_are_sent_to_sign_in(guest: Client) -> None:
    assert guest.get("/account/close").headers["Location"].startswith("/account/sign-in")
