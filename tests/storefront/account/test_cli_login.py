"""Signing in at a terminal."""

import json
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from pytest_django.fixtures import Settings

from storefront.account import cli_login, jwks
from storefront.account.jwt import InvalidToken, Use, verify
from storefront.clients import aws
from storefront.clients.outputs import outputs
from tests.cloud import ShopCloud, free_port
from tests.storefront.account.hosted import Hosted
from tests.storefront.conftest import OUTPUTS


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is signed in at the terminal yet."""
    monkeypatch.setattr(cli_login, "_held", None)
    monkeypatch.delenv("SHOP_TOKEN", raising=False)


@pytest.fixture
def local(cloud: ShopCloud, settings: Settings) -> Iterator[ShopCloud]:
    """The storefront's outputs are those of the local cloud."""
    settings.SHOP_OUTPUTS = str(cloud.place.outputs)
    jwks._sets.clear()
    aws._client.cache_clear()
    yield cloud
    aws._client.cache_clear()


def test_a_token_that_is_given_is_used(hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "given")
    assert cli_login.access_token() == "given"


def test_on_the_local_cloud_the_demo_staff_sign_in(local: ShopCloud) -> None:
    claims = verify(cli_login.access_token(), Use.ACCESS, client=cli_login.client())
    assert claims["cognito:groups"] == ["staff"]
    assert {"shop/staff", "shop/shopper"} <= set(claims["scope"].split())


def test_a_long_command_gets_a_fresh_token_that_still_opens_staff_operations(
    local: ShopCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli_login.access_token()
    assert cli_login.access_token() == first
    monkeypatch.setattr(cli_login, "REFRESH_BEFORE", 10_000.0)
    fresh = cli_login.access_token()
    assert fresh != first
    assert verify(fresh, Use.ACCESS, client=cli_login.client())["cognito:groups"] == ["staff"]


def test_a_token_of_the_terminal_opens_no_page_of_the_shop(local: ShopCloud) -> None:
    with pytest.raises(InvalidToken, match="audience"):
        verify(cli_login.access_token(), Use.ACCESS)


def test_a_wrong_password_is_one_clear_line(local: ShopCloud) -> None:
    with pytest.raises(cli_login.NotSignedIn, match=r"^http://\S+ does not sign in staff@halftone\.example\.$"):
        cli_login.sign_in(outputs(), "staff@halftone.example", "Wrong-paper-and-ink-9")


def test_a_login_that_does_not_answer_is_one_clear_line(settings: Settings, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    staff = {"role": "staff", "email": "staff@halftone.example", "password": "x"}
    settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
    Path(settings.SHOP_OUTPUTS).write_text(
        json.dumps(OUTPUTS | {"Shop": OUTPUTS["Shop"] | {"LoginUrl": url}, "Local": {"accounts": [staff]}})
    )
    with pytest.raises(cli_login.NotSignedIn, match=f"^{url} does not answer"):
        cli_login.access_token()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """The port that the terminal listens on."""
    port = free_port()
    monkeypatch.setattr(cli_login, "TERMINAL_CALLBACK", f"http://localhost:{port}/callback")
    return port


def call(port: int, query: str) -> int:
    """The browser comes back, as soon as somebody listens."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return requests.get(f"http://127.0.0.1:{port}/callback?{query}", timeout=60).status_code
        except requests.RequestException:
            time.sleep(0.02)
    raise AssertionError("nobody listens")


def comes_back(monkeypatch: pytest.MonkeyPatch, shop: Hosted, port: int, *before: str) -> list[int]:
    """A browser that signs in when it is opened; `before` are requests that others send first.

    The statuses they all get.
    """
    statuses: list[int] = []

    def open_browser(url: str) -> bool:
        queries = [*before, shop.signs_in(url)]
        threading.Thread(target=lambda: statuses.extend(call(port, query) for query in queries), daemon=True).start()
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    return statuses


def test_before_aws_a_browser_signs_in(
    shop: Hosted, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    comes_back(monkeypatch, shop, port)
    assert verify(cli_login.access_token(), Use.ACCESS)["sub"] == shop.sub
    said = capsys.readouterr().err
    asked = dict(parse_qsl(urlsplit(said.split()[-1]).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://localhost:{port}/callback"


def test_requests_of_others_are_passed_over(shop: Hosted, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = comes_back(monkeypatch, shop, port, "code=stolen&state=guessed", "", "state=")
    assert cli_login.access_token()
    assert statuses[:3] == [404, 404, 404]


def test_waiting_for_a_browser_ends(shop: Hosted, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: True)
    monkeypatch.setattr(cli_login, "SIGN_IN_TIMEOUT", 0.0)
    with pytest.raises(cli_login.NotSignedIn, match="Nobody signed in within"):
        cli_login.access_token()


def test_before_aws_a_long_command_is_refreshed(shop: Hosted, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    comes_back(monkeypatch, shop, port)
    first = cli_login.access_token()
    monkeypatch.setattr(cli_login, "REFRESH_BEFORE", 10_000.0)
    assert cli_login.access_token() != first
    assert shop.seen["refresh_token"] == 1


def test_a_refusal_of_the_login_is_one_clear_line(shop: Hosted, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_browser(url: str) -> bool:
        state = dict(parse_qsl(urlsplit(url).query))["state"]
        threading.Thread(target=call, args=(port, f"error=access_denied&state={state}"), daemon=True).start()
        return True

    monkeypatch.setattr(webbrowser, "open", open_browser)
    with pytest.raises(cli_login.NotSignedIn, match="The hosted login refused: access_denied"):
        cli_login.access_token()
