"""Delivery by country: what each way costs, which day it promises, and the total and tax that come of it."""

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
    """Return what delivery costs for that subtotal, both in the currency.

    Raises Refused 422 for a country we do not deliver to.
    """
    return _ways(country, currency, zones)[delivery].charge(subtotal)


def free_from(country: str, currency: str = CURRENCY, zones: DeliveryZones = DEFAULT) -> int:
    """Return the subtotal from which standard delivery costs nothing; 0 where it always costs, or never does."""
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
    """Each way of delivery with its price, its day, and the total and tax that come of it.

    `goods` are the subtotal without discounts, by rate of tax; where they are not told, all is at the standard one.
    Gift vouchers are `mailed`: that is their one way, and free. They are good for articles at any rate of tax, and so
    sold without (Directive 2006/112/EC, article 30b). Raises Refused 422 for a country we do not deliver to.
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
    """Return the chosen way of delivery. Raise Refused 409 if what is bought does not go that way, 422 as `options`."""
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
    """One way of delivery for that subtotal, with what promotions take off.

    The subtotal from which delivery is free is that before discounts: no code makes delivery dearer. Raises Refused 422
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
