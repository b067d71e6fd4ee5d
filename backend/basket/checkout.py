"""The rules of a checkout: it is idempotent by its key, and the order is built only from the service's own offers."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import asdict, replace

from backend.basket import agreement, delivery, domain, leaving
from backend.basket.address_checks import check_address, check_invoice_address, wrong_field
from backend.basket.domain import UNAVAILABLE, Line, Offer, Offers, in_order
from backend.basket.line_texts import LineTexts, line_texts
from backend.contracts import guest_keys, heartbeat, working_days
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import MAX_LINES, Address, Change, CheckOut, OrderLine, Owner
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, TaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.problem import FieldError, Refused
from backend.contracts.promotion.models import Promotion
from backend.contracts.shop import CURRENCY
from backend.contracts.types import MAX_QUANTITY, Model
from backend.contracts.voucher.models import Voucher

MAX_REMEMBERED, REMEMBER_DAYS = 8, 15
"""Checkouts that a basket remembers, and for how long: a repeat may come as late as a message can wait in a dead-letter
queue, 14 days.

Eight, since their records, a checkout of three lines and its event then fit the 1,024 bytes of one write unit.
"""

DIGEST_BYTES = 8
"""Bytes of a digest: enough to tell a shopper's own recent keys apart; it is no secret."""


