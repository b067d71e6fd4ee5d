"""The form for a different address on the invoice. Its limits are the contract's `InvoiceAddress`."""

from collections.abc import Mapping
from functools import cache

import msgspec
from django.utils.translation import gettext_lazy

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, NewAddress
from storefront.checkout.address_fields import text_field
from storefront.checkout.address_form import AddressForm
from storefront.web.countries import every_country

ANOTHER = "invoice-elsewhere"
"""The field of the box that has the invoice made out to another address."""


class InvoiceAddressForm(AddressForm):
    """Whom the invoice is made out to: the form of the delivery address without e-mail and phone, beside that one."""

    prefix = "invoice"
    email = None  # type: ignore[assignment]
    phone = None  # type: ignore[assignment]
    name = text_field(
        "name", gettext_lazy("Full name"), "billing name", missing=gettext_lazy("Enter the name for the invoice.")
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        for field in self.fields.values():
            token = field.widget.attrs["autocomplete"]
            field.widget.attrs["autocomplete"] = token.replace("shipping ", "billing ")
        self["country"].help_text = ""
        self.fields["country"].error_messages["invalid_choice"] = gettext_lazy("Choose a country from the list.")

    def list_countries(self) -> list[tuple[str, str]]:
        """Return every country that the shop knows: nothing is delivered to this address."""
        return every_country()

    @property
    def is_unfolded(self) -> bool:
        """Whether the folded fields are shown: always, since mostly firms want their invoice elsewhere."""
        return True

    @property
    def invoice_address(self) -> InvoiceAddress:
        """The valid form as the contract's struct."""
        return msgspec.convert(self.cleaned_data, InvoiceAddress)


FIELDS = {f"{InvoiceAddressForm.prefix}-{name}": name for name in InvoiceAddressForm.base_fields}
"""The fields as they are sent, and their names in the form."""


def is_wanted(sent: Mapping[str, object]) -> bool:
    """Return whether the box was ticked."""
    return bool(sent.get(ANOTHER))


def part_of(sent: Mapping[str, object]) -> dict[str, object]:
    """Return of what was sent, or kept, what is about the invoice."""
    return {name: sent[name] for name in (*FIELDS, ANOTHER) if sent.get(name)}


def unsent(typed: Mapping[str, object]) -> InvoiceAddressForm:
    """Return the form with what was typed or is known, before anything is checked."""
    initial = {FIELDS[name]: typed[name] for name in FIELDS if typed.get(name)}
    return InvoiceAddressForm(initial=initial) if initial else _blank()


@cache
def _blank() -> InvoiceAddressForm:
    """Return the empty form, which pages do not draw: `blank_invoice_fields` has its fields in their language."""
    return InvoiceAddressForm()


def is_same(address: InvoiceAddress, delivery: NewAddress) -> bool:
    """Return whether the invoice would go to the delivery address all the same."""
    return all(getattr(address, name) == getattr(delivery, name) for name in InvoiceAddress.__struct_fields__)


def of_address(address: InvoiceAddress | Address | None) -> dict[str, object]:
    """Return an address as what is typed into the form; empty for none."""
    values = msgspec.to_builtins(address) if address else {}
    return {sent: values[name] for sent, name in FIELDS.items() if name in values}
