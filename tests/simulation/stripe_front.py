"""The sandbox behind Stripe's API: the whole shop's stories with the Stripe module, and the sandbox's books.

Each of Stripe's calls is passed on as the sandbox's; what Stripe has beside them, an intent before it is confirmed, is
remembered here. So crashes, faults and lost answers, and the invariants over the provider's books, are the same.
"""

import contextlib
import json
from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl

from backend.payment import payment_gateway
from backend.payment.gateways import stripe, stripe_api
from backend.shared import clock
from backend.shared.secrets import get_secret
from tests.backend.payment.signing import sign
from tests.backend.payment.stripe_gateway import EVENTS, LATE, STATUS
from tests.simulation.shop import ENVIRONMENT, Shop

SIGNING = "whsec_simulated"
_VERBS = {"capture": "capture", "cancel": "void"}
_provider, _webhook = Shop.provider, Shop.webhook
Answer = tuple[int, bytes]


@contextlib.contextmanager
def paid_through_stripe() -> Iterator[set[str]]:
    """Have every shop that is played meanwhile ask Stripe for its payments; what for is collected."""
    verbs = set[str]()
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(payment_gateway, "provider", stripe))
        stack.enter_context(mock.patch.object(stripe_api, "get_secret", return_value="sk_test_1"))
        stack.enter_context(mock.patch.object(stripe, "get_secret", return_value=SIGNING))
        stack.enter_context(mock.patch.object(Shop, "provider", lambda shop, *call: _send(shop, verbs, *call)))
        stack.enter_context(mock.patch.object(Shop, "webhook", _announce))
        yield verbs


def _send(shop: Shop, verbs: set[str], method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
    """What stands in for the network between the Stripe module and Stripe."""
    path, _, query = url.removeprefix(ENVIRONMENT["PROVIDER_URL"]).partition("?")
    asked, key = dict(parse_qsl((body or b"").decode())), headers.get("idempotency-key", "")
    slips: dict[str, dict[str, str]] = shop.__dict__.setdefault("slips", {})
    if path == "/payment_intents":
        id = "pi_" + asked["metadata[reference]"]
        slips.setdefault(id, asked)
        return 200, _show(slips[id], {})
    if path == "/payment_intents/search":
        reference = dict(parse_qsl(query))["query"].split("'")[3]
        status, found = _find(shop, reference)
        shown = [json.loads(_show(slips["pi_" + reference], each)) for each in found]
        return status, json.dumps({"data": shown}).encode()
    if path == "/refunds":
        slip, verb = slips[asked["payment_intent"]], "refund"
    else:
        slip, verb = slips[path.split("/")[2]], path.split("/")[3] if method == "POST" else "find"
    verbs.add(verb)
    return _pass_on(shop, slip, verb, asked, key)


def _pass_on(shop: Shop, slip: dict[str, str], verb: str, asked: dict[str, str], key: str) -> Answer:
    """One call about an intent, by the sandbox's own."""
    reference = slip["metadata[reference]"]
    if verb == "confirm":
        sent = {
            "reference": reference, "token": slip["payment_method"], "amount": int(slip["amount"]),
            "currency": slip["currency"].upper(), "return_url": asked["return_url"],
        }  # fmt: skip
        return _answer(slip, verb, *_ask(shop, "POST", "/authorizations", sent, key))
    status, found = _find(shop, reference)
    if verb == "find" or status != 200:
        return status, _show(slip, found[0] if found else {})
    path = f"/authorizations/{found[0]['id']}/{_VERBS.get(verb, verb)}"
    amount = {"amount": int(asked["amount"])} if "amount" in asked else {}
    return _answer(slip, verb, *_ask(shop, "POST", path, amount, key))


def _answer(slip: dict[str, str], verb: str, status: int, shown: dict[str, Any]) -> Answer:
    if status == 409 and verb != "confirm":
        return LATE[0], json.dumps(LATE[1]).encode()
    if status not in (200, 201, 409):
        return status, b"{}"
    if verb == "refund":
        return 200, b'{"id":"re_1"}'
    if shown["state"] == "declined":
        return 402, b'{"error":{"type":"card_error","code":"card_declined"}}'
    return 200, _show(slip, shown)


def _find(shop: Shop, reference: str) -> tuple[int, list[dict[str, Any]]]:
    status, shown = _ask(shop, "GET", f"/authorizations?reference={reference}", None, "")
    return status, shown.get("items", [])


def _ask(shop: Shop, method: str, path: str, sent: dict[str, Any] | None, key: str) -> tuple[int, dict[str, Any]]:
    """The sandbox's answer, with all that may go wrong on its way."""
    headers = {"authorization": f"Bearer {get_secret('PROVIDER_KEY')}", "content-type": "application/json"}
    headers |= {"idempotency-key": key} if key else {}
    body = None if sent is None else json.dumps(sent).encode()
    status, answer = _provider(shop, method, ENVIRONMENT["PROVIDER_URL"] + path, headers, body)
    return status, json.loads(answer or b"{}")


def _show(slip: dict[str, str], held: dict[str, Any]) -> bytes:
    """An intent, in the state of what the sandbox holds for it."""
    state = held.get("state", "")
    page = {"redirect_to_url": {"url": f"{ENVIRONMENT['PROVIDER_URL']}/{held.get('url')}"}}
    intent = {
        "id": "pi_" + slip["metadata[reference]"], "status": STATUS.get(state, "requires_confirmation"),
        "amount": int(slip["amount"]), "currency": slip["currency"],
        "metadata": {"reference": slip["metadata[reference]"]},
        "next_action": page if state == "action-required" else None,
        "last_payment_error": {"code": "card_declined"} if state == "declined" else None,
        "latest_charge": {"amount_refunded": held["amount"] if state == "refunded" else held.get("refunded", 0)} if held else None,
    }  # fmt: skip
    return json.dumps(intent).encode()


def _announce(shop: Shop, url: str, headers: dict[str, str], body: bytes) -> int:
    """Stripe's event in the place of the sandbox's."""
    told = json.loads(body)
    type = EVENTS.get(told["type"].removeprefix("authorization."), "charge.refunded")
    about = {"object": {"id": "pi_" + told["reference"], "metadata": {"reference": told["reference"]}}}
    event = json.dumps({"id": told["id"], "object": "event", "type": type, "data": about}).encode()
    signature = sign(event, clock.epoch(), SIGNING)
    return _webhook(shop, url, {"content-type": "application/json", "stripe-signature": signature}, event)
