"""The rules of a basket: how its owner sees it, and what can be added. Money is in minor units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import asdict, replace

from backend.basket import delivery, leaving, tax
from backend.contracts.basket.models import (
    HOME_COUNTRY,
    Basket,
    BasketLine,
    Change,
    Delivery,
    DeliveryOption,
    EnteredVoucher,
    OrderLine,
)
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, TaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import Picture
from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.promotion import discounts
from backend.contracts.promotion.discounts import Article, Discount
from backend.contracts.promotion.models import Promotion
from backend.contracts.shop import CURRENCY
from backend.contracts.tax import TaxClass
from backend.contracts.types import Model
from backend.contracts.voucher import payments
from backend.contracts.voucher.models import Voucher, VoucherPayment


class Offer(Model, frozen=True, omit_defaults=True, kw_only=True):
    """How a SKU looks and what it costs; `withdrawn` if no product has it any more.

    `category` is the path of its product's category; copies older than promotions lack it until the product changes.
    """

    product_id: str
    title: str
    price: int
    currency: str
    values: tuple[str, ...] = ()
    picture: Picture | None = None
    withdrawn: bool = False
    level: Level = Level.IN_STOCK
    back_on: str | None = None
    left: int | None = None
    category: str = ""
    kind: ProductKind = ProductKind.GOODS
    titles: tuple[LocalTitle, ...] = ()
    tax_class: TaxClass = TaxClass.STANDARD
    local_values: tuple[LocalValues, ...] = ()


class Line(Model, frozen=True, kw_only=True):
    """A SKU in a basket.

    `seen_price` is the price when its quantity was set, in `currency`; `since` is when it was added (ms since 1970).
    """

    sku: str
    quantity: int
    seen_price: int
    since: int
    currency: str = CURRENCY


UNAVAILABLE = {
    Change.WITHDRAWN: "no longer available",
    Change.SOLD_OUT: "sold out",
    Change.APART: "a gift voucher, which is bought by itself",
}
"""Reasons why a line cannot be bought and does not count, the gravest first, each in the words for the shopper."""

Offers = Mapping[str, Offer]


def for_sale(sku: str, offer: Offer | None, currency: str) -> Offer:
    """Return the offer if it can be added. Raise Refused: 404 unknown, 409 withdrawn, 422 in another currency."""
    if offer is None:
        raise Refused(404, "unknown-sku", "There is no such article", f"No product has the SKU {sku}.")
    if offer.withdrawn:
        raise Refused(409, "withdrawn", "This article is no longer available", f"{offer.title} was withdrawn.")
    if offer.currency != currency:
        raise Refused(
            422, "other-currency", "This article is sold in another currency", f"The basket is in {currency}."
        )
    return offer


def change(line: Line, offer: Offer | None, currency: str) -> Change:
    """Return what changed about the line's offer since the shopper saw it."""
    if offer is None or offer.withdrawn or offer.currency != currency:
        return Change.WITHDRAWN
    if offer.level is Level.SOLD_OUT:
        return Change.SOLD_OUT
    if offer.left is not None and offer.left < line.quantity:
        return Change.SHORT
    return Change.NONE if offer.price == _seen_price(line, offer.price, currency) else Change.PRICE


def changes(lines: Sequence[Line], offers: Offers, currency: str) -> dict[str, Change]:
    """Return by SKU what changed about each line.

    A gift voucher among goods that can be bought is `APART`, so that an order holds either goods, with tax and a
    parcel, or vouchers, without.
    """
    change_by_sku = {line.sku: change(line, offers.get(line.sku), currency) for line in lines}
    available_skus = [sku for sku, why in change_by_sku.items() if why not in UNAVAILABLE]
    if all(offers[sku].kind is ProductKind.VOUCHER for sku in available_skus):
        return change_by_sku
    return change_by_sku | {sku: Change.APART for sku in available_skus if offers[sku].kind is ProductKind.VOUCHER}