class Checkout(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A completed checkout: digests of its key and body, and the answer."""

    key: bytes
    body: bytes
    order_id: str
    total: int
    currency: str = CURRENCY


class Closing(Model, frozen=True, kw_only=True):
    """What a checkout needs from outside: owner, new order id, time, currency, and the key of a guest's order."""

    owner: str
    order_id: str
    at: str
    currency: str
    order_key: str | None = None


def closing(
    basket_owner: str,
    order_id: str,
    at: str,
    currency: str,
    own_key: str | None = None,
    *,
    is_heartbeats: bool = False,
) -> Closing:
    """Return the closing of this owner's basket. A guest's order has an owner of its own, the digest of its key.

    `own_key` is that key, where whoever filled the basket must not be able to derive it.
    """
    key = own_key or _order_key(basket_owner, order_id)
    owner = guest_keys.owner(key) if key else basket_owner
    return Closing(
        owner=heartbeat.owner(owner) if is_heartbeats else owner,
        order_id=order_id,
        at=at,
        currency=currency,
        order_key=key,
    )


def find_earlier(checkouts: Iterable[Checkout], body: CheckOut | CheckOutForCustomer) -> Checkout | None:
    """Return the checkout made with this key, or None. Raise Refused 422 if its body was another one."""
    checkout = next((checkout for checkout in checkouts if checkout.key == _digest(body.key)), None)
    if checkout and checkout.body != _body_digest(body):
        raise Refused(
            422,
            "key-reused",
            "This checkout was already made with other details",
            "Each checkout needs a key of its own.",
        )
    return checkout


def remember(
    checkouts: Iterable[Checkout], body: CheckOut | CheckOutForCustomer, event: BasketCheckedOut
) -> tuple[Checkout, ...]:
    """Return the remembered checkouts with this one; old ones are dropped, since every write pays for their bytes."""
    oldest = _created_at(event.order_id) - REMEMBER_DAYS * 24 * 3600 * 1000
    recent = [checkout for checkout in checkouts if _created_at(checkout.order_id) >= oldest]
    this_checkout = Checkout(
        key=_digest(body.key),
        body=_body_digest(body),
        order_id=event.order_id,
        total=event.total,
        currency=event.currency,
    )
    return (*recent, this_checkout)[-MAX_REMEMBERED:]


def answer(checkout: Checkout, basket_owner: str) -> CheckedOut:
    """Return the reply to a checkout of this owner's basket."""
    return CheckedOut(
        order_id=checkout.order_id,
        total=checkout.total,
        currency=checkout.currency,
        order_key=_order_key(basket_owner, checkout.order_id),
    )


def close(
    lines: tuple[Line, ...],
    offers: Offers,
    body: CheckOut | CheckOutForCustomer,
    closing: Closing,
    promotions: Sequence[Promotion] = (),
    vouchers: Sequence[Voucher] = (),
    zones: DeliveryZones = DEFAULT,
    rates: TaxRates = DEFAULT_RATES,
) -> BasketCheckedOut:
    """Return BasketCheckedOut for these lines by these zones and rates, with what promotions take off and vouchers pay.

    Raises Refused: 409 empty, withdrawn, sold out, vouchers among goods, another total, way of delivery or not as
    agreed; 422 over a limit, an address that its country does not have, or no card where one has to pay.
    """
    texts = line_texts(body, offers)
    _check(lines, offers, closing.currency, texts)
    check_address(body.address)
    invoice_address = body.invoice_address if isinstance(body, CheckOut) else None
    check_invoice_address(invoice_address)
    full_price_lines = [_order_line(line, offers[line.sku], texts[line.sku]) for line in in_order(lines)]
    subtotal = sum(line.total for line in full_price_lines)
    country, today = body.address.country, working_days.day_of(closing.at)
    articles = [domain.article(line.quantity, offers[line.sku]) for line in full_price_lines]
    promotion_discount = domain.discount(articles, promotions, today, country, closing.currency, zones)
    order_lines = tuple(
        replace(line, discount=off) for line, off in zip(full_price_lines, promotion_discount.lines, strict=True)
    )
    by_mail, leaves_on = domain.are_vouchers(full_price_lines), leaving.leaves_on(full_price_lines, today)
    goods = domain.goods_by_rate(((line, line.discount) for line in order_lines), offers, country, rates)
    option = delivery.find(
        country, body.delivery, subtotal, leaves_on, promotion_discount, by_mail, closing.currency, zones, goods
    )
    option, voucher_payments = domain.pay_by_voucher(option, vouchers, closing.currency, today)
    agreement.check(body, order_lines, option)
    if isinstance(body, CheckOut) and option.to_pay and not body.token:
        raise wrong_field("token", "A card has to pay what vouchers do not")
    return BasketCheckedOut(
        **asdict(closing),
        lines=_with_rates(order_lines, offers, country, rates) if option.taxes else order_lines,
        address=Address(**asdict(body.address)),
        delivery=body.delivery,
        subtotal=subtotal,
        delivery_price=option.price,
        total=option.total,
        tax=option.tax,
        tax_rate=option.tax_rate,
        promised_on=option.promised_on,
        token=body.token if isinstance(body, CheckOut) and option.to_pay else "",
        pay_later=isinstance(body, CheckOutForCustomer),
        discount=promotion_discount.goods,
        promotions=promotion_discount.promotions,
        vouchers=voucher_payments,
        language=body.language,
        invoice_address=invoice_address,
        taxes=option.taxes,
    )


def _with_rates(lines: Iterable[OrderLine], offers: Offers, country: str, rates: TaxRates) -> tuple[OrderLine, ...]:
    return tuple(replace(line, tax_rate=rates.rate(country, offers[line.sku].tax_class)) for line in lines)


def _order_key(basket_owner: str, order_id: str) -> str | None:
    """Return the key of a guest's order; None for a shopper's."""
    kind, _, guest_id = basket_owner.partition("#")
    return guest_keys.order_key(guest_id, order_id) if kind == Owner.GUEST else None


def _check(lines: tuple[Line, ...], offers: Offers, currency: str, texts: Mapping[str, LineTexts]) -> None:
    if not lines:
        raise Refused(409, "empty-basket", "The basket is empty")
    if len(lines) > MAX_LINES or any(line.quantity > MAX_QUANTITY for line in lines):
        raise Refused(
            422,
            "over-limit",
            "The basket holds too much",
            f"At most {MAX_LINES} articles, and {MAX_QUANTITY} pieces of each.",
        )
    changes = domain.changes(in_order(lines), offers, currency)
    reasons_by_sku = {sku: reason for sku, reason in changes.items() if reason in UNAVAILABLE}
    if reasons_by_sku:
        raise _unavailable(reasons_by_sku, texts)


def _unavailable(reasons_by_sku: dict[str, Change], texts: Mapping[str, LineTexts]) -> Refused:
    """Return the 409 reply that names every line that cannot be bought."""
    gravest = next(reason for reason in UNAVAILABLE if reason in reasons_by_sku.values())
    titles = [texts[sku].title if sku in texts else sku for sku, reason in reasons_by_sku.items() if reason is gravest]
    errors = tuple(
        FieldError(field=sku, message=UNAVAILABLE[reason].capitalize()) for sku, reason in reasons_by_sku.items()
    )
    return Refused(409, gravest, f"An article is {UNAVAILABLE[gravest]}", " · ".join(titles), errors=errors)


def _order_line(line: Line, offer: Offer, texts: LineTexts) -> OrderLine:
    named = {**texts._asdict(), "total": offer.price * line.quantity}
    return msgspec.convert(asdict(offer) | asdict(line) | named, OrderLine)


def _created_at(order_id: str) -> int:
    """Return the order id's time in milliseconds since 1970."""
    return int(order_id[:12], 16)


def _body_digest(body: CheckOut | CheckOutForCustomer) -> bytes:
    """Return a digest of what was ordered: the same form on a page in another language is the same checkout."""
    return _digest(replace(body, language="en"))


def _digest(value: object) -> bytes:
    """Return a digest of the value's JSON without defaults, so that new optional fields do not change it."""
    return hashlib.blake2b(msgspec.json.encode(value), digest_size=DIGEST_BYTES).digest()
