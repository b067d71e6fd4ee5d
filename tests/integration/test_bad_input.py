"""Bad input at the API: a clear refusal, never a fault, and nothing changes.

Not here, for the gateway is AWS's and the local one an emulator: requests cut in two by Content-Length against
Transfer-Encoding, bytes that are no HTTP, bodies beyond API Gateway's 10 MB, Host names. Nothing behind the API fetches
an address that it was given: there is no URL to forge a request with.
"""

import http.client
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from backend.contracts.basket.operations import GET_BASKET
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.problem import CONTENT_TYPE, Problem
from backend.contracts.registry import OPERATIONS
from tests.integration import malformed_inputs
from tests.integration.api import Api, at_rest, stored
from tests.integration.conftest import NewShopper
from tests.integration.request_examples import RIGHT, WITH_BODY
from tests.integration.shop import Shopper, guest_id
from tests.support.cases import collect_rows, first_of_each

FREE = {"q", "filters", "skus", "prefix", "who", "thing_id"}
"""Parameters that may hold any text: what means nothing finds nothing."""

OPTIONAL = {
    "create_product": {"pictures"},
    "replace_product": {"pictures"},
    "check_product": {"pictures"},
    "put_unlisted": {"pictures"},
    "set_menu": {"first"},
    "return_order": {"reason"},
    "return_guest_order": {"reason"},
    "refund_order": {"amount"},
    "request_invoice": {"by"},
    "add_note": {"by"},
    "add_customer_note": {"by"},
    "answer_message": {"text", "by"},
    "resend_mail": {"by"},
    "report_second_factor_removal": {"language"},
    "report_second_factor_removal_for": {"by"},
    "create_promotion": {"ends_on", "max_uses", "categories", "once_per_shopper", "by"},
    "end_promotion": {"by"},
    "set_delivery_zones": {"by"},
    "set_tax_rates": {"by"},
    "add_wish": {"sku"},
    "add_guest_wish": {"sku"},
    "put_review": {"title", "text", "pictures"},
    "put_guest_review": {"title", "text", "pictures"},
    "decide_review": {"reason", "by", "without"},
    "answer_review": {"by"},
    "receive_return": {"note", "expected_refund", "by"},
    "send_parcel": {"tracking", "by"},
    "deliver_parcel": {"by"},
    "check_out_for_customer": {"agreed", "by"},
    "issue_voucher": {"message", "by"},
    "block_voucher": {"by"},
    "resend_voucher": {"by"},
    "withdraw_voucher": {"by"},
    "save_issue": {"version", "by"},
    "start_issue": {"by"},
    "stop_issue": {"by"},
}
"""Fields that a body need not have."""

NULLABLE = {
    "add_wish": {("sku",)},
    "add_guest_wish": {("sku",)},
    "receive_return": {("expected_refund",)},
    "refund_order": {("amount",)},
    "create_promotion": {("ends_on",), ("max_uses",)},
    "set_tax_rates": {("countries", 0, kind) for kind in ("reduced", "books")},
    "set_delivery_zones": {("zones", 0, way, "free_from") for way in ("standard", "express")},
}
"""Fields for which null is right: it says no more than to leave them out."""

FREE_TEXT = {"send_message": {("text",)}, "answer_message": {("text",)}, **collect_rows("FREE_TEXT")}
"""Fields in which a person writes: several lines are no trap there."""

RIGHT_QUERIES = {"put_unlisted": {"version=0"}, "list_recommendations": {"basket=1&basket=2"}}
"""What is a trap elsewhere: a draft that is new has version 0, and API Gateway joins what comes twice by a comma, which
parts the ids of products.
"""

UNSIGNED = {"payment_webhook": {401, 413}, "set_own_subscription": {400, 401, 413, 415, 422}}
"""What is not signed by the provider is not looked into; and this token may not ask for its account's address, which is
the answer where the body says nothing wrong."""

