"""The steps of the hosted login, as tests take them."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.test import Client

from storefront.web.session import SessionStore


def begin(browser: Client, next: str = "/") -> str:
    """The hosted login's address that the button leads to."""
    answer = browser.post("/account/sign-in", {"next": next})
    assert answer.status_code == 303
    return str(answer["Location"])


def session(browser: Client) -> SessionStore:
    return (
        SessionStore(browser.cookies[settings.SESSION_COOKIE_NAME].value)
        if settings.SESSION_COOKIE_NAME in browser.cookies
        else SessionStore()
    )


def signed_in(browser: Client) -> bool:
    return "shopper" in session(browser)


def come_back(browser: Client, query: str) -> Any:
    return browser.get(f"{CALLBACK}?{query}")


CALLBACK = "/account/callback"


def edit_query(query: str, **changes: str | None) -> str:
    return urlencode({name: value for name, value in (dict(parse_qsl(query)) | changes).items() if value is not None})
