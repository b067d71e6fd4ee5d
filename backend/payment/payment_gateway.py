"""The payment provider as seven functions: the only place that knows how it is spoken to. Another provider is another such module.

Every call that changes something carries an idempotency key made from the attempt's reference, so repeating one asks, and never acts
twice. Every call answers with the authorization as it then stands, also when it came too late to change it. Anything but such an
answer is `Unanswered`: the provider may have done it or not.

Environment: `PROVIDER_URL`; `PROVIDER_KEY` and `WEBHOOK_SECRET` name secrets; `RETURN_URL` with `{order_id}` is where a shopper comes
back to from confirming.
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
    """The provider's answer is lost, unreadable or about something else. What it did is not known until it is asked again."""


class ProviderRejected(OutcomeUnknown):
    """The provider will not hear us: our key, address or request is wrong. People must mend that; until then nothing is known, either."""


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
    """Asks the card's bank to hold the amount."""
    name = reference(order_id, attempt.number)
    body = {
        "reference": name, "token": attempt.token, "amount": attempt.amount, "currency": attempt.currency,
        "return_url": os.environ["RETURN_URL"].replace("{order_id}", order_id),
    }  # fmt: skip
    return _to_status(_ask("POST", "/authorizations", _Authorization, body, f"{name}-authorize"), order_id, attempt)


def capture(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Takes the amount held."""
    return _change(order_id, attempt, "capture")


def void(order_id: str, attempt: Attempt) -> ProviderStatus:
    """Lets go of the amount held."""
    return _change(order_id, attempt, "void")


def refund(order_id: str, attempt: Attempt, part: Refund | None = None) -> ProviderStatus:
    """Gives back the amount taken, or all that is left of it; with `part` only that much. A return's key is its own."""
    if part is None:
        return _change(order_id, attempt, "refund")
    return _change(order_id, attempt, "refund", {"amount": part.amount}, f".{part.number}")


def find(order_id: str, attempt: Attempt) -> ProviderStatus | None:
    """The attempt's authorization, or None when the provider has none."""
    result = _ask("GET", "/authorizations?" + urlencode({"reference": reference(order_id, attempt.number)}), _SearchResult)
    return _to_status(result.items[0], order_id, attempt) if result.items else None


def verify(header: str, body: bytes, now: int) -> bool:
    """Whether the provider signed this body within `TOLERANCE` of `now` (epoch seconds): HMAC-SHA256 over `<t>.<body>` in hex.

    The header is `t=<epoch seconds>,v1=<signature>`, with one more `v1` while the provider's secret is being changed.
    """
    parts = [part.partition("=")[::2] for part in header.split(",")]
    times = [value for key, value in parts if key == "t"]
    if len(times) != 1 or not _digits(times[0]) or abs(now - int(times[0])) > TOLERANCE_SECONDS:
        return False
    expected = hmac.new(get_secret("WEBHOOK_SECRET").encode(), f"{times[0]}.".encode() + body, "sha256").hexdigest()
    return any(hmac.compare_digest(expected.encode(), value.encode("utf-8", "surrogatepass")) for key, value in parts if key == "v1")


def send(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
    """One HTTP call: status and body. Raises `Unanswered` when none comes."""
    try:
        reply = _pool.request(method, url, headers=headers, body=body)
    except urllib3.exceptions.HTTPError as error:
        raise OutcomeUnknown(type(getattr(error, "reason", None) or error).__name__) from None
    return reply.status, reply.data


def _change(order_id: str, attempt: Attempt, verb: str, body: dict[str, Any] | None = None, suffix: str = "") -> ProviderStatus:
    key = f"{reference(order_id, attempt.number)}-{verb}{suffix}"
    return _to_status(_ask("POST", f"/authorizations/{attempt.authorization}/{verb}", _Authorization, body or {}, key), order_id, attempt)


def _ask(method: str, path: str, shape: Any, body: dict[str, Any] | None = None, key: str = "") -> Any:
    headers = {"authorization": f"Bearer {get_secret('PROVIDER_KEY')}", "content-type": "application/json"}
    if key:
        headers["idempotency-key"] = key
    status, answer = send(method, os.environ["PROVIDER_URL"] + path, headers, None if body is None else msgspec.json.encode(body))
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
