"""Contents as merchants and their feeds write them: `750 ml`, `0,75 l`, `1.5kg`, `6 x 0,33 l`, `12 Stück`."""

import re
from decimal import Decimal
from functools import cache

from backend.contracts.product.content import MAX_CONTENT, THOUSANDTHS, Content, Unit, decimal_content
from storefront.imports.money import Ambiguous, exact

_NAMES = {
    (Unit.GRAM, "1"): "g gr gram grams gramm gramme grammes grm",
    (Unit.GRAM, "0.001"): "mg",
    (Unit.KILOGRAM, "1"): "kg kilo kilogram kilograms kilogramm kilogramme kilogrammes kgm",
    (Unit.MILLILITRE, "1"): "ml millilitre millilitres milliliter milliliters mlt",
    (Unit.MILLILITRE, "10"): "cl centilitre centilitres zentiliter clt",
    (Unit.MILLILITRE, "100"): "dl deziliter",
    (Unit.LITRE, "1"): "l ltr litre litres liter liters",
    (Unit.METRE, "1"): "m meter meters metre metres lfm mtr",
    (Unit.METRE, "0.01"): "cm centimetre zentimeter cmt",
    (Unit.METRE, "0.001"): "mm mmt",
    (Unit.SQUARE_METRE, "1"): "m2 m² sqm qm quadratmeter mtk",
    (Unit.SQUARE_METRE, "0.0001"): "cm2 cm² sqcm qcm",
    (Unit.CUBIC_METRE, "1"): "m3 m³ cbm kubikmeter mtq",
    (
        Unit.PIECE,
        "1",
    ): "piece pieces pc pcs ct count item items each unit units stück stueck stk stk. st st. pièce pièces",
}
_PARTS = re.compile(
    r"\s*(?:(?P<packs>\d{1,3})\s*[x×]\s*)?(?P<number>[0-9.,][0-9.,'’\s\u00a0\u202f]*?)\s*(?P<unit>[^\d\s.,][^\s]*)\s*"
)
_LONGEST = 60
"""Characters: what is longer is none, and would take long to look at."""
_WRITTEN = {Unit.SQUARE_METRE: "m²", Unit.CUBIC_METRE: "m³", Unit.PIECE: "pieces"}


def content(text: str, mark: str = "") -> Content:
    """Return the content in a text. `mark` is the file's before decimals, for what may be read in two ways.

    Raises ValueError, with the reason in plain words, for what is none.
    """
    match = _PARTS.fullmatch(text) if len(text) <= _LONGEST else None
    known = _units().get(match["unit"].casefold()) if match else None
    if not match or not known:
        raise ValueError(f"{text[:40]!r} is no content such as 750 ml, 1.5 kg or 0.18 m²")
    unit, factor = known
    thousandths = _number(match["number"], mark) * int(match["packs"] or 1) * factor * THOUSANDTHS
    if thousandths != thousandths.to_integral_value() or not 1 <= thousandths <= MAX_CONTENT:
        raise ValueError(f"{text[:40]!r} is not between a thousandth and a million units, or finer than a thousandth")
    return Content(thousandths=int(thousandths), unit=unit)


def is_measured(unit: str) -> bool:
    """Return whether it is a unit of weight, volume, length or area, and not of pieces."""
    known = _units().get(unit.casefold().strip(" ."))
    return known is not None and known[0] is not Unit.PIECE


def format_content(content: Content) -> str:
    """Return a content as it is typed: 0.75 l."""
    return f"{decimal_content(content)} {_WRITTEN.get(content.unit, content.unit)}"


def _number(text: str, mark: str) -> Decimal:
    try:
        return exact(text, mark)
    except Ambiguous:
        raise ValueError(
            f"{text[:40]!r} may be a thousand times as much: write it without a mark for thousands"
        ) from None


@cache
def _units() -> dict[str, tuple[Unit, Decimal]]:
    """Return each name of a unit with what it is of ours."""
    return {name: (unit, Decimal(factor)) for (unit, factor), names in _NAMES.items() for name in names.split()}
