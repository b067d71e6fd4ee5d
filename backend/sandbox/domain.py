"""Authorizations and how they change: along `TRANSITIONS` only, and a change that comes too late changes nothing."""

import enum
import hashlib
import re
import secrets
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from backend.contracts.types import Language
from backend.sandbox.cards import BY_NAME, TestCard

REFERENCE = "[A-Za-z0-9-]{1,64}"


class State(enum.StrEnum):
    """The states of an authorization."""

    ACTION_REQUIRED = "action-required"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"


TRANSITIONS: dict[str, dict[State, State]] = {
    "capture": {State.AUTHORIZED: State.CAPTURED},
    "void": {State.AUTHORIZED: State.VOIDED, State.ACTION_REQUIRED: State.VOIDED},
    "refund": {State.CAPTURED: State.REFUNDED},
    "confirm": {State.ACTION_REQUIRED: State.AUTHORIZED},
    "reject": {State.ACTION_REQUIRED: State.DECLINED},
}


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of a card: what a receipt shows, how it behaves, and the language of the page it was typed on.

    `expires` is in epoch seconds. It pays for one reference.
    """

    brand: str
    last4: str
    card: str
    expires: int
    language: Language = "en"


class AuthorizationRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A request for money: `reference` is the merchant's own name for it, and may be used once."""

    reference: Annotated[str, Meta(pattern=f"^{REFERENCE}$(?!\\n)")]
    token: Annotated[str, Meta(max_length=100)]
    amount: Annotated[int, Meta(ge=1, le=10**13)]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)")]
    return_url: Annotated[str, Meta(max_length=1000)]


class Authorization(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Money held on a card, and what became of it. `refunded` is what went back of a captured amount, `language` that
    of its holder.

    `keys` are the idempotency keys it was changed by, with a hash of what they asked.
    """

    id: str
    reference: str
    state: State
    amount: int
    currency: str
    return_url: str
    brand: str = ""
    last4: str = ""
    card: str = ""
    reason: str = ""
    keys: dict[str, str] = {}
    version: int = 1
    refunded: int = 0
    language: Language = "en"


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a merchant changes: `amount` is of a refund, all that is left without one."""

    amount: Annotated[int, Meta(ge=1, le=10**13)] | None = None


class PublicAuthorization(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An authorization as merchants see it. `url` is where its holder confirms it, relative to the API's address."""

    id: str
    reference: str
    state: State
    amount: int
    currency: str
    brand: str = ""
    last4: str = ""
    reason: str = ""
    url: str = ""
    refunded: int = 0


def new_id(reference: str) -> str:
    """Return a new id: it contains the reference, and cannot be guessed."""
    return f"aut_{reference}_{secrets.token_hex(16)}"


def reference_of(id: str) -> str | None:
    """Return the reference in an id, or None if it is malformed."""
    match = re.fullmatch(rf"aut_({REFERENCE})_[0-9a-f]{{32}}", id, re.ASCII)
    return match[1] if match else None


def fingerprint(*values: object) -> str:
    """Return a hash of what was requested with an idempotency key, to recognize the same key with another request."""
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()[:16]


def authorization(body: AuthorizationRequest, token: Token | None, key: str, *, used: bool = False) -> Authorization:
    """Return the bank's answer to a request. An unknown, expired or used token is declined like a bad card."""
    known_token = token or Token(brand="", last4="", card="", expires=0)
    spent = TestCard(number="", name="", title="", reason="token_used" if token else "unknown_token")
    card = BY_NAME[known_token.card] if token and not used else spent
    return Authorization(
        id=new_id(body.reference),
        reference=body.reference,
        state=State.DECLINED if card.reason else State.ACTION_REQUIRED if card.confirm else State.AUTHORIZED,
        amount=body.amount,
        currency=body.currency,
        return_url=body.return_url,
        brand=known_token.brand,
        last4=known_token.last4,
        card=known_token.card,
        reason=card.reason,
        keys={key: fingerprint(body)},
        language=known_token.language,
    )


def describe_change(verb: str, amount: int | None) -> object:
    """Return the part of a change that its idempotency key is bound to."""
    return verb if amount is None else (verb, amount)


def unrefunded_amount(authorization: Authorization) -> int:
    """Return the captured amount that is not refunded yet."""
    return authorization.amount - authorization.refunded if authorization.state is State.CAPTURED else 0


def transition(
    authorization: Authorization, verb: str, key: str | None = None, amount: int | None = None
) -> Authorization | None:
    """Return the changed authorization, or None if it is too late. A partial refund leaves it captured."""
    state = TRANSITIONS[verb].get(authorization.state)
    if state is None:
        return None
    keys = authorization.keys | ({key: fingerprint(describe_change(verb, amount))} if key else {})
    if verb == "refund":
        refunded = authorization.refunded + (amount or unrefunded_amount(authorization))
        state = State.REFUNDED if refunded == authorization.amount else State.CAPTURED
        return replace(authorization, state=state, keys=keys, refunded=refunded, version=authorization.version + 1)
    reason = "authentication_failed" if verb == "reject" else authorization.reason
    return replace(authorization, state=state, keys=keys, reason=reason, version=authorization.version + 1)


def to_public(authorization: Authorization) -> PublicAuthorization:
    """Return what the merchant may see."""
    return PublicAuthorization(
        id=authorization.id,
        reference=authorization.reference,
        state=authorization.state,
        amount=authorization.amount,
        currency=authorization.currency,
        brand=authorization.brand,
        last4=authorization.last4,
        reason=authorization.reason,
        refunded=authorization.amount if authorization.state is State.REFUNDED else authorization.refunded,
        url=f"confirm/{authorization.id}" if authorization.state is State.ACTION_REQUIRED else "",
    )


def card(authorization: Authorization) -> TestCard:
    """Return the test card that decides how the authorization behaves."""
    return BY_NAME.get(authorization.card, BY_NAME["approved"])


def delays(authorization: Authorization) -> tuple[int, ...]:
    """Return the delays in seconds of the webhooks of its present state, one for each."""
    behaviour = card(authorization)
    first = authorization.state is State.AUTHORIZED and behaviour.overtaken is not None
    return behaviour.overtaken or () if first else behaviour.delays
