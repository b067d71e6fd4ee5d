"""Delivery by country: the price of each way, the day it promises, and the resulting total and tax."""

from collections.abc import Mapping
from datetime import date

from backend.basket import tax
from backend.contracts.basket.models import HOME_COUNTRY, Delivery, DeliveryOption
from backend.contracts.delivery.models import DeliveryZones, Ways
from backend.contracts.delivery.tax_rates import DEFAULT_RATES
from backend.contracts.delivery.zones import DEFAULT, TITLES, delivery_date, ways
from backend.contracts.problem import Refused
from backend.contracts.promotion.discounts import Discount
from backend.contracts.shop import CURRENCY, prices_include_tax
from backend.contracts.tax import lines_to_keep

NOTHING_OFF = Discount(lines=())


def check(country: str, zones: DeliveryZones = DEFAULT) -> None:
    """Raise Refused 422 for a country we do not deliver to."""
    _ways(country, zones=zones)


def price(
    country: str, delivery: Delivery, subtotal: int, currency: str = CURRENCY, zones: DeliveryZones = DEFAULT
) -> int:
    """Return the delivery charge for this subtotal, both in `currency`. Raises Refused 422 for a country we do not
    deliver to."""
    return _ways(country, currency, zones)[delivery].charge(subtotal)


def free_from(country: str, currency: str = CURRENCY, zones: DeliveryZones = DEFAULT) -> int:
    """Return the subtotal from which standard delivery is free; 0 if it always costs something, or never does."""
    standard = _ways(country, currency, zones)[Delivery.STANDARD]
    return (standard.free_from or 0) if standard.price else 0


def options(
    country: str,
    subtotal: int,
    today: date,
    off: Discount = NOTHING_OFF,
    mailed: bool = False,
    currency: str = CURRENCY,
    zones: DeliveryZones = DEFAULT,
    goods: Mapping[int, int] | None = None,
) -> tuple[DeliveryOption, ...]:
    """Return each way of delivery with its price, its promised day, and the resulting total and tax.

    `goods` are the subtotal without discounts, by tax rate; without them, all of it is at the standard rate. Gift
    vouchers are `mailed`: that is their only way of delivery, and free. They can pay for articles at any tax rate, and
    so are sold without tax (Directive 2006/112/EC, article 30b). Raises Refused 422 for a country we do not deliver to.
    """
    check(country, zones)
    if mailed:
        return (
            DeliveryOption(
                delivery=Delivery.EMAIL, title=TITLES[Delivery.EMAIL], price=0, total=subtotal, tax=0, tax_rate=0
            ),
        )
    ways = _ways(country, currency, zones)
    return tuple(option(country, delivery, subtotal, today, off, currency, zones, goods) for delivery in ways)


def find(
    country: str,
    chosen: Delivery,
    subtotal: int,
    today: date,
    off: Discount,
    mailed: bool,
    currency: str = CURRENCY,
    zones: DeliveryZones = DEFAULT,
    goods: Mapping[int, int] | None = None,
) -> DeliveryOption:
    """Return the chosen way of delivery. Raise Refused 409 if these goods cannot be delivered that way, 422 as
    `options`."""
    for each in options(country, subtotal, today, off, mailed, currency, zones, goods):
        if each.delivery is chosen:
            return each
    raise Refused(409, "other-delivery", "This does not go that way", "Choose the delivery once more.")


def option(
    country: str,
    delivery: Delivery,
    subtotal: int,
    today: date,
    off: Discount = NOTHING_OFF,
    currency: str = CURRENCY,
    zones: DeliveryZones = DEFAULT,
    goods: Mapping[int, int] | None = None,
) -> DeliveryOption:
    """Return one way of delivery for this subtotal, less what promotions take off.

    Whether delivery is free depends on the subtotal before discounts: no code makes delivery dearer. Raises Refused 422
    for a country we do not deliver to.
    """
    costs = max(price(country, delivery, subtotal, currency, zones) - off.delivery, 0)
    goods = goods if goods else {DEFAULT_RATES.rate(country): subtotal - off.goods}
    lines = tax.tax_lines(goods, costs, prices_include_tax())
    return DeliveryOption(
        delivery=delivery,
        title=TITLES[delivery],
        price=costs,
        total=sum(line.total for line in lines),
        tax=sum(line.tax for line in lines),
        tax_rate=lines[0].rate,
        promised_on=delivery_date(country, delivery, today, zones),
        taxes=lines_to_keep(lines),
    )


def _ways(country: str, currency: str = CURRENCY, zones: DeliveryZones = DEFAULT) -> Ways:
    if zones.find(country) is None:
        raise Refused(
            422,
            "no-delivery",
            "We do not deliver there yet",
            f"Countries: {', '.join(zones.countries)}; home is {HOME_COUNTRY}.",
        )
    return ways(country, currency, zones)
