"""How much a variant holds, and what it costs per unit: Directive 98/6/EC and Germany's PAngV, sections 4 and 5."""

import enum
from typing import Annotated, NamedTuple

from msgspec import Meta

from backend.contracts.types import Model

THOUSANDTHS = 1000
MAX_CONTENT = 10**9
"""Thousandths of a unit: a thousand tonnes, or a million pieces."""


class Unit(enum.StrEnum):
    """What a content is measured in."""

    GRAM = "g"
    KILOGRAM = "kg"
    MILLILITRE = "ml"
    LITRE = "l"
    METRE = "m"
    SQUARE_METRE = "m2"
    CUBIC_METRE = "m3"
    PIECE = "piece"


_LARGER = {Unit.GRAM: (Unit.KILOGRAM, 1000), Unit.MILLILITRE: (Unit.LITRE, 1000)}
"""Units that no price is given by, the larger one that it is given by, and how many of them that holds."""


class Content(Model, frozen=True, kw_only=True):
    """How much of something a variant holds: 750 ml are 750,000 thousandths of a millilitre."""

    thousandths: Annotated[int, Meta(ge=1, le=MAX_CONTENT, description="thousandths of the unit")]
    unit: Unit


class UnitPrice(NamedTuple):
    """What one unit costs, in minor units of the price's currency."""

    amount: int
    unit: Unit


def unit_price(price: int, content: Content | None) -> UnitPrice | None:
    """Return what a kilogram, a litre, a metre or a piece costs, rounded half up.

    None where no content is known, and where the content is one such unit: its price says it.
    """
    if content is None:
        return None
    unit, held = _LARGER.get(content.unit, (content.unit, 1))
    whole = held * THOUSANDTHS
    if content.thousandths == whole:
        return None
    return UnitPrice((2 * price * whole + content.thousandths) // (2 * content.thousandths), unit)


def priced_unit(unit: Unit) -> Unit:
    """Return the unit that prices are given by: the kilogram of grams."""
    return _LARGER.get(unit, (unit, 1))[0]


def decimal_content(content: Content) -> str:
    """Return how many units it is, with a decimal point: 0.75."""
    whole, part = divmod(content.thousandths, THOUSANDTHS)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".")
