"""A merchant's SKU as the shop takes it. What stock and warehouse go by is never changed in silence."""

import re
from typing import NamedTuple

MAX_SKU_LENGTH = 64
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\ufeff\xad"))
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.IGNORECASE)
_MONTHS = (
    "jan|feb|mar|mär|mrz|märz|apr|avr|abr|may|mai|mei|mag|maj|jun|jui|giu|jul|juil|lug|"
    "aug|août|ago|sep|set|oct|okt|ott|nov|dec|dez|déc|dic"
)
_DATE = re.compile(
    rf"[0-9]{{1,2}}\.?[ -](?:{_MONTHS})\w*\.?(?:[ -][0-9]{{2,4}})?|"
    rf"(?:{_MONTHS})[ -][0-9]{{2,4}}|"
    r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}",
    re.IGNORECASE,
)


class Fitted(NamedTuple):
    """A SKU that the shop takes, empty if there is none; what was changed or is odd; and why it cannot be right."""

    sku: str
    note: str = ""
    wrong: str = ""


def fit_sku(sku: str) -> Fitted:
    """Return the SKU in the signs that one may have: letters, digits, dots, hyphens and underscores."""
    if _SHORTENED.fullmatch(sku.lstrip("'")):
        return Fitted("", wrong=f"the SKU {sku} is a number that a spreadsheet has shortened, and its digits are lost: "
                                "make the column text there, and enter it again")  # fmt: skip
    if len(sku) > MAX_SKU_LENGTH:
        return Fitted("", wrong=f"the SKU has {len(sku)} characters; {MAX_SKU_LENGTH} is the most")
    made = replace_unfit(sku)
    if made == sku:
        return Fitted(
            sku, f"the SKU {sku} looks like a date that a spreadsheet has made of it" if _DATE.fullmatch(sku) else ""
        )
    if not made:
        return Fitted("")
    why = (
        "the spreadsheet's apostrophe is taken off"
        if sku == f"'{made}"
        else "it may have letters, digits, dots, hyphens and underscores"
    )
    date = ", and it looks like a date that a spreadsheet has made of it" if _DATE.fullmatch(sku) else ""
    return Fitted(made, f"the SKU {sku} goes in as {made}: {why}{date}")


def replace_unfit(text: str) -> str:
    """Return the text with a hyphen for each run of signs that a SKU may not have."""
    return _UNFIT.sub("-", text.translate(_UNSEEN)).strip("-._")
