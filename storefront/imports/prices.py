"""A product's prices in minor units of the shop's currency, from what its rows say."""

import re
from datetime import date, timedelta
from decimal import Decimal

from babel.numbers import get_currency_symbol

from backend.contracts.currencies import digits
from storefront.imports.dialect import Dialect
from storefront.imports.entry import Entry, Invalid
from storefront.imports.money import COMMA, POINT, SHARED, decimal_mark, exact, minor, split_currency
from storefront.imports.sales import now

_DAY_NOUGHT = date(1899, 12, 30)
"""Spreadsheets keep days as their number from this one."""
_NAMES = {COMMA: "comma", POINT: "point"}
MARKS = {name: mark for mark, name in _NAMES.items()}
"""What --decimal takes, and the field Decimal mark."""


class Prices:
    """The prices of one product.

    `currency` is what they are in, once they are converted; `notes` are things to know, with their line.
    """

    def __init__(self, group: list[Entry], dialect: Dialect) -> None:
        self._dialect, self.notes = dialect, []  # type: ignore[var-annotated]
        self._unnamed = next((each.currency for each in group if each.currency), dialect.currency)
        sold = [each for each in group if each.sells] or group
        self._code = self._of(sold[0])
        for each in sold:
            if (other := self._of(each)) != self._code:
                raise Invalid(each.line, f"is in {other}, the product's first row in {self._code}")
        self._rate = dialect.rate(self._code)
        self.currency = dialect.into if self._rate is not None else self._code

    @property
    def mark(self) -> str:
        """What the file has before decimals; empty where it does not show it."""
        return self._dialect.decimal

    def _of(self, entry: Entry) -> str:
        """Return the currency that the row names, or else the file's."""
        named = {code for text in (entry.price, entry.compare_at) if text and (code := split_currency(text)[1])}
        symbols, codes = named & SHARED, (named - SHARED) | ({entry.currency} - {""})
        if len(codes) > 1:
            raise Invalid(entry.line, f"names two currencies: {' and '.join(sorted(codes))}")
        code = codes.pop() if codes else self._unnamed
        for sign in symbols:
            if not _has(code, sign):
                raise Invalid(entry.line, f"the price {entry.price[:40]} has the sign {sign}, and is read as {code}: "
                                        "name its currency (--currency, or the field Currency)")  # fmt: skip
        return code

    def price(self, entry: Entry) -> int:
        """Return what the row's variant costs."""
        return self._minor(entry, entry.price)

    def before(self, entry: Entry) -> int | None:
        """Return the price before a reduction; one that is not higher is none."""
        if not entry.compare_at:
            return None
        before = self._minor(entry, entry.compare_at)
        return before if before > self.price(entry) else None

    def _minor(self, entry: Entry, text: str) -> int:
        dialect, own = self._dialect, decimal_mark(text)
        refuse_doubtful(entry, text, dialect, self._code)
        if own in _NAMES and dialect.decimal and own != dialect.decimal:
            self.notes.append((entry.line, f"the price {text[:40]} has a decimal {_NAMES[own]}, "
                                           f"other prices of the file a decimal {_NAMES[dialect.decimal]}: "
                                           f"it is read as {exact(text):f}"))  # fmt: skip
        try:
            return minor(text, dialect.decimal, self._code, self._rate, dialect.into)
        except ValueError as error:
            raise Invalid(entry.line, str(error) if text else "the variant has no price") from None


def refuse_doubtful(entry: Entry, text: str, dialect: Dialect, code: str) -> None:
    """Raise Invalid for an amount in the currency `code` that is one by its form, and may well be meant as another."""
    if dialect.format == "table" and dialect.decimal and (day := spreadsheet_day(text)):
        _refuse_day(entry, text, day, dialect.decimal)
    has_mark = dialect.decimal and dialect.decimal in split_currency(text)[0]
    if decimal_mark(text) == "?" and has_mark and not dialect.asked and digits(code) <= 2:
        _refuse_thousandths(entry, text, dialect.decimal, code)


def _refuse_thousandths(entry: Entry, text: str, mark: str, code: str) -> None:
    """`2,500` in a file with decimal commas: nobody writes cents so, and it may be two thousand five hundred."""
    name, plain = _NAMES[mark], exact(text, mark)
    whole = re.sub(r"[.,]", "", split_currency(text)[0])
    message = f"{text[:40]!r} has three digits behind the {name}, which is the file's decimal mark"
    short = f"{plain:.{digits(code)}f}"
    how = f"write {short} or {whole}, or say --decimal {name} (the field Decimal mark) if it is {plain:f}"
    raise Invalid(entry.line, f"{message}: {how}")


def _refuse_day(entry: Entry, text: str, day: date, mark: str) -> None:
    was = f"{day}, which a spreadsheet has made of {day.day}{mark}{day.month}"
    raise Invalid(entry.line, f"the price {text} may be {was}: write {text}{mark}00 if it is not")


def spreadsheet_day(text: str) -> date | None:
    """Return the day that a spreadsheet keeps as this number, if it may have made it of a price such as 12.5: one of
    this year, the last or the next.
    """
    day = _DAY_NOUGHT + timedelta(int(text)) if re.fullmatch(r"[45][0-9]{4}", text) else None
    return day if day and abs(day.year - now().year) <= 1 else None


def _has(code: str, sign: str) -> bool:
    """Whether the currency is written with the sign: `$` with USD, CAD and others, `kr` with SEK, NOK, DKK and ISK."""
    if sign.startswith("kr"):
        return code in ("SEK", "NOK", "DKK", "ISK")
    if sign.strip(".") in ("fr", "sfr"):
        return code == "CHF"
    return get_currency_symbol(code, "en").endswith(sign[-1])


def rates(text: str) -> tuple[tuple[str, Decimal], ...]:
    """`USD=0.92, PLN=0.23`: what one unit of each currency is worth in the shop's. Raises ValueError."""
    rate_lines = []
    for part in filter(None, re.split(r"[;\s]+|,\s+", text.strip())):
        code, _, value = part.partition("=")
        if not re.fullmatch(r"[A-Z]{3}=[0-9]{1,6}([.,][0-9]{1,10})?", part) or not Decimal(value.replace(",", ".")):
            raise ValueError(f"{part[:40]!r} is no rate: write it as USD=0.92")
        rate_lines.append((code, Decimal(value.replace(",", "."))))
    return tuple(rate_lines)
