"""How a file is written: what was found out from all of it, and is told before anything is done with it."""

from dataclasses import dataclass, field
from decimal import Decimal

from backend.contracts.shop import CURRENCY, LANGUAGES
from storefront.imports.usage import Usage

_PARTED = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


@dataclass(frozen=True)
class Dialect:
    """`before` is the number of lines above the header, `translated` whether its names are another language's.

    `decimal` is the mark before a price's decimals, empty where the file does not show it, and `asked` whether it was
    named by whoever imports. Prices that name no currency are in `currency`; `named` tells whether some do. `rates` are
    what one unit of a currency is worth in the shop's, `into` which prices of that currency are converted.
    `local_columns` are language and field of each column with texts in a further language, `unused_columns` the names
    of those whose language the shop does not offer. `tells_contents` is whether there is a column for what variants
    hold.
    `pictures_at` is the address at which pictures are that the file gives by name or path alone. `usage` is filled as
    rows are read: which columns were.
    """

    format: str = ""
    encoding: str = "utf-8"
    delimiter: str = ""
    before: int = 0
    translated: bool = False
    currency: str = CURRENCY
    rates: tuple[tuple[str, Decimal], ...] = ()
    into: str = CURRENCY
    decimal: str = ""
    asked: bool = False
    named: bool = False
    local_columns: tuple[tuple[str, str], ...] = ()
    tells_contents: bool = False
    unused_columns: tuple[str, ...] = ()
    pictures_at: str = ""
    usage: Usage = field(default_factory=Usage, compare=False)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Those whose prices can be used, the best first."""
        return (self.currency, *(code for code, _ in self.rates))

    def rate(self, currency: str) -> Decimal | None:
        """Return what one unit of the currency is worth in the shop's; None if nobody said."""
        return dict(self.rates).get(currency)

    def words(self) -> str:
        """`read as semicolon-separated, windows-1252, decimal comma; no currency named: read as EUR`."""
        parted = _PARTED.get(self.delimiter, repr(self.delimiter))
        parts = [f"{parted}-separated"] if self.delimiter else []
        parts.append({"utf-8-sig": "UTF-8", "utf-8": "UTF-8"}.get(self.encoding, self.encoding))
        parts += [f"header on line {self.before + 1}"] * bool(self.before)
        parts += ["column names translated"] * self.translated
        parts += [f"decimal {'comma' if self.decimal == ',' else 'point'}"] * bool(self.decimal)
        local = sorted({language for language, _ in self.local_columns})
        parts += [f"pictures at {self.pictures_at}"] * bool(self.pictures_at)
        parts += [f"texts in {' and '.join(local)} as well"] * bool(local)
        text = f"read as {', '.join(parts)}"
        if self.unused_columns:
            shown = ", ".join(f"“{name[:30]}”" for name in self.unused_columns[:10])
            text += (
                f"; left out: {shown}, for texts beside the plain columns are taken in {' and '.join(LANGUAGES[1:])}"
            )
        if unread := self.usage.words():
            text += f"; {unread}"
        if not self.named:
            text += f"; no currency named: read as {self.currency}"
        converted = [f"{code} at {rate.normalize():f}" for code, rate in self.rates]
        return f"{text}; converted into {self.into}: {', '.join(converted)}" if converted else text


def no_price(dialect: Dialect, message: str) -> str:
    """Return why a variant cannot be sold whose prices are all in other currencies, `told`, and what to do."""
    other = message[-3:] if message[-3:].isupper() else "USD"
    how = f"say what one {other} is worth in {dialect.into}, such as --rate {other}=0.92 (the field Exchange rates)"
    return f"the variant has no price in {' or '.join(dialect.currencies)}; the file tells {message}: {how}"
