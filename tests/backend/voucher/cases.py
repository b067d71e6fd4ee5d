"""Requests to the voucher service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

import msgspec

from backend.contracts.operation import Caller
from backend.contracts.voucher.codes import voucher_id
from backend.contracts.voucher.operations import (
    BLOCK_VOUCHER,
    CHECK_VOUCHER,
    FIND_VOUCHER,
    GET_VOUCHER,
    ISSUE_VOUCHER,
    LIST_SOLD_VOUCHERS,
    LIST_VOUCHER_HOLDS,
    LIST_VOUCHERS,
    RESEND_VOUCHER,
    WITHDRAW_VOUCHER,
)
from backend.voucher import consumer, handler, sales
from tests.backend.events import http, sqs, token
from tests.backend.voucher.vouchers import (
    account_closed,
    data_requested,
    issue,
    order_cancelled,
    order_confirmed,
    order_erased,
    order_placed,
    payment,
    refund,
)

_CODE = "ABCDEFGHIJKLMNOP"
_PATH = {"voucher_id": voucher_id(_CODE)}
_ISSUE = {
    "key": "voucher-key-of-grace",
    "value": 5000,
    "email": "ada@example.com",
    "message": "Happy birthday,\nAda!",
    "by": "grace@example.com",
}
_BLOCK = {"blocked": True, "reason": "Stolen", "by": "grace@example.com"}
_RESEND = {"number": 2, "by": "grace@example.com"}
_WITHDRAW = {"version": 1, "reason": "You asked for it back.", "by": "grace@example.com"}
_ORDER = {"order_id": f"{1:028x}"}

RIGHT: dict[str, dict[str, Any]] = {
    "check_voucher": {"code": _CODE},
    "find_voucher": {"code": _CODE},
    "issue_voucher": _ISSUE,
    "block_voucher": _BLOCK,
    "resend_voucher": _RESEND,
    "withdraw_voucher": _WITHDRAW,
}
"""By operation: a body that is right."""

FREE_TEXT = {"issue_voucher": {("message",)}}
"""Fields in which a person writes."""

STAFF = {
    "list_vouchers": 200,
    "find_voucher": 404,
    "get_voucher": 404,
    "issue_voucher": 422,
    "block_voucher": 404,
    "resend_voucher": 404,
    "withdraw_voucher": 404,
    "list_sold_vouchers": 200,
    "list_voucher_holds": 200,
}
"""By operation: what staff are answered. Everybody else is turned away. Nothing is issued: it would be mailed."""

ASKED: dict[str, Any] = {
    "check_voucher": lambda world: {"body": {"code": _CODE}},
    "list_vouchers": lambda world: {},
    "find_voucher": lambda world: {"body": {"code": _CODE}},
    "get_voucher": lambda world: {"path": _PATH},
    "issue_voucher": lambda world: {"body": _ISSUE | {"value": 0}},
    "block_voucher": lambda world: {"path": _PATH, "body": _BLOCK},
    "resend_voucher": lambda world: {"path": _PATH, "body": _RESEND},
    "withdraw_voucher": lambda world: {"path": _PATH, "body": _WITHDRAW},
    "list_sold_vouchers": lambda world: {"path": _ORDER},
    "list_voucher_holds": lambda world: {},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("issue_voucher", Caller.STAFF, {"body": _ISSUE}),
    ("list_vouchers", Caller.STAFF, {}),
    ("list_sold_vouchers", Caller.STAFF, {"path": _ORDER}),
    ("list_voucher_holds", Caller.STAFF, {}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    staff = token("grace", groups="[staff]")
    issued = msgspec.json.decode(call(handler.handler, http(ISSUE_VOUCHER, claims=staff, body=_ISSUE))["body"])
    call(handler.handler, http(ISSUE_VOUCHER, claims=staff, body=_ISSUE))
    path = {"voucher_id": issued["id"]}
    call(handler.handler, http(GET_VOUCHER, claims=staff, path=path))
    call(handler.handler, http(LIST_VOUCHERS, claims=staff))
    call(handler.handler, http(RESEND_VOUCHER, claims=staff, path=path, body=_RESEND))
    for blocked in (True, False):
        call(handler.handler, http(BLOCK_VOUCHER, claims=staff, path=path, body=_BLOCK | {"blocked": blocked}))
    call(handler.handler, http(FIND_VOUCHER, claims=staff, body={"code": _CODE}))
    call(handler.handler, http(CHECK_VOUCHER, body={"code": _CODE}))
    call(handler.handler, http(LIST_VOUCHER_HOLDS, claims=staff))
    sales.issue(order_confirmed())
    (sold,) = sales.list_ids(_ORDER["order_id"])
    call(handler.handler, http(LIST_SOLD_VOUCHERS, claims=staff, path=_ORDER))
    call(handler.handler, http(WITHDRAW_VOUCHER, claims=staff, path={"voucher_id": sold}, body=_WITHDRAW))


def _use_consumer(call: Any) -> None:
    voucher = issue(5000)
    paid, too_much = payment(voucher, 2000), payment(voucher, 9000)
    later = order_placed(1, paid, at="2099-01-01T00:00:00.000Z")
    call(
        consumer.handler,
        sqs(
            order_placed(1, paid),
            order_placed(2, too_much),
            later,
            refund(1, paid),
            order_cancelled(1),
            order_cancelled(9),
        ),
    )
    call(consumer.handler, sqs(order_confirmed()))
    call(consumer.handler, sqs(data_requested(), order_erased(), account_closed()))


DRIVES = {"VoucherHandler": _use_handler, "VoucherConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
