"""Where a parcel can be followed, by the tracking number as staff typed it.

Staff type the carrier before the number (`DPD 0123…`), the carrier's own page, or the number alone where its form tells
whose it is. What is not recognized has no link: a wrong one would say that the parcel does not exist.
"""

import re
from typing import NamedTuple
from urllib.parse import quote


class Carrier(NamedTuple):
    """A carrier: the page of a number, and the form of the numbers that are its alone."""

    page: str
    own_numbers: str = r"(?!)"


CARRIERS = {
    "DHL": Carrier(
        "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode={}",
        r"JJ?D[0-9]{14,20}|00340[0-9]{15}|[A-Z]{2}[0-9]{9}DE",
    ),
    "UPS": Carrier("https://www.ups.com/track?tracknum={}", r"1Z[0-9A-Z]{16}"),
    "DPD": Carrier("https://tracking.dpd.de/status/en_US/parcel/{}"),
    "GLS": Carrier("https://gls-group.eu/track/{}"),
    "FEDEX": Carrier("https://www.fedex.com/fedextrack/?trknbr={}"),
}
_TYPED = re.compile(rf"(?:({'|'.join(CARRIERS)})[\s:#-]+)?([0-9A-Z][0-9A-Z \t-]{{4,40}})", re.IGNORECASE)
_NAMES_CARRIER = re.compile(rf"({'|'.join(CARRIERS)})[\s:#-]|https://", re.IGNORECASE)
_PAGE = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/[\w/.~:?#@!$&'()*+,;=%-]*)?", re.IGNORECASE | re.ASCII)


def tracking_page(text: str) -> str | None:
    """Return the address where the parcel can be followed, or None if the carrier is not known."""
    if _PAGE.fullmatch(text.strip()):
        return text.strip()
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    number = re.sub(r"[\s-]", "", match[2]).upper()
    carrier = CARRIERS.get((match[1] or "").upper()) or _owner(number)
    return carrier.page.format(quote(number)) if carrier else None


def number_of(text: str) -> str:
    """Return the number without the carrier before it, if one is there that is known."""
    match = _TYPED.fullmatch(text.strip())
    return match[2] if match and match[1] else text


def with_carrier(carrier: str, text: str) -> str:
    """Return the number with the carrier before it, unless it has one already, or is a carrier's page."""
    return text if _NAMES_CARRIER.match(text.strip()) else f"{carrier} {text}".strip()


def _owner(number: str) -> Carrier | None:
    return next((carrier for carrier in CARRIERS.values() if re.fullmatch(carrier.own_numbers, number)), None)
