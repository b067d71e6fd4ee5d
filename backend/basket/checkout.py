"""Checking out, as rules: the same key has the same answer, and an order is made from the service's own offers alone."""

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec.structs import asdict

from backend.basket import agreement, delivery
from backend.basket.domain import UNAVAILABLE, Line, Offer, Offers, change, in_order
from backend.contracts import postal_codes, working_days
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import LINES, PIECES, Address, Change, CheckedOut, CheckOut, OrderLine
from backend.contracts.problem import FieldError, Refused
from backend.contracts.types import Model

MAX_REMEMBERED, REMEMBER_DAYS = 8, 15
"""Checkouts that a basket remembers, and for how long: a repeat may come as late as a message can wait in a dead-letter queue, 14 days.

Eight, since their records, a checkout of three lines and its event then fit the 1,024 bytes of one write unit."""

DIGEST_BYTES = 8
"""Bytes of a digest: it tells a shopper's own last keys apart, and is no secret."""


class Checkout(Model, frozen=True, kw_only=True):
    """A checkout that was made: digests of its key and of its whole body, and what was answered."""

    key: bytes
    body: bytes
    order_id: str
    total: int


class Closing(Model, frozen=True, kw_only=True):
    """What the rules cannot know of a checkout: whose it is, its order's new id, when, and the shop's currency."""

    owner: str
    order_id: str
    at: str
    currency: str


def find_earlier(checkouts: Iterable[Checkout], body: CheckOut) -> Checkout | None:
    """The checkout that was already made with this key. Raises Refused 422 where it was made with another body."""
    found = next((checkout for checkout in checkouts if checkout.key == _digest(body.key)), None)
    if found and found.body != _digest(body):
        raise Refused(422, "key-reused", "This checkout was already made with other details", "Each checkout needs a key of its own.")
    return found


def remember(checkouts: Iterable[Checkout], body: CheckOut, event: BasketCheckedOut) -> tuple[Checkout, ...]:
    """The newest checkouts, with this one; old ones go, for every write to the basket pays for their bytes."""
    oldest = _created_at(event.order_id) - REMEMBER_DAYS * 24 * 3600 * 1000
    recent = [checkout for checkout in checkouts if _created_at(checkout.order_id) >= oldest]
    made = Checkout(key=_digest(body.key), body=_digest(body), order_id=event.order_id, total=event.total)
    return (*recent, made)[-MAX_REMEMBERED:]


def answer(checkout: Checkout, currency: str) -> CheckedOut:
    """What a checkout is answered with, each time."""
    return CheckedOut(order_id=checkout.order_id, total=checkout.total, currency=currency)


def close(lines: tuple[Line, ...], offers: Offers, body: CheckOut, closing: Closing) -> BasketCheckedOut:
    """The order that these lines make.

    Raises Refused: 409 empty, withdrawn, sold out, another total or other than what was agreed to, 422 over a limit.
    """
    _check(lines, offers, closing.currency)
    _check_postal_code(body.address)
    bought = tuple(_order_line(line, offers[line.sku]) for line in in_order(lines))
    subtotal = sum(line.total for line in bought)
    option = delivery.option(body.address.country, body.delivery, subtotal, working_days.day_of(closing.at))
    agreement.check(body, bought, option)
    return BasketCheckedOut(
        **asdict(closing),
        lines=bought,
        address=Address(**asdict(body.address)),
        delivery=body.delivery,
        subtotal=subtotal,
        delivery_price=option.price,
        total=option.total,
        tax=option.tax,
        tax_rate=option.tax_rate,
        promised_on=option.promised_on,
        token=body.token,
    )


def _check(lines: tuple[Line, ...], offers: Offers, currency: str) -> None:
    if not lines:
        raise Refused(409, "empty-basket", "The basket is empty")
    if len(lines) > LINES or any(line.quantity > PIECES for line in lines):
        raise Refused(422, "over-limit", "The basket holds too much", f"At most {LINES} articles, and {PIECES} pieces of each.")
    gone = {line.sku: why for line in in_order(lines) if (why := change(line, offers.get(line.sku), currency)) in UNAVAILABLE}
    if gone:
        raise _unavailable(gone, offers)


def _check_postal_code(address: Address) -> None:
    """Refuse a code that its country does not have. Spelling does not matter: it is for the storefront to write it well."""
    if postal_codes.tidy(address.country, address.postal_code) is None:
        wrong = FieldError(field="address.postal_code", message=f"No postal code of {address.country}")
        raise Refused(422, "invalid", "The body does not have the right shape", errors=(wrong,))


def _unavailable(gone: dict[str, Change], offers: Offers) -> Refused:
    """The refusal that names every line which cannot be had, and in words the titles of the graver kind."""
    gravest = next(why for why in UNAVAILABLE if why in gone.values())
    titles = [offers[sku].title if sku in offers else sku for sku, why in gone.items() if why is gravest]
    errors = tuple(FieldError(field=sku, message=UNAVAILABLE[why].capitalize()) for sku, why in gone.items())
    return Refused(409, gravest, f"An article is {UNAVAILABLE[gravest]}", " · ".join(titles), errors=errors)


def _order_line(line: Line, offer: Offer) -> OrderLine:
    return msgspec.convert(asdict(offer) | asdict(line) | {"total": offer.price * line.quantity}, OrderLine)


def _created_at(order_id: str) -> int:
    """Milliseconds since 1970, as the id says."""
    return int(order_id[:12], 16)


def _digest(value: object) -> bytes:
    """A digest of what was sent: its JSON without defaults, so that a field which is new, and was not sent, changes none."""
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=DIGEST_BYTES).digest()
