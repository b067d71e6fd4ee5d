"""The payment provider's API. Another provider is another module with these functions.

Every write carries an idempotency key made from the attempt's reference, so that repeating it is safe. Every call
returns the authorization as it is now, also if it was too late to change it. Anything else raises `OutcomeUnknown`.

Environment: `PROVIDER_URL`; `PROVIDER_KEY` and `WEBHOOK_SECRET` name secrets; `RETURN_URL`, with `{order_id}`, is
where the provider sends shoppers after a confirmation.
"""

import hmac
import os
from typing import Any
from urllib.parse import urlencode, urljoin

import msgspec
import urllib3

from backend.contracts.payment.states import PaymentState
from backend.payment.domain import reference
from backend.payment.state_machine import Attempt, ProviderStatus, Refund
from backend.shared.secrets import get_secret

SIGNATURE = "sandbox-signature"
TOLERANCE_SECONDS = 300  # seconds between signing and verifying
_ANSWERS = (200, 201, 409)  # 409: too late for that; the body says how it stands
_TRANSIENT_STATUSES = (408, 425, 429)  # the provider's own word for "again, later"
_RETRIES = urllib3.Retry(total=None, connect=1, read=0, redirect=0, status=0, other=0)
_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=6), retries=_RETRIES)


class OutcomeUnknown(Exception):
    """The answer is lost, unreadable or about something else: only a query can tell what was done."""


class ProviderRejected(OutcomeUnknown):
    """The provider rejected our request: the key, address or body is wrong, and people must fix it."""


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


def verify(header: str, body: bytes, now: int) -> bool:
    """Return whether the provider signed this body within `TOLERANCE_SECONDS` of `now` (epoch seconds).

    The signature is HMAC-SHA256 over `<t>.<body>` in hex; the header is `t=<epoch seconds>,v1=<signature>`, with a
    second `v1` while the secret is rotated.
    """
    parts = [part.partition("=")[::2] for part in header.split(",")]
    times = [value for key, value in parts if key == "t"]
    if len(times) != 1 or not _digits(times[0]) or abs(now - int(times[0])) > TOLERANCE_SECONDS:
        return False
    expected = hmac.new(get_secret("WEBHOOK_SECRET").encode(), f"{times[0]}.".encode() + body, "sha256").hexdigest()
    return any(
        hmac.compare_digest(expected.encode(), value.encode("utf-8", "surrogatepass"))
        for key, value in parts
        if key == "v1"
    )


def send(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
    """Send one HTTP request; return status and body. Raise `OutcomeUnknown` if there is no reply."""
    try:
        reply = _pool.request(method, url, headers=headers, body=body)
    except urllib3.exceptions.HTTPError as error:
        raise OutcomeUnknown(type(getattr(error, "reason", None) or error).__name__) from None
    return reply.status, reply.data


def _change(
    order_id: str, attempt: Attempt, verb: str, body: dict[str, Any] | None = None, suffix: str = ""
) -> ProviderStatus:
    key = f"{reference(order_id, attempt.number)}-{verb}{suffix}"
    return _to_status(
        _ask("POST", f"/authorizations/{attempt.authorization}/{verb}", _Authorization, body or {}, key),
        order_id,
        attempt,
    )


def _ask(method: str, path: str, shape: Any, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"authorization": f"Bearer {get_secret('PROVIDER_KEY')}", "content-type": "application/json"}
    if key:
        headers["idempotency-key"] = key
    status, answer = send(
        method, os.environ["PROVIDER_URL"] + path, headers, None if body is None else msgspec.json.encode(body)
    )
    if status not in _ANSWERS:
        ours = 400 <= status < 500 and status not in _TRANSIENT_STATUSES
        raise (ProviderRejected if ours else OutcomeUnknown)(f"status {status}")
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


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
