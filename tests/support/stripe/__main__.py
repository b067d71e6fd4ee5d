"""localstripe, a stateful Stripe, as a process: `python -m tests.support.stripe PORT`.

It has intents with manual capture, confirmations, refunds in part and signed webhooks. What it lacks of Stripe's
documented API and the payment service uses is added here: idempotency keys, `return_url` with a page to confirm on,
search by metadata, the codes of calls that come too late, and refunds of what is left. Checkout's sessions it has not;
those are claimed by the shapes of the documentation alone (tests/backend/payment/test_stripe_card_page.py).
"""

import sys
from importlib import import_module
from typing import Any

from aiohttp import web
from localstripe import resources
from localstripe.errors import UserError
from localstripe.resources import PaymentIntent, Refund, store

_first: dict[str, tuple[int, bytes]] = {}


@web.middleware
async def repeat_first_answer(request: web.Request, handler: Any) -> web.StreamResponse:
    """Answer a repeated idempotency key as the first time, and put the codes in that Stripe documents."""
    key = request.headers.get("Idempotency-Key")
    if key in _first:
        status, body = _first[key]
        return web.Response(status=status, body=body, content_type="application/json")
    response = await handler(request)
    body = response.body if isinstance(response, web.Response) else b""
    if response.status == 400 and request.path.rpartition("/")[2] in ("cancel", "capture", "confirm"):
        error = {"type": "invalid_request_error", "code": "payment_intent_unexpected_state"}
        response = web.json_response({"error": error}, status=400)
        body = response.body
    if key:
        _first[key] = response.status, bytes(body)
    return response


class Found:
    """What a search found."""

    def __init__(self, intents: list[Any]) -> None:
        self.intents = intents

    def _export(self, expand: object = None) -> dict[str, Any]:
        return {"object": "search_result", "data": [each._export() for each in self.intents], "has_more": False}


def search(query: str, limit: str = "10") -> Found:
    """https://docs.stripe.com/api/payment_intents/search, for the one query that is made."""
    name = query.removeprefix("metadata['reference']:'").removesuffix("'")
    intents = [each for key, each in store.items() if key.startswith("payment_intent:")]
    return Found([each for each in intents if (each.metadata or {}).get("reference") == name])


_confirm, _refund = PaymentIntent._api_confirm.__func__, Refund._api_create.__func__


def confirm(cls: type, id: str, return_url: str = "", **more: Any) -> Any:
    """Confirm, and where the bank wants the shopper name a page to go to."""
    intent = _confirm(cls, id, **more)
    if intent.next_action and return_url:
        page = {"url": "https://hooks.stripe.com/3d_secure_2/hosted", "return_url": return_url}
        intent.next_action = {"type": "redirect_to_url", "redirect_to_url": page}
    return intent


def refund(cls: type, payment_intent: str, amount: str | None = None, **more: Any) -> Any:
    """Refund a part, or what is left; no more than that."""
    charge = PaymentIntent._api_retrieve(payment_intent).latest_charge
    left = charge.amount - charge.amount_refunded
    if not left:
        raise UserError(400, "already refunded", {"code": "charge_already_refunded"})
    if amount and int(amount) > left:
        raise UserError(400, "more than is left")
    return _refund(cls, payment_intent=payment_intent, amount=amount or left, **more)


def main(port: int) -> None:
    """Serve until the process is ended."""
    Refund._api_create = classmethod(refund)
    PaymentIntent._api_confirm = classmethod(confirm)
    added = [
        ("POST", "/v1/payment_intents/{id}/confirm", PaymentIntent._api_confirm),
        ("GET", "/v1/payment_intents/search", search),
    ]
    resources.extra_apis[:0] = added
    server = import_module("localstripe.server")  # makes its routes of the table as it is now; the first one counts
    server.app.middlewares.insert(0, repeat_first_answer)
    web.run_app(server.app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
