"""The sandbox's API: routes, faults and what is written down."""

import json
from collections.abc import Callable

import pytest

from backend.sandbox import repository
from tests.backend.sandbox.conftest import QUERY, SHOP, form, request

pytestmark = pytest.mark.usefixtures("sandbox")


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/"), ("GET", "/tokens"), ("DELETE", "/authorizations"), ("POST", "/authorizations/x/capture"), ("GET", "/card/"),
    ("POST", "/authorizations/aut_a_" + "0" * 32 + "/steal"), ("GET", "/confirm/../card"), ("GET", "/card\n"), ("HEAD", "/card"),
    ("GET", "/confirm/aut_a_" + "٠" * 32),
])  # fmt: skip
def test_there_is_nothing_anywhere_else(method: str, path: str) -> None:
    reply = request(method, path)
    assert reply["statusCode"] == 404
    assert json.loads(reply["body"])["type"] == "not-found"


def test_a_fault_says_nothing_of_itself(monkeypatch: pytest.MonkeyPatch, written_log: Callable[[], str]) -> None:
    def fail(*kept: object) -> None:
        raise RuntimeError("the table is on fire")

    monkeypatch.setattr(repository, "put_token", fail)
    reply = form("/card", {"number": "4242424242424242", "expires": "12/49", "code": "123"}, QUERY)
    assert (reply["statusCode"], reply["headers"]["content-type"]) == (500, "text/html; charset=utf-8")
    assert "fire" not in reply["body"]
    assert "unexpected" in written_log()


@pytest.mark.parametrize("body", [b"\xff", b"{", b"[" * 10_000, b'{"number":NaN}', b"null", b""])
def test_rubbish_is_refused(body: bytes) -> None:
    assert request("POST", "/tokens", body=body)["statusCode"] == 422


def test_what_came_with_a_request_is_not_written_down(written_log: Callable[[], str]) -> None:
    form(
        "/card", {"number": "4242 4242 4242 4241", "expires": "11/47", "code": "987"}, QUERY | {"state": "canary5tate"}
    )
    form(
        "/card", {"number": "4242 4242 4242 4242", "expires": "11/47", "code": "987"}, QUERY | {"state": "canary5tate"}
    )
    request("GET", "/authorizations", authorization="Bearer canary", query={"reference": "canary"})
    request("GET", "/card", query=QUERY | {"return_url": f"{SHOP}.canary/"})
    written = written_log()
    assert "card_sent" in written
    assert not any(canary in written for canary in ("canary", "4242", "987", "11/47", "tok_"))