BODIES = first_of_each(WITH_BODY, "body")
DOORS = [
    *first_of_each(operation for operation in WITH_BODY if operation.name not in UNSIGNED),
    *(operation for operation in WITH_BODY if operation.name in UNSIGNED),
]
"""One operation of each service, and those that look at a body before they read it: how big and how deep one may be is
the same for every type."""
PATHS = first_of_each((operation for operation in OPERATIONS if operation.path is not Empty), "path")
QUERIES = first_of_each((operation for operation in OPERATIONS if operation.query is not Empty), "query")


@pytest.fixture(scope="module")
def somebody(new_shopper: NewShopper, sku: str) -> Shopper:
    """A shopper with something to lose: an order and a basket."""
    shopper = new_shopper()
    shopper.came_to(shopper.buy(sku), "confirmed")
    shopper.add(sku)
    at_rest(shopper.api.cloud)
    return shopper


class Sender:
    """Sends for whoever may call the operation: only what is sent can be wrong."""

    def __init__(self, api: Api, staff: str, somebody: Shopper, sku: str) -> None:
        self.api = api
        self.tokens = {Caller.STAFF: staff, Caller.SHOPPER: somebody.token}
        self.path = {"product_id": sku.lower(), "sku": sku, "guest_id": guest_id(), "order_id": somebody.orders()[0]}
        self.path |= {"queue": "OrderDeadLetters", "letter_id": str(uuid.UUID(int=0))}
        self.path |= {"order_key": "0" * 32, "number": "INV-2026-000001", "session": "cs_test_0000000000"}
        self.path |= {"review_id": "0" * 32, "visitor": "0" * 32}
        self.path |= {"message_id": "f" * 32, "code": "NOBODYS", "name": "confirmed"}
        self.path |= {"voucher_id": "A" * 24, "kind": "back", "alert_key": "0" * 64, "share_key": "0" * 32}
        self.path |= {"address_id": "0" * 16, "picture_id": "0" * 32, "subscription_key": "0" * 64}
        self.path |= {"issue_id": "0" * 32}
        self.state = stored(api.cloud)
        """All tables, before and after whatever was sent."""

    def token(self, operation: Operation) -> str:
        return self.tokens.get(operation.caller, "")

    def send(self, operation: Operation, **request: Any) -> tuple[int, str, str]:
        """Status, content type and text of the reply."""
        query = {"version": 1} if "version" in getattr(operation.query, "__struct_fields__", ()) else {}
        reply = self.api(operation, self.token(operation), **{"path": self.path, "query": query} | request)
        return reply.status_code, reply.headers.get("content-type", ""), reply.text

    def raw(self, operation: Operation, target: str) -> tuple[int, str, str]:
        """The same for a request target that no client library may tidy up."""
        parts = urlsplit(self.api.cloud.api)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)
        headers = {"authorization": f"Bearer {self.token(operation)}"} if self.token(operation) else {}
        body = json.dumps(RIGHT[operation.name]) if operation.name in RIGHT else None
        connection.request(operation.method, parts.path + target, body, headers | {"content-type": "application/json"})
        reply = connection.getresponse()
        try:
            return reply.status, reply.headers.get("content-type", ""), reply.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def sender(api: Api, staff: str, somebody: Shopper, sku: str) -> Sender:
    return Sender(api, staff, somebody, sku)


@pytest.fixture
def nothing_changes(api: Api, sender: Sender) -> Iterator[None]:
    """Read the tables once for all tests: each begins with what the one before it found."""
    before = sender.state
    yield
    sender.state = stored(api.cloud)
    assert sender.state == before


def faults(replies: dict[str, tuple[int, str, str]], allowed: set[int]) -> dict[str, Any]:
    """Replies that are no clear refusal with one of these statuses."""
    return {name: reply for name, reply in replies.items() if reply[0] not in allowed or not _clear(*reply)}


def _clear(status: int, content_type: str, text: str) -> bool:
    """A problem of ours, or of the gateway's own: it says what is wrong and nothing of the inside."""
    if content_type == "application/json":
        return set(json.loads(text)) == {"message"}
    problem = msgspec.json.decode(text, type=Problem, strict=True)
    return content_type == CONTENT_TYPE and problem.status == status and bool(problem.title) and "Traceback" not in text


