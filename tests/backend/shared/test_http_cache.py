"""Replies that may be kept: they say for how long, and a caller who has the same already gets no body."""

import pytest

from backend.contracts.operation import Caller, Operation
from backend.contracts.registry import OPERATIONS
from backend.contracts.types import Model
from backend.shared.http import http_handler, route
from tests.backend.events import http


class Answer(Model, frozen=True):
    text: str


KEPT = Operation(name="look", service="x", route="GET /look", caller=Caller.PUBLIC, summary="", reply=Answer, fresh=5)


def ask(text: str = "as ever", **headers: str) -> dict[str, object]:
    return http_handler(route(KEPT, lambda request: Answer(text)))(http(KEPT, headers=headers), None)


def tag(text: str = "as ever") -> str:
    return str(ask(text)["headers"]["etag"])  # type: ignore[index]


def test_a_reply_says_how_long_it_may_be_kept() -> None:
    assert ask()["headers"]["cache-control"] == "public, max-age=5, stale-if-error=86400"  # type: ignore[index]


@pytest.mark.parametrize("name", ["if-none-match", "If-None-Match"])
@pytest.mark.parametrize("given", ["{}", "W/{}", '"other", {}'])
def test_a_browser_with_the_same_one_gets_no_body(name: str, given: str) -> None:
    reply = ask(**{name: given.format(tag())})
    assert reply["statusCode"] == 304
    assert "body" not in reply
    assert reply["headers"] == {"cache-control": "public, max-age=5, stale-if-error=86400", "etag": tag()}


@pytest.mark.parametrize("given", ["", '"other"', "*,", "\x00", tag("other")])
def test_a_browser_with_an_older_one_gets_the_new_one(given: str) -> None:
    reply = ask(**{"if-none-match": given})
    assert reply["statusCode"] == 200
    assert reply["body"] == '{"text":"as ever"}'


def test_a_refusal_is_never_kept() -> None:
    def fail(request: object) -> Answer:
        raise RuntimeError

    reply = http_handler(route(KEPT, fail))(http(KEPT), None)
    assert (reply["statusCode"], reply["headers"]["cache-control"]) == (500, "no-store")
    assert "etag" not in reply["headers"]


def test_only_what_everybody_may_see_is_kept() -> None:
    kept = [operation for operation in OPERATIONS if operation.fresh]
    assert {operation.name for operation in kept} >= {"list_products", "get_product", "list_categories"}
    assert all(operation.caller is Caller.PUBLIC and operation.method == "GET" for operation in kept)
