"""The shop's name and location. For another shop, change these lines and no others.

The seller, the currency, and whether prices include tax are settings of the stage: `seller`, `currency`,
`prices_include_tax`.
"""

import os
from functools import cache

import msgspec

from backend.contracts.types import Language

NAME = "Halftone"
CURRENCY = "EUR"
"""ISO 4217: the currency of a stage that sets none, and of amounts that were stored without a code."""

CURRENCY_VARIABLE = "CURRENCY"
"""The environment variable that holds the stage's currency in a function."""

TAX_VARIABLE, ADDED = "TAX", "added"
"""The environment variable that says in a function that tax is added to the stage's prices. If it is not set, prices
include tax."""

HOME_COUNTRY = "DE"
"""ISO 3166-1 alpha-2: where parcels are packed, and the destination for visitors who have not chosen one."""

TIME_ZONE = "Europe/Berlin"
"""IANA name: the clock by which the shop's day begins, parcels leave and orders are dated."""


LANGUAGES: tuple[Language, ...] = ("en", "de", "fr")
"""Languages of the pages for shoppers, as their addresses and `lang` name them: of en, de and fr. `en` is always there,
and its addresses have no prefix. What staff read is English."""


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells, as the imprint, invoices, mails and the contact page name them.

    `vat_id` is the VAT identification number, `register` the court and number of an entry in a commercial register,
    and `represented_by` who acts for a company; what a seller has not is empty. `country` is an ISO 3166-1 alpha-2
    code, empty where the last line of the address names it: see `seller_address.in_words`.
    """

    name: str
    address: tuple[str, ...]
    email: str
    phone: str = ""
    vat_id: str = ""
    register: str = ""
    represented_by: str = ""
    country: str = ""


SAMPLE_SELLER = Seller(
    name=NAME,
    address=("Example Street 1", "10115 Berlin"),
    country="DE",
    email="hello@halftone.example",
    phone="+49 30 0000000",
    vat_id="DE000000000",
    register="Berlin (Charlottenburg) HRB 000000",
    represented_by="Ada Example",
)
"""Nobody: who sells in a demonstration. A stage that sells names its own in its file, `[seller]` (Directive 2000/31/EC,
article 5, and for invoices Directive 2006/112/EC, article 226, in the EU)."""

_TAX_ADDED = " tax-added"

SELLER_VARIABLE = "SELLER"
"""The environment variable that tells a function its stage's seller, as JSON."""


def currency() -> str:
    """Return the stage's currency, in a function; the storefront reads it from the outputs."""
    return os.environ.get(CURRENCY_VARIABLE, CURRENCY)


def prices_include_tax() -> bool:
    """Return whether the stage's prices include tax; else it is added to them. The outputs tell the storefront."""
    return os.environ.get(TAX_VARIABLE) != ADDED


def seller() -> Seller:
    """Return the stage's seller; on a machine that was told of none, the sample."""
    return decode_seller(os.environ.get(SELLER_VARIABLE, ""))


@cache
def decode_seller(text: str) -> Seller:
    """Return the seller in this JSON; for no text the sample."""
    return msgspec.json.decode(text, type=Seller) if text else SAMPLE_SELLER


_RETURN: dict[Language, str] = {"en": "Return", "de": "Rückgabe", "fr": "Retour"}


def return_label(sender: Seller, order_number: str, return_number: int, language: Language = "en") -> tuple[str, ...]:
    """Return the lines to write on a parcel that comes back, the last of which tells what it belongs to.

    `sender` has its country in words.
    """
    return (sender.name, *sender.address, f"{_RETURN[language]} {order_number}-{return_number}")


def agreement(currency: str, prices_include_tax: bool = True) -> str:
    """Return what a deployed backend tells its storefront, in one line: `EUR DE Europe/Berlin`, and `tax-added` after
    it where prices do not include tax.

    They must agree on the place; the currency and what prices include are the backend's to say.
    """
    return f"{currency} {HOME_COUNTRY} {TIME_ZONE}{'' if prices_include_tax else _TAX_ADDED}"


def agreed_to_include_tax(agreement: str) -> bool:
    """Return what an agreement says of prices; one of before they could be without tax says that they include it."""
    return not agreement.endswith(_TAX_ADDED)
