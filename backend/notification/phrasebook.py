"""What mails say, in the language of who ordered. English is written where it is said; other languages have a table.

Babel's figures would cost every cold start more than a mail is worth (docs/decisions/065).
"""

from collections.abc import Mapping

from backend.contracts import formats
from backend.contracts.country_names import NAMES
from backend.contracts.currencies import grouped_decimal

_USED_UP = "{codes} could not be used: it was used up a moment ago, or you used it before."


class Phrasebook:
    """English, and what a language replaces of it: each of `texts` by the English one, and how figures are written."""

    texts: Mapping[str, str] = {}
    countries: Mapping[str, str] = NAMES

    def say(self, text: str, /, **values: str) -> str:
        """Return a text with its values filled in. Its `{}`, the place of the order's number, stays."""
        return self.texts.get(text, text).format("{}", **values)

    def note(self, note: str) -> str:
        """Return why a service did something. What staff typed stays as it is."""
        before, used_up, _ = note.partition(_USED_UP.removeprefix("{codes}"))
        return self.say(_USED_UP, codes=before) if used_up else self.texts.get(note, note)

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

    def pieces(self, count: int) -> str:
        """Return a number of pieces: 1 item, 3 items."""
        return formats.pieces(count)


def amount_and_sign(minor: int, currency: str, symbols: Mapping[str, str], group: str) -> str:
    """Return an amount in minor units as the continent writes it: 1250 EUR → 12,50 €. `group` parts thousands."""
    digits = grouped_decimal(abs(minor), currency).translate(str.maketrans(",.", f"{group},"))
    return f"{'-' if minor < 0 else ''}{digits}\u00a0{symbols.get(currency, currency)}"
