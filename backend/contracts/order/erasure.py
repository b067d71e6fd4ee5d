"""Which services store personal data, and what is left of an address when the account is closed."""

from msgspec.structs import replace

from backend.contracts.basket.models import Address

HOLDERS_OF_ACCOUNTS = ("basket", "wish", "review", "voucher", "newsletter", "notification", "desk")
"""Services that keep something of a shopper by the account or its e-mail address: erased by AccountClosed."""
HOLDERS_OF_ORDERS = ("notification", "desk", "invoice", "review", "voucher")
"""Those that keep something of who ordered, order by order: erased by OrderErased."""
HOLDERS = tuple(dict.fromkeys((*HOLDERS_OF_ACCOUNTS, *HOLDERS_OF_ORDERS)))
"""Those that, beside the order service, a shopper's data are asked of."""

ERASED = "Erased"
ERASED_EMAIL = "erased@erased.invalid"
"""RFC 2606 keeps the domain `.invalid` free, so no mail goes there."""


def without_person(address: Address) -> Address:
    """Return an address that names only the country, for which the tax was paid."""
    return Address(name=ERASED, email=ERASED_EMAIL, street=ERASED, town=ERASED, country=address.country)


def without_contact(address: Address) -> Address:
    """Return what an invoice must name: the buyer and their address, but neither e-mail address nor phone."""
    return replace(address, email=ERASED_EMAIL, phone="")
