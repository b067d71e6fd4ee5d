"""How an order differs from what the shopper agreed to, in words: "You agreed to …, now it is …"."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext

from backend.contracts.basket.models import Agreed, AgreedLine, DeliveryOption
from storefront.basket.templatetags.basket import pieces, way
from storefront.checkout.signed_agreement import Agreement
from storefront.clients.price_setting import prices_include_tax
from storefront.web.formats import money, percent, weekday


class Change(NamedTuple):
    """One thing that changed: what it is, what it was on the page, and what it is now."""

    what: str
    before: str
    now: str


def changes(agreed: Agreement | None, now: Agreed, currency: str) -> list[Change]:
    """Return each difference between what a review page showed and what it shows now.

    Forms of earlier releases contain only the total.
    """
    if agreed is None:
        return []
    before = agreed.terms
    if before is None:
        return [Change(gettext("Total"), money(agreed.total, currency), money(now.delivery.total, currency))]
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
        yield Change(gettext("Article"), _name(before), _name(now))
    if before.quantity != now.quantity:
        yield Change(_name(now), _pieces(before), _pieces(now))
    if before.price != now.price:
        what = gettext("%(title)s, each") % {"title": _name(now)}
        yield Change(what, money(before.price, currency), money(now.price, currency))
    if before.back_on != now.back_on:
        what = gettext("%(title)s leaves from") % {"title": _name(now)}
        yield Change(what, *(weekday(line.back_on) if line.back_on else gettext("today") for line in (before, now)))
    if before.discount != now.discount:
        what = gettext("Discount on %(title)s") % {"title": _name(now)}
        yield Change(what, money(before.discount, currency), money(now.discount, currency))


def _of_delivery(before: DeliveryOption, now: DeliveryOption, currency: str) -> Iterator[Change]:
    if before.delivery != now.delivery:
        yield Change(gettext("Delivery"), way(before.delivery), way(now.delivery))
    if before.promised_on != now.promised_on:
        yield Change(gettext("Arrives by"), _day(before), _day(now))
    for what, old_value, new_value in (
        (gettext("Delivery"), before.price, now.price),
        (gettext("Total"), before.total, now.total),
        (gettext("By gift voucher"), before.by_voucher, now.by_voucher),
    ):
        if old_value != new_value:
            yield Change(what, money(old_value, currency), money(new_value, currency))
    old_tax, new_tax = _tax(before, currency), _tax(now, currency)
    if old_tax != new_tax:
        yield Change(gettext("VAT in it") if prices_include_tax() else gettext("Tax"), old_tax, new_tax)


def _tax(option: DeliveryOption, currency: str) -> str:
    taxed = [line for line in option.tax_lines if line.rate]
    return ", ".join(f"{percent(line.rate)}: {money(line.tax, currency)}" for line in taxed) or gettext("none")


def _day(option: DeliveryOption) -> str:
    return weekday(option.promised_on) if option.promised_on else gettext("none")


def _name(line: AgreedLine) -> str:
    return ", ".join((line.title, *line.values))


def _pieces(line: AgreedLine | None) -> str:
    return gettext("none") if line is None else pieces(line.quantity)
