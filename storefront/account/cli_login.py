"""Signing in at a terminal, for commands that call staff operations.

`access_token()` takes `SHOP_TOKEN` if it is set; on the local cloud it signs in as the demo member of staff; otherwise
it opens the hosted login in a browser and waits for the answer on this machine (RFC 8252, with PKCE).
"""

import os
import re
import secrets
import sys
import time
import webbrowser
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

import msgspec
import requests
from django.conf import settings

from backend.contracts.operation import roles_of
from backend.contracts.sign_in import TERMINAL_CALLBACK
from storefront.account import oauth, second_factor
from storefront.account.jwt import Use, expiry, groups, verify
from storefront.clients.outputs import Outputs, outputs

SIGN_IN_TIMEOUT = 300.0  # seconds to sign in by the browser
REFRESH_BEFORE = 120.0  # seconds before its end that a token is replaced
_TIMEOUT = (2.0, 10.0)


class Tokens(msgspec.Struct, frozen=True):
    """The result of a sign-in; `expires` is the access token's, in epoch seconds."""

    access: str
    id: str
    refresh: str
    expires: float


class NotSignedIn(Exception):
    """The sign-in did not work; the message says why in one line."""


_held: Tokens | None = None


def client() -> str:
    """Return the id of the client that commands sign in by; empty if the backend's release has only the shop's own
    client."""
    return outputs().shop.terminal_client_id


def access_token() -> str:
    """Return an access token that is valid for some minutes; a long command calls this again to get a fresh one.

    Raises `NotSignedIn`.
    """
    global _held
    if given := os.environ.get("SHOP_TOKEN"):
        return given
    if _held is None or _held.expires < time.time() + REFRESH_BEFORE:
        try:
            _held = _fresh(outputs(), _held)
        except requests.RequestException:
            raise NotSignedIn(f"{outputs().shop.login_url} does not answer: nobody can be signed in.") from None
        except oauth.Rejected as error:
            raise NotSignedIn(f"The hosted login refused: {error}.") from None
    return _held.access


def _fresh(outputs: Outputs, old: Tokens | None) -> Tokens:
    for account in outputs.local.accounts:
        if account.role == "staff":
            return sign_in(outputs, account.email, account.password)
    if old is None:
        return _by_browser()
    reply = oauth.refresh(old.refresh, public=client())
    return Tokens(
        str(reply["access_token"]),
        old.id,
        str(reply.get("refresh_token") or old.refresh),
        time.time() + float(str(reply["expires_in"])),
    )


def sign_in(outputs: Outputs, email: str, password: str) -> Tokens:
    """Sign in on the local cloud's hosted page, which is a plain form, as a browser would. Raises `NotSignedIn`."""
    web, attempt = requests.Session(), _Attempt()
    web.trust_env = False
    page = web.get(attempt.url, timeout=_TIMEOUT)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    form = {name: unescape(value) for name, value in fields.items()} | {"username": email, "password": password}
    answer = web.post(f"{outputs.shop.login_url}/login", data=form, allow_redirects=False, timeout=_TIMEOUT)
    if answer.status_code != 302:
        raise NotSignedIn(f"{outputs.shop.login_url} does not sign in {email}.")
    return attempt.finish(answer.headers["Location"])


class _Attempt:
    """One way through the hosted login: its address, and what the answer is held against."""

    def __init__(self) -> None:
        self.state, self.nonce, self.verifier = (secrets.token_urlsafe(48) for _ in range(3))
        self.url = oauth.authorize_url(
            self.state, self.nonce, self.verifier, redirect_uri=TERMINAL_CALLBACK, public=client()
        )

    def finish(self, location: str) -> Tokens:
        """Exchange the code in the callback's URL for tokens."""
        answer = dict(parse_qsl(urlsplit(location).query))
        if answer.get("state") != self.state or "code" not in answer:
            raise NotSignedIn(f"The hosted login refused: {answer.get('error', 'its answer is not to this question')}.")
        reply = oauth.exchange(answer["code"], self.verifier, redirect_uri=TERMINAL_CALLBACK, public=client())
        access, identity = str(reply.get("access_token", "")), str(reply.get("id_token", ""))
        verify(identity, Use.ID, nonce=self.nonce, access=access, client=client())
        return Tokens(
            access,
            identity,
            str(reply.get("refresh_token", "")),
            float(expiry(verify(access, Use.ACCESS, client=client()))),
        )


def _by_browser() -> Tokens:
    attempt = _Attempt()
    sys.stderr.write(f"Sign in as a member of staff in your browser:\n\n  {attempt.url}\n\n")
    webbrowser.open(attempt.url)
    tokens = attempt.finish(_answer(attempt.state))
    if roles_of(groups(tokens.access)) and not second_factor.is_set_up(tokens.access):
        raise NotSignedIn(f"Set up your second factor first: {settings.SHOP_URL}/account/second-factor")
    return tokens


def _answer(state: str) -> str:
    """Wait for the browser's request with this `state`; others are ignored."""
    texts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            ours = dict(parse_qsl(urlsplit(self.path).query)).get("state") == state
            if ours:
                texts.append(self.path)
            self.send_response(200 if ours else 404)
            self.end_headers()
            self.wfile.write(b"You may close this page and go back to the terminal." if ours else b"")

        def log_message(self, format: str, *arguments: object) -> None:
            """Log nothing: the request line contains the code."""

    with HTTPServer(("127.0.0.1", urlsplit(TERMINAL_CALLBACK).port or 0), Handler) as server:
        server.timeout = 1.0
        end = time.monotonic() + SIGN_IN_TIMEOUT
        while not texts and time.monotonic() < end:
            server.handle_request()
    if not texts:
        raise NotSignedIn(f"Nobody signed in within {SIGN_IN_TIMEOUT:.0f} seconds.")
    return texts[0]
