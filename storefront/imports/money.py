"""Prices as merchants write them, exactly: by the mark that the whole file has before its decimals, never by one cell's
look."""

import html
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import list_currencies

from backend.contracts.currencies import digits

COMMA, POINT = ",", "."
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₩": "KRW",
    "₹": "INR",
    "฿": "THB",
    "₫": "VND",
    "₪": "ILS",
}
SHARED = frozenset(("$", "kr", "kr.", "¥", "fr", "fr.", "sfr", "sfr.", "us$"))
"""Signs of several currencies: they name none."""
_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_GROUPED_BY_BLANKS = re.compile(r"\d{1,3}([\s\u00a0\u2009\u202f'’]\d{3})+(?=[.,]|$)")
_ROUND = re.compile(r"[.,]\s?[-–—]{1,2}$")
_PARTS = re.compile(
    r"(?P<before>(?:kr|s?fr)\.\s*|[^\d.,+−–-]*?)(?P<number>[.,]?\d(?:.*[\d])?)(?P<after>\D*)", re.DOTALL | re.IGNORECASE
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_LONGEST = 20
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AS_TEXT = re.compile(r"""(?:'|=(?="))"?(?P<number>[^"]*)"?""")
"""What spreadsheets write to have a number left as text: a leading apostrophe, or `="12.50"`."""
_MARKS_ELSEWHERE = {ord("٫"): POINT, ord("٬"): COMMA}


class Ambiguous(ValueError):
    """A price that can be read in two ways."""


def split_currency(text: str) -> tuple[str, str]:
    """`9,90 €` → 9,90 and EUR; a sign that several currencies share stays as it is.

    In the digits of any script, with the signs that cannot be seen left out.

    The number alone where nothing else is there.

    What holds no number comes back whole.
    """
    text = _ROUND.sub("", plain_number(html.unescape(text)))
    match = _PARTS.fullmatch(text) if text.isprintable() else None
    if not match:
        return text, ""
    symbols = {sign for part in ("before", "after") if (sign := match[part].strip().lower())}
    if not symbols:
        return match["number"], ""
    codes = {_code(sign) for sign in symbols}
    return (match["number"], codes.pop()) if len(codes) == 1 and "" not in codes else (text, "")


def plain_number(text: str) -> str:
    """Return a number in the digits 0 to 9, without what spreadsheets and right-to-left scripts put around it."""
    shown = _INVISIBLE.sub("", text).translate(_SPACES).strip()
    if as_text := _AS_TEXT.fullmatch(shown):
        shown = as_text["number"].strip()
    if shown.isascii():
        return shown
    digits = {ord(sign): str(unicodedata.decimal(sign)) for sign in shown if sign.isdecimal()}
    return shown.translate(digits | _MARKS_ELSEWHERE)


def _code(sign: str) -> str:
    if sign in SHARED:
        return sign
    return _SIGNS.get(sign) or (sign.upper() if len(sign) == 3 and sign.upper() in list_currencies() else "")


def decimal_mark(text: str) -> str | None:
    """Which mark stands before the number's decimals: a comma, a point, `?` if it may be either, empty if the number
    has none.

    None for what is no number.
    """
    number, _ = split_currency(text)
    blanks = bool(_BLANKS.search(number))
    if len(number) > _LONGEST or (blanks and not _GROUPED_BY_BLANKS.match(number)):
        return None
    number = _BLANKS.sub("", number)
    if not re.fullmatch(r"[0-9.,]*[0-9]", number):
        return None
    separators = re.findall(r"[.,]", number)
    if not separators:
        return ""
    if len(set(separators)) == 1:
        return _of_one(number, separators, blanks)
    whole, last = number.rsplit(separators[-1], 1)[0], separators[-1]
    return last if last not in whole and _is_grouped(whole, separators[0]) and not blanks else None


def _of_one(number: str, separators: list[str], blanks: bool) -> str | None:
    """Return the number has commas or points only."""
    mark = separators[0]
    if len(separators) > 1:
        return (POINT if mark == COMMA else COMMA) if _is_grouped(number, mark) and not blanks else None
    whole, decimals = number.split(mark)
    if len(decimals) == 3 and 0 < len(whole) < 4 and whole[0] != "0" and not blanks:
        return "?"
    return mark


def _is_grouped(number: str, mark: str) -> bool:
    return re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+", number) is not None


def exact(text: str, mark: str = "") -> Decimal:
    """Return the price as a number.

    `mark` stands before the decimals of the file's prices; empty if the file does not show which.

    Raises ValueError for what is no price, Ambiguous where it may be two.
    """
    own = decimal_mark(text)
    number, _ = split_currency(text)
    if own is None or not number:
        raise ValueError(f"{text[:40]!r} is no price")
    if own == "?":
        if not mark:
            small, large = re.sub(r"[.,]", ".", number), re.sub(r"[.,]", "", number)
            raise Ambiguous(
                f"{text[:40]!r} may be {Decimal(small):f} or {large}: say which mark stands before the decimals "
                "(--decimal comma or point, or the field Decimal mark)"
            )
        own = mark
    plain = "".join("." if sign == own else sign for sign in number if sign.isdigit() or sign == own)
    return Decimal(plain)


def minor(text: str, mark: str = "", currency: str = "EUR", rate: Decimal | None = None, into: str = "EUR") -> int:
    """`1,299.00` → 129900: the price in minor units. With `rate`, in those of `into`, rounded half up.

    Raises ValueError for what is no price, or is finer than its currency goes: nothing else is rounded.
    """
    price = exact(text, mark or usual_mark(text, currency))
    if rate is not None:
        return int((price * rate * 10 ** digits(into)).quantize(Decimal(1), ROUND_HALF_UP))
    units = price * 10 ** digits(currency)
    if units != units.to_integral_value():
        finest = {0: "a whole one", 2: "a hundredth", 3: "a thousandth"}.get(
            digits(currency), f"{digits(currency)} decimals"
        )
        raise ValueError(f"{text[:40]!r} is finer than {finest}, which is as fine as {currency} goes")
    return int(units)


def usual_mark(text: str, currency: str) -> str:
    """Return the point where it stands before three digits of a currency whose prices are written so, as 2.500 KWD."""
    return POINT if digits(currency) == 3 and "." in text and "," not in text else ""


class Marks:
    """Counts which mark the prices of a file have before their decimals."""

    def __init__(self) -> None:
        self._seen = {COMMA: 0, POINT: 0}

    def see(self, text: str) -> None:
        if (mark := decimal_mark(text)) in self._seen:
            self._seen[mark] += 1

    @property
    def common_mark(self) -> str:
        """The decimal mark of nearly all prices that have one; empty if that is not clear."""
        first, second = sorted(self._seen, key=lambda mark: -self._seen[mark])
        return first if self._seen[first] >= max(1, 3 * self._seen[second]) else ""
