"""What is other than the shopper agreed to, in words: "You agreed to …, now it is …"."""

from collections.abc import Iterator
from typing import NamedTuple

from backend.contracts.basket.models import Agreed, AgreedLine, DeliveryOption
from storefront.basket.templatetags.basket import way, weekday
from storefront.checkout.signed_agreement import Agreement
from storefront.web.formats import money

NOTHING = "none"


class Change(NamedTuple):
    """One thing that changed: what it is, what it was on the page, and what it is now."""

    what: str
    before: str
    now: str


def changes(agreed: Agreement | None, now: Agreed, currency: str) -> list[Change]:
    """Tell each difference between what a review page showed and what it shows now.

    Forms of earlier releases tell of the total alone.
    """
    if agreed is None:
        return []
    before = agreed.terms
    if before is None:
        return [Change("Total", money(agreed.total, currency), money(now.delivery.total, currency))]
    old_value, new_value = ({line.sku: line for line in each.lines} for each in (before, now))
    differences = [
        change for sku in old_value | new_value for change in _of_line(old_value.get(sku), new_value.get(sku), currency)
    ]
    return [*differences, *_of_delivery(before.delivery, now.delivery, currency)]


def _of_line(before: AgreedLine | None, now: AgreedLine | None, currency: str) -> Iterator[Change]:
    if before is None or now is None:
        line = now or before
        if line:
            yield Change(_name(line), _pieces(before), _pieces(now))
        return
    if _name(before) != _name(now) or before.product_id != now.product_id:
        yield Change("Article", _name(before), _name(now))
    if before.quantity != now.quantity:
        yield Change(_name(now), _pieces(before), _pieces(now))
    if before.price != now.price:
        yield Change(f"{_name(now)}, each", money(before.price, currency), money(now.price, currency))
    if before.discount != now.discount:
        yield Change(f"Discount on {_name(now)}", money(before.discount, currency), money(now.discount, currency))


def _of_delivery(before: DeliveryOption, now: DeliveryOption, currency: str) -> Iterator[Change]:
    if before.delivery != now.delivery:
        yield Change("Delivery", way(before.delivery), way(now.delivery))
    if before.promised_on != now.promised_on:
        yield Change("Arrives by", _day(before), _day(now))
    for what, old_value, new_value in (
        ("Delivery", before.price, now.price),
        ("Total", before.total, now.total),
        ("VAT in it", before.tax, now.tax),
        ("By gift voucher", before.by_voucher, now.by_voucher),
    ):
        if old_value != new_value:
            yield Change(what, money(old_value, currency), money(new_value, currency))


def _day(option: DeliveryOption) -> str:
    return weekday(option.promised_on) if option.promised_on else NOTHING


def _name(line: AgreedLine) -> str:
    return ", ".join((line.title, *line.values))


def _pieces(line: AgreedLine | None) -> str:
    return NOTHING if line is None else "1 piece" if line.quantity == 1 else f"{line.quantity} pieces"
