"""Checks that an address names only what exists in its country."""

from backend.contracts import addresses, postal_codes, vat_ids
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import COUNTRIES, Address
from backend.contracts.problem import FieldError, Refused, invalid_body


def check_invoice_address(address: InvoiceAddress | None) -> None:
    """Raise Refused 422 for an invoice address in an unknown country, or one that does not exist in its country."""
    if address and address.country not in COUNTRIES:
        raise wrong_field("invoice_address.country", "No country that this shop knows")
    if address:
        check_address(address, "invoice_address")


def check_address(address: Address | InvoiceAddress, field: str = "address") -> None:
    """Raise Refused 422 for what does not exist in the address's country, however it is spelled."""
    country = address.country
    if postal_codes.tidy(country, address.postal_code) is None:
        raise wrong_field(f"{field}.postal_code", f"No postal code of {country}")
    if address.state and not addresses.is_state(country, address.state):
        raise wrong_field(f"{field}.state", f"No province or county of {country}")
    if address.vat_id and vat_ids.tidy(country, address.vat_id) != address.vat_id:
        raise wrong_field(f"{field}.vat_id", "No VAT ID")


def wrong_field(name: str, message: str) -> Refused:
    """Return the 422 reply to a field of the body."""
    return invalid_body(FieldError(field=name, message=message))
