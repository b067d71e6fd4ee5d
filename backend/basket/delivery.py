"""Delivery and tax by country: what each way of delivery costs, which day it promises, and how much of a total is tax.

Prices include tax and are the same everywhere; only the part of them that is tax differs. Rates are the standard rates
of value added tax, in hundredths of a percent (https://europa.eu/youreurope/business/taxation/vat/vat-rules-rates/,
national tax offices). Rounding: once per order, on its total, half up to the minor unit.
"""

from datetime import date

from backend.contracts.basket.models import HOME_COUNTRY, Delivery, DeliveryOption
from backend.contracts.delivery.models import DeliveryZones, Ways
from backend.contracts.delivery.zones import DEFAULT, TITLES, delivery_date, ways
from backend.contracts.problem import Refused
from backend.contracts.promotion.discounts import Discount
from backend.contracts.shop import CURRENCY
from backend.contracts.tax import included_tax

TAX = {
    "AT": 2000, "BE": 2100, "BG": 2000, "CH": 810, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500, "EE": 2400,
    "ES": 2100, "FI": 2550, "FR": 2000, "GB": 2000, "GR": 2400, "HR": 2500, "HU": 2700, "IE": 2300, "IS": 2400,
    "IT": 2200, "LI": 810, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "NO": 2500, "PL": 2300,
    "PT": 2300, "RO": 2100, "SE": 2500, "SI": 2200, "SK": 2300,
}  # fmt: skip


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


def tax_rate(country: str) -> int:
    """Hundredths of a percent."""
    return TAX[country]


def options(
    country: str,
    subtotal: int,
    today: date,
    off: Discount = NOTHING_OFF,
    mailed: bool = False,
    currency: str = CURRENCY,
    zones: DeliveryZones = DEFAULT,
) -> tuple[DeliveryOption, ...]:
    """Each way of delivery with its price, its day, and the total and tax that come of it.

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
    return tuple(option(country, delivery, subtotal, today, off, currency, zones) for delivery in ways)


def find(
    country: str,
    chosen: Delivery,
    subtotal: int,
    today: date,
    off: Discount,
    mailed: bool,
    currency: str = CURRENCY,
    zones: DeliveryZones = DEFAULT,
) -> DeliveryOption:
    """Return the chosen way of delivery. Raise Refused 409 if what is bought does not go that way, 422 as `options`."""
    for each in options(country, subtotal, today, off, mailed, currency, zones):
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
) -> DeliveryOption:
    """One way of delivery for that subtotal, with what promotions take off.

    The subtotal from which delivery is free is that before discounts: no code makes delivery dearer. Raises Refused 422
    for a country we do not deliver to.
    """
    costs = max(price(country, delivery, subtotal, currency, zones) - off.delivery, 0)
    rate = tax_rate(country)
    total = subtotal - off.goods + costs
    return DeliveryOption(
        delivery=delivery,
        title=TITLES[delivery],
        price=costs,
        total=total,
        tax=included_tax(total, rate),
        tax_rate=rate,
        promised_on=delivery_date(country, delivery, today, zones),
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