@pytest.mark.parametrize("operation", BODIES, ids=lambda operation: operation.name)
@pytest.mark.usefixtures("nothing_changes")
def test_a_bad_body_is_refused_clearly(sender: Sender, operation: Operation) -> None:
    optional, free = OPTIONAL.get(operation.name, set()), FREE_TEXT.get(operation.name, set())
    nullable = NULLABLE.get(operation.name, set())
    bad = dict(malformed_inputs.bodies(RIGHT[operation.name], optional, free, nullable))
    assert len(bad) > 34
    bad |= malformed_inputs.BIG_BODIES if operation in DOORS else {}
    replies = {name: sender.send(operation, body=body) for name, body in bad.items()}
    assert faults(replies, UNSIGNED.get(operation.name, {400, 413, 422})) == {}


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.name)
@pytest.mark.usefixtures("nothing_changes")
def test_a_body_of_another_media_type_is_refused(sender: Sender, operation: Operation) -> None:
    body = json.dumps(RIGHT[operation.name]).encode()
    replies = {
        name: sender.send(operation, body=body, headers={"content-type": name}) for name in malformed_inputs.MEDIA_TYPES
    }
    assert faults(replies, UNSIGNED.get(operation.name, {415})) == {}


@pytest.mark.parametrize("operation", PATHS, ids=lambda operation: operation.name)
@pytest.mark.usefixtures("nothing_changes")
def test_a_path_with_a_trap_leads_nowhere(sender: Sender, operation: Operation) -> None:
    query = "?version=1" if operation.query is not Empty else ""
    replies = {
        f"{parameter} {value[:40]}": sender.raw(
            operation, operation.template.format(**sender.path | {parameter: value}) + query
        )
        for parameter in operation.parameters
        for value in malformed_inputs.ENCODED
    }
    assert faults(replies, {400, 404}) == {}


@pytest.mark.parametrize("operation", QUERIES, ids=lambda operation: operation.name)
@pytest.mark.usefixtures("nothing_changes")
def test_a_query_with_a_trap_is_refused(sender: Sender, operation: Operation) -> None:
    target, names = operation.template.format(**sender.path), operation.query.__struct_fields__
    asked = {f"{name}={value}" for name in names for value in malformed_inputs.ENCODED}
    asked |= {f"{name}={value}" for name in {"limit", "version"} & set(names) for value in malformed_inputs.COUNTS}
    asked |= {
        f"{names[0]}=1&{names[0]}=2",
        "unheard=1",
        "%00=1",
        "version=1&limit=1",
        "&".join(f"a{number}=1" for number in range(200)),
    }
    replies = {query[:60]: sender.raw(operation, f"{target}?{query}") for query in asked}
    plain = {query: reply for query, reply in replies.items() if query.partition("=")[0] in FREE and reply[0] == 200}
    plain |= {query: reply for query, reply in replies.items() if query in RIGHT_QUERIES.get(operation.name, ())}
    assert faults({query: reply for query, reply in replies.items() if query not in plain}, {400}) == {}


@pytest.mark.usefixtures("nothing_changes")
def test_headers_that_claim_to_be_somebody_or_something_else_do_nothing(
    sender: Sender, api: Api, somebody: Shopper
) -> None:
    right = api(GET_BASKET, somebody.token).json()
    for name, value in {
        "x-http-method-override": "DELETE", "x-method-override": "DELETE", "x-original-url": "/orders", "x-rewrite-url": "/orders",
        "x-forwarded-host": "evil.example", "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "gopher", "x-forwarded-prefix": "/staff",
        "forwarded": "for=127.0.0.1;host=evil.example", "x-amzn-oidc-identity": "staff", "x-user-id": "staff", "cookie": "sub=staff",
    }.items():  # fmt: skip
        reply = api(GET_BASKET, somebody.token, headers={name: value})
        assert (reply.status_code, reply.json()) == (200, right), name
        assert "evil.example" not in str(reply.headers)
        assert api(GET_BASKET, headers={name: value}).status_code == 401, name