def view(
    lines: Iterable[Line],
    offers: Offers,
    currency: str,
    today: date,
    country: str = HOME_COUNTRY,
    promotions: Sequence[Promotion] = (),
    vouchers: Sequence[Voucher] = (),
    zones: DeliveryZones = DEFAULT,
    rates: TaxRates = DEFAULT_RATES,
) -> Basket:
    """Return the basket as its owner sees it, in the order of adding, with the delivery options of a country.

    Sold-out lines prevent a checkout; whether an order gets its pieces is decided by the inventory. `promotions` are
    the automatic ones and those of the codes that were entered, `vouchers` those that were entered, `zones` say what
    delivery costs, and `rates` what of it is tax.
    """
    ordered_lines = in_order(lines)
    change_by_sku = changes(ordered_lines, offers, currency)
    basket_lines = [
        _basket_line(line, offers.get(line.sku), currency, change_by_sku[line.sku]) for line in ordered_lines
    ]
    available_lines = [line for line in basket_lines if line.change not in UNAVAILABLE]
    by_mail = are_vouchers(available_lines)
    subtotal, leaves_on = sum(line.total for line in available_lines), leaving.leaves_on(available_lines, today)
    articles = [article(line.quantity, offers[line.sku]) for line in available_lines]
    promotion_discount = discount(articles, promotions, today, country, currency, zones)
    discount_by_sku = dict(zip((line.sku for line in available_lines), promotion_discount.lines, strict=True))
    goods = goods_by_rate(zip(available_lines, promotion_discount.lines, strict=True), offers, country, rates)
    code_promotions = [promotion for promotion in promotions if not promotion.automatic]
    return Basket(
        currency=currency,
        lines=tuple(replace(line, discount=discount_by_sku.get(line.sku, 0)) for line in basket_lines),
        count=sum(line.quantity for line in available_lines),
        subtotal=subtotal,
        deliveries=tuple(
            pay_by_voucher(option, vouchers, currency, today)[0]
            for option in delivery.options(
                country, subtotal, leaves_on, promotion_discount, by_mail, currency, zones, goods
            )
        ),
        free_delivery_from=0 if by_mail else delivery.free_from(country, currency, zones),
        can_check_out=0 < len(available_lines) == len(basket_lines),
        discount=promotion_discount.goods,
        promotions=promotion_discount.promotions,
        codes=tuple(
            discounts.explain(promotion, articles, today.isoformat(), promotion_discount)
            for promotion in code_promotions
        ),
        vouchers=tuple(_entered_voucher(each, currency, today) for each in vouchers),
    )


def _entered_voucher(voucher: Voucher, currency: str, today: date) -> EnteredVoucher:
    usable = payments.is_usable(voucher, today.isoformat(), currency)
    return EnteredVoucher(id=voucher.id, hint=voucher.hint, balance=voucher.balance if usable else 0)


def pay_by_voucher(
    option: DeliveryOption, vouchers: Sequence[Voucher], currency: str, today: date
) -> tuple[DeliveryOption, tuple[VoucherPayment, ...]]:
    """Return the way of delivery with what vouchers pay of its total, and what each of them pays.

    No voucher pays for vouchers: it would extend the money's expiry, and the sale could be returned for cash.
    """
    if option.delivery is Delivery.EMAIL:
        return option, ()
    usable = [each for each in vouchers if payments.is_usable(each, today.isoformat(), currency)]
    voucher_payments = payments.pay(usable, option.total, discounts.least_to_pay(currency))
    return replace(option, by_voucher=payments.total_of(voucher_payments)), voucher_payments


def goods_by_rate(
    lines: Iterable[tuple[BasketLine | OrderLine, int]], offers: Offers, country: str, rates: TaxRates
) -> dict[int, int]:
    """Return the price of the goods after discounts, at each tax rate of a country."""
    goods = ((offers[line.sku].tax_class, line.total - off) for line, off in lines)
    return tax.goods_by_rate(goods, country, rates)


def article(quantity: int, offer: Offer) -> Article:
    """Return a line as promotions see it."""
    return Article(
        product_id=offer.product_id,
        category=offer.category,
        price=offer.price,
        quantity=quantity,
        reducible=offer.kind is ProductKind.GOODS,
    )


def are_vouchers(lines: Sequence[BasketLine | OrderLine]) -> bool:
    """Return whether these are gift vouchers, which `changes` keeps apart from goods; False if there are none."""
    return bool(lines) and all(line.kind is ProductKind.VOUCHER for line in lines)


def discount(
    articles: Sequence[Article],
    promotions: Iterable[Promotion],
    today: date,
    country: str,
    currency: str,
    zones: DeliveryZones = DEFAULT,
) -> Discount:
    """Return what the promotions take off these articles and their delivery to a country."""
    has_parcel = any(each.reducible for each in articles)
    subtotal = sum(each.total for each in articles)
    charge = delivery.price(country, Delivery.STANDARD, subtotal, currency, zones) if has_parcel else 0
    least = discounts.least_to_pay(currency)
    return discounts.discount(articles, promotions, today.isoformat(), charge, least)


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return the lines in the order of adding."""
    return sorted(lines, key=lambda line: (line.since, line.sku))


def _basket_line(line: Line, offer: Offer | None, currency: str, change: Change) -> BasketLine:
    """Return the line as its owner sees it. It has no price if its offer is in another currency."""
    known_offer = offer or Offer(product_id="unknown", title=line.sku, price=line.seen_price, currency=line.currency)
    price = known_offer.price if known_offer.currency == currency else 0
    own = {"price": price, "seen_price": _seen_price(line, price, currency), "total": price * line.quantity}
    return msgspec.convert(asdict(known_offer) | asdict(line) | own | {"change": change}, BasketLine)


def _seen_price(line: Line, price: int, currency: str) -> int:
    """Return the price that the shopper saw; the current one if that was in another currency and cannot be compared."""
    return line.seen_price if line.currency == currency else price
