"""The sandbox (`backend.sandbox`) as payment provider: no money moves."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar
from urllib.parse import urlencode, urljoin

import msgspec
from msgspec import to_builtins

from backend.contracts.payment.models import CardEntryPage, CardEntryRequest, EnteredCard, Webhook
from backend.contracts.payment.states import PaymentState
from backend.payment.domain import reference
from backend.payment.gateways import connection
from backend.payment.gateways.connection import OutcomeUnknown, failure
from backend.payment.gateways.signature import is_signed
from backend.payment.state_machine import Attempt, ProviderStatus, Refund
from backend.shared.secrets import get_secret

T = TypeVar("T")
SIGNATURE = "sandbox-signature"
_ANSWERS = (200, 201, 409)  # 409: too late for that; the body has the present state


class _Authorization(msgspec.Struct, frozen=True):
    id: str
    reference: str
    state: PaymentState
    amount: int
    currency: str
    url: str = ""
    reason: str = ""
    refunded: int = 0


class _SearchResult(msgspec.Struct, frozen=True):
    items: tuple[_Authorization, ...]


def authorize(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Authorize the amount at the card's bank."""
    name = reference(order_id, attempt.number)
    body = {
        "reference": name, "token": attempt.token, "amount": attempt.amount, "currency": attempt.currency,
        "return_url": os.environ["RETURN_URL"].replace("{order_id}", order_id),
    }  # fmt: skip
    return _to_status(_ask("POST", "/authorizations", _Authorization, body, f"{name}-authorize"), order_id, attempt)


def capture(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Capture the authorized amount."""
    return _change(order_id, attempt, "capture")


def void(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Release the authorized amount."""
    return _change(order_id, attempt, "void")


def refund(order_id: str, attempt: Attempt, part: Refund | None = None) -> ProviderStatus:
    """Refund all that is left of the captured amount, or `part` of it under an idempotency key of its own."""
    if part is None:
        return _change(order_id, attempt, "refund")
    return _change(order_id, attempt, "refund", {"amount": part.amount}, f".{part.number}")


def find(order_id: str, attempt: Attempt) -> ProviderStatus | None:
    """Return the attempt's authorization, or None if the provider has none."""
    result = _ask(
        "GET", "/authorizations?" + urlencode({"reference": reference(order_id, attempt.number)}), _SearchResult
    )
    return _to_status(result.items[0], order_id, attempt) if result.items else None


def open_card_page(request: CardEntryRequest) -> CardEntryPage:
    """Return the sandbox's page that asks for a card; it sends the shopper back with a token for the card."""
    fields = to_builtins(request)
    return CardEntryPage(url=f"{os.environ['PROVIDER_URL']}/card?{urlencode(fields)}")


def read_card(session: str) -> EnteredCard | None:
    """Return None: the sandbox's page passes the token on itself, and has no sessions."""
    return None


def verify(header: str, body: bytes, now: int) -> bool:
    """Return whether the sandbox signed this body around `now` (epoch seconds)."""
    return is_signed(header, body, now, [get_secret("WEBHOOK_SECRET")])


def read_webhook(webhook: Webhook) -> tuple[str, PaymentState | None]:
    """Return the reference that a webhook is about, and the state it reports: its type is `authorization.<state>`."""
    with suppress(ValueError):
        return webhook.reference, PaymentState(webhook.type.removeprefix("authorization."))
    return webhook.reference, None


def _change(
    order_id: str, attempt: Attempt, verb: str, body: Mapping[str, object] | None = None, suffix: str = ""
) -> ProviderStatus:
    key = f"{reference(order_id, attempt.number)}-{verb}{suffix}"
    return _to_status(
        _ask("POST", f"/authorizations/{attempt.authorization}/{verb}", _Authorization, body or {}, key),
        order_id,
        attempt,
    )


def _ask(method: str, path: str, shape: type[T], body: Mapping[str, object] | None = None, key: str = "") -> T:
    headers = {"authorization": f"Bearer {get_secret('PROVIDER_KEY')}", "content-type": "application/json"}
    if key:
        headers["idempotency-key"] = key
    status, answer = connection.send(
        method, os.environ["PROVIDER_URL"] + path, headers, None if body is None else msgspec.json.encode(body)
    )
    if status not in _ANSWERS:
        raise failure(status)
    try:
        return msgspec.json.decode(answer, type=shape)
    except msgspec.DecodeError:
        raise OutcomeUnknown("unreadable answer") from None


def _to_status(answer: _Authorization, order_id: str, attempt: Attempt) -> ProviderStatus:
    expected = (reference(order_id, attempt.number), attempt.amount, attempt.currency)
    if (answer.reference, answer.amount, answer.currency) != expected:
        raise OutcomeUnknown("an answer about something else")
    return ProviderStatus(
        authorization=answer.id,
        state=answer.state,
        refunded=answer.amount if answer.state is PaymentState.REFUNDED else answer.refunded,
        url=answer.url and urljoin(_base(), answer.url),
        reason=answer.reason,
    )


def _base() -> str:
    return os.environ["PROVIDER_URL"].rstrip("/") + "/"
