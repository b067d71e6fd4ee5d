"""Checking out, as rules: the same key has the same answer, and an order is made from the service's own offers alone."""

import hashlib
from collections.abc import Iterable

import msgspec

from backend.basket import delivery
from backend.basket.domain import GONE, Line, Offer, Offers, change, in_order
from backend.contracts import days
from backend.contracts.basket import LINES, PIECES, Address, BasketCheckedOut, Change, CheckedOut, CheckOut, OrderLine
from backend.contracts.delivery import promised
from backend.contracts.problem import FieldError, Refused
from backend.contracts.words import Shape

KEPT, KEPT_DAYS = 8, 15
"""Checkouts that a basket remembers, and for how long: a repeat may come as late as a message can wait in a dead-letter queue, 14 days.

Eight, since their records, a checkout of three lines and its event then fit the 1,024 bytes of one write unit."""

DIGEST = 8
"""Bytes of a digest: it tells a shopper's own last keys apart, and is no secret."""


class Checkout(Shape, frozen=True, kw_only=True):
    """A checkout that was made: digests of its key and of its whole body, and what was answered."""

    key: bytes
    body: bytes
    order_id: str
    total: int


class Closing(Shape, frozen=True, kw_only=True):
    """What the rules cannot know of a checkout: whose it is, its order's new id, when, and the shop's currency."""

    owner: str
    order_id: str
    at: str
    currency: str


def earlier(checkouts: Iterable[Checkout], body: CheckOut) -> Checkout | None:
    """The checkout that was already made with this key. Raises Refused 422 where it was made with another body."""
    found = next((checkout for checkout in checkouts if checkout.key == _digest(body.key)), None)
    if found and found.body != _digest(body):
        raise Refused(422, "key-reused", "This checkout was already made with other details", "Each checkout needs a key of its own.")
    return found


def remember(checkouts: Iterable[Checkout], body: CheckOut, event: BasketCheckedOut) -> tuple[Checkout, ...]:
    """The newest checkouts, with this one; old ones go, for every write to the basket pays for their bytes."""
    oldest = _born(event.order_id) - KEPT_DAYS * 24 * 3600 * 1000
    recent = [checkout for checkout in checkouts if _born(checkout.order_id) >= oldest]
    made = Checkout(key=_digest(body.key), body=_digest(body), order_id=event.order_id, total=event.total)
    return (*recent, made)[-KEPT:]


def answer(checkout: Checkout, currency: str) -> CheckedOut:
    """What a checkout is answered with, each time."""
    return CheckedOut(order_id=checkout.order_id, total=checkout.total, currency=currency)


def close(lines: tuple[Line, ...], offers: Offers, body: CheckOut, closing: Closing) -> BasketCheckedOut:
    """The order that these lines make. Raises Refused: 409 empty, withdrawn, sold out or another total, 422 over a limit."""
    _check(lines, offers, closing.currency)
    bought = tuple(_bought(line, offers[line.sku]) for line in in_order(lines))
    subtotal = sum(line.total for line in bought)
    country = body.address.country
    price = delivery.price(country, body.delivery, subtotal)
    rate = delivery.tax_rate(country)
    if subtotal + price != body.expected_total:
        raise Refused(409, "total-changed", "The total has changed", "Please look at it once more.", total=subtotal + price)
    return BasketCheckedOut(
        order_id=closing.order_id,
        owner=closing.owner,
        at=closing.at,
        currency=closing.currency,
        lines=bought,
        address=Address(**msgspec.structs.asdict(body.address)),
        delivery=body.delivery,
        subtotal=subtotal,
        delivery_price=price,
        total=subtotal + price,
        tax=delivery.tax(subtotal + price, rate),
        tax_rate=rate,
        promised_on=promised(country, body.delivery, days.day_of(closing.at)),
        token=body.token,
    )


def _check(lines: tuple[Line, ...], offers: Offers, currency: str) -> None:
    if not lines:
        raise Refused(409, "empty-basket", "The basket is empty")
    if len(lines) > LINES or any(line.quantity > PIECES for line in lines):
        raise Refused(422, "over-limit", "The basket holds too much", f"At most {LINES} articles, and {PIECES} pieces of each.")
    gone = {line.sku: why for line in in_order(lines) if (why := change(line, offers.get(line.sku), currency)) in GONE}
    if gone:
        raise _gone(gone, offers)


def _gone(gone: dict[str, Change], offers: Offers) -> Refused:
    """The refusal that names every line which cannot be had, and in words the titles of the graver kind."""
    gravest = next(why for why in GONE if why in gone.values())
    titles = [offers[sku].title if sku in offers else sku for sku, why in gone.items() if why is gravest]
    errors = tuple(FieldError(field=sku, message=GONE[why].capitalize()) for sku, why in gone.items())
    return Refused(409, gravest, f"An article is {GONE[gravest]}", ", ".join(titles), errors=errors)


def _bought(line: Line, offer: Offer) -> OrderLine:
    return OrderLine(
        sku=line.sku,
        quantity=line.quantity,
        product_id=offer.product_id,
        title=offer.title,
        price=offer.price,
        total=offer.price * line.quantity,
        values=offer.values,
        picture=offer.picture,
    )


def _born(order_id: str) -> int:
    """Milliseconds since 1970, as the id says."""
    return int(order_id[:12], 16)


def _digest(value: object) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=DIGEST).digest()
