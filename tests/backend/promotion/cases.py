"""Requests to the promotion service, for the tests of all services: access, bad input, and what its functions may call."""

from typing import Any

from backend.contracts.operation import Caller
from backend.contracts.promotion.operations import (
    CREATE_PROMOTION,
    END_PROMOTION,
    GET_PROMOTION,
    LIST_PROMOTIONS,
    LIST_USES,
)
from backend.promotion import consumer, handler
from tests.backend.events import http, sqs, token
from tests.backend.promotion.promotions import order_cancelled, order_placed

_PATH, _NOBODYS = {"code": "SUMMER10"}, {"code": "NOBODYS"}
_TERMS = {
    "title": "10 % off posters",
    "kind": "percentage",
    "percent": 10,
    "starts_on": "2026-01-01",
    "ends_on": "2026-12-31",
    "categories": ["posters"],
    "max_uses": 1,
    "once_per_shopper": True,
    "by": "grace@example.com",
}
_END = {"by": "grace@example.com"}

RIGHT: dict[str, dict[str, Any]] = {"create_promotion": _TERMS, "end_promotion": _END}
"""By operation: a body that is right."""

STAFF = {"list_promotions": 200, "create_promotion": 422, "get_promotion": 404, "end_promotion": 404, "list_uses": 200}
"""By operation: what staff are answered. Everybody else is turned away.

Nothing is made or ended: what the basket hears of later would look like a change by the next caller.
"""

ASKED: dict[str, Any] = {
    "list_promotions": lambda world: {},
    "create_promotion": lambda world: {"path": _NOBODYS, "body": _TERMS | {"percent": 0}},
    "get_promotion": lambda world: {"path": _NOBODYS},
    "end_promotion": lambda world: {"path": _NOBODYS, "body": _END},
    "list_uses": lambda world: {},
}
"""By operation: the request of each caller in the access matrix."""

LET_IN: list[tuple[str, Caller, dict[str, Any]]] = [
    ("create_promotion", Caller.STAFF, {"path": _PATH, "body": _TERMS}),
    ("get_promotion", Caller.STAFF, {"path": _PATH}),
    ("list_promotions", Caller.STAFF, {}),
    ("end_promotion", Caller.STAFF, {"path": _PATH, "body": _END}),
    ("list_uses", Caller.STAFF, {}),
]
"""Requests that are answered with success, in this order."""


def _use_handler(call: Any) -> None:
    staff = token("grace", groups="[staff]")
    for terms in (_TERMS, _TERMS, _TERMS | {"automatic": True}):
        call(handler.handler, http(CREATE_PROMOTION, claims=staff, path=_PATH, body=terms))
    call(
        handler.handler, http(CREATE_PROMOTION, claims=staff, path={"code": "AUTO"}, body=_TERMS | {"automatic": True})
    )
    call(handler.handler, http(GET_PROMOTION, claims=staff, path=_PATH))
    call(handler.handler, http(LIST_PROMOTIONS, claims=staff))
    call(handler.handler, http(END_PROMOTION, claims=staff, path={"code": "AUTO"}, body=_END))
    call(handler.handler, http(LIST_USES, claims=staff))


def _use_consumer(call: Any) -> None:
    call(
        consumer.handler,
        sqs(
            order_placed(1),
            order_placed(2),
            order_placed(1, at="2099-01-01T00:00:00.000Z"),
            order_cancelled(1),
            order_cancelled(9),
        ),
    )


DRIVES = {"PromotionHandler": _use_handler, "PromotionConsumer": _use_consumer}
"""By function: all that it does, so that its role can be compared with what it calls."""
