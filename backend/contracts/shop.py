"""What the shop is: its name, currency, place and seller. For another shop, change these lines and no others."""

import msgspec

NAME = "Halftone"
CURRENCY = "EUR"
"""ISO 4217. Every price is in it, in minor units."""

HOME_COUNTRY = "DE"
"""ISO 3166-1 alpha-2: where parcels are packed, and where a visitor who has not chosen is delivered to."""

TIME_ZONE = "Europe/Berlin"
"""IANA name: by this clock the shop's day begins, parcels leave and orders are dated."""


class Seller(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells, as the imprint, invoices, mails and the contact page name them.

    `vat_id` is the VAT identification number, `register` the court and number of an entry in a commercial register,
    and `represented_by` who acts for a company; what a seller has not is empty.
    """

    name: str
    address: tuple[str, ...]
    email: str
    phone: str = ""
    vat_id: str = ""
    register: str = ""
    represented_by: str = ""


# A demonstration has no seller. Name the real one before anything is sold (Directive 2000/31/EC, article 5, and for
# invoices Directive 2006/112/EC, article 226, in the EU).
SELLER = Seller(
    name=NAME,
    address=("Example Street 1", "10115 Berlin", "Germany"),
    email="hello@halftone.example",
    phone="+49 30 0000000",
    vat_id="DE000000000",
    register="Berlin (Charlottenburg) HRB 000000",
    represented_by="Ada Example",
)


def return_label(order_number: str, return_number: int) -> tuple[str, ...]:
    """Return the lines to write on a parcel that comes back, the last of which tells what it belongs to."""
    return (SELLER.name, *SELLER.address, f"Return {order_number}-{return_number}")


def agreement() -> str:
    """Return what a deployed backend and its storefront must agree on, in one line: `EUR DE Europe/Berlin`."""
    return f"{CURRENCY} {HOME_COUNTRY} {TIME_ZONE}"
