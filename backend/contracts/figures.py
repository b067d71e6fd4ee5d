"""Money, dates, rates and names of countries as each language writes them, in mails and on documents.

A language is a module that is imported when it is first written, so no cold start pays for it. Babel's figures would
cost every cold start more than a mail is worth (docs/decisions/065).
"""

from collections.abc import Mapping
from functools import cache

from backend.contracts import formats
from backend.contracts.country_names import NAMES
from backend.contracts.currencies import grouped_decimal
from backend.contracts.types import Language


class Figures:
    """English, and what other languages replace of it."""

    countries: Mapping[str, str] = NAMES

    def country(self, code: str) -> str:
        """Return a country's name; of a country that no parcel goes to, its code."""
        return self.countries.get(code, code)

    def money(self, minor: int, currency: str) -> str:
        """Return an amount in minor units: 1250 EUR → €12.50."""
        return formats.money(minor, currency)

    def day(self, instant: str) -> str:
        """Return the day of a `Timestamp`: 21 Nov 2026."""
        return formats.day(instant)

    def date(self, day: str) -> str:
        """Return a date in ISO format: 31 Dec 2029."""
        return formats.date_of(day)

    def time(self, instant: str) -> str:
        """Return the time of day of a `Timestamp`, which these languages write alike: 14:05."""
        return formats.time(instant)

    def weekday(self, day: str) -> str:
        """Return a date in ISO format: Tue 24 Nov."""
        return formats.weekday(day)

    def percent(self, rate: int) -> str:
        """Return a tax rate in hundredths of a percent: 1900 → 19 %."""
        return formats.percent(rate)


@cache
def figures(language: Language) -> Figures:
    """Return how a language writes figures."""
    if language == "de":
        from backend.contracts.german_figures import GermanFigures

        return GermanFigures()
    if language == "fr":
        from backend.contracts.french_figures import FrenchFigures

        return FrenchFigures()
    return Figures()


def amount_and_sign(minor: int, currency: str, symbols: Mapping[str, str], group: str) -> str:
    """Return an amount in minor units as the continent writes it: 1250 EUR → 12,50 €. `group` parts thousands."""
    digits = grouped_decimal(abs(minor), currency).translate(str.maketrans(",.", f"{group},"))
    return f"{'-' if minor < 0 else ''}{digits}\u00a0{symbols.get(currency, currency)}"
