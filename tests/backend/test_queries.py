"""A query with names that an operation does not have is answered as if they were harmless, on every route, and is never
a fault."""

import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.registry import OPERATIONS
from tests.backend.events import http, said, token
from tests.backend.shop import SKUS
from tests.infra.calls import cloud as whole_cloud

PATH = {
    "product_id": "harbour",
    "sku": SKUS[0],
    "guest_id": "0123456789abcdef" * 2,
    "order_id": "0" * 28,
    "picture_id": "0" * 32,
    "issue_id": "0" * 32,
    "message_id": "0" * 32,
    "queue": "OrderDeadLetters",
    "letter_id": "message-0",
    "order_key": "0" * 32,
    "number": "RE-2026-000001",
    "name": "confirmed",
    "code": "SPRING20",
    "review_id": "0" * 32,
    "visitor": "0123456789abcdef" * 2,
    "kind": "back",
    "alert_key": "0" * 64,
    "share_key": "0" * 32,
    "subscription_key": "0" * 64,
    "voucher_id": "A" * 24,
    "address_id": "0" * 16,
    "session": f"cs_{'0' * 32}",
}
QUERY = {"version": "1", "skus": SKUS[0], "q": "harbour", "state": "paid"}
CLAIMS = {
    Caller.PUBLIC: None,
    Caller.GUEST: None,
    Caller.SHOPPER: token("5e5b0000-0000-0000-0000-000000000000"),
    Caller.STAFF: token("9ace", groups="[staff]"),
}
ODD = {
    "the word null": {"zz": "null"},
    "null in capitals": {"zz": "NULL"},
    "null twice, as the gateway joins it": {"zz": "null,null"},
    "no value": {"zz": ""},
    "no name": {"": "null"},
    "a name of many": {"zz": "null", "zz-2": "null", "zz.3": "null"},
    "letters of elsewhere": {"größe": "null", "数": "null", "\u202e": "null"},
    "a name that Python knows": {"__class__": "null", "__doc__": "null", "__struct_fields__": "null"},
}


@pytest.fixture(scope="module", autouse=True)
def account() -> Iterator[None]:
    with whole_cloud():
        yield


@pytest.fixture(autouse=True)
def name_service(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def name(service: str) -> None:
        monkeypatch.setenv("TABLE", service)
        monkeypatch.setenv("SERVICE", service)

    return name


def ask(operation: Operation, query: dict[str, str]) -> dict[str, Any]:
    """The operation's answer to its own required query parameters and these."""
    handler = importlib.import_module(f"backend.{operation.service}.handler").handler
    own = {name: QUERY[name] for name in _required_names(operation)}
    path = {name: PATH[name] for name in operation.parameters}
    body = {} if operation.body is not Empty else None
    reply: dict[str, Any] = handler(
        http(operation, claims=CLAIMS[operation.caller], path=path, query=own | query, body=body), None
    )
    return reply


def _required_names(operation: Operation) -> list[str]:
    fields = () if operation.query is Empty else operation.query.__struct_fields__
    return [name for name in fields if name in QUERY]


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_unknown_name_in_the_query_is_answered_as_any_other(
    operation: Operation, odd: dict[str, str], name_service: Callable[[str], None], written_log: Callable[[], str]
) -> None:
    name_service(operation.service)
    plain, reply = ask(operation, {"zz": "1"}), ask(operation, odd)
    assert plain["statusCode"] < 500
    assert (reply["statusCode"], _type(reply)) == (plain["statusCode"], _type(plain))
    assert not [name for name in odd if name and name in written_log()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_a_name_with_half_a_character_is_no_fault(operation: Operation, name_service: Callable[[str], None]) -> None:
    name_service(operation.service)
    assert ask(operation, {"\ud800": "null"})["statusCode"] < 500


def _type(reply: dict[str, Any]) -> Any:
    return said(reply).get("type") if reply["statusCode"] >= 400 else None
