"""The two forms of the address step: for the parcel, and for the invoice if its box is ticked."""

from typing import NamedTuple

from django.http import HttpRequest

from storefront.checkout import invoice_form, prefill, saved_addresses, session_state
from storefront.checkout.address_form import AddressForm
from storefront.checkout.field_check import asks_for_other_fields
from storefront.checkout.invoice_form import InvoiceAddressForm
from storefront.checkout.saved_addresses import Book


class Forms(NamedTuple):
    """The forms of one page; that of the invoice counts if its box is `ticked`."""

    delivery: AddressForm
    invoice: InvoiceAddressForm
    ticked: bool = False

    @property
    def is_valid(self) -> bool:
        """Return whether both addresses are right; both forms are checked, so that all mistakes are shown together."""
        return all([self.delivery.is_valid(), not self.ticked or self.invoice.is_valid()])

    @property
    def is_wrong(self) -> bool:
        """Whether something that was sent is wrong."""
        return bool(self.delivery.errors or self.invoice.errors)


class Sent(NamedTuple):
    """What was sent: the forms, and whether they are to be drawn for another country first."""

    forms: Forms
    asks_for_other_fields: bool
    is_saved: bool


def accept(request: HttpRequest) -> Sent:
    """Keep what is sent, right or wrong, and return it. Raise what `saved_addresses.find_chosen` does."""
    saved = saved_addresses.find_chosen(request)
    typed = request.POST.dict() if saved is None else {**saved, **invoice_form.part_of(request.POST)}
    session_state.keep_address(request, typed)
    delivery, invoice = AddressForm(typed), InvoiceAddressForm(request.POST)
    asks = asks_for_other_fields(delivery) or asks_for_other_fields(invoice)
    ticked = invoice_form.is_wanted(request.POST)
    return Sent(Forms(delivery, invoice if ticked else invoice_form.unsent(typed), ticked), asks, saved is not None)


def begin(request: HttpRequest, _token: str) -> tuple[Book, Forms]:
    """Return the saved addresses, and the forms before anything is sent.

    Whoever calls has asked for the token: two threads must not refresh it at once.
    """
    book, typed = saved_addresses.offer(request), session_state.typed_address(request)
    if typed is None:
        initial = prefill.initial_address(request, bool(book)) | saved_addresses.invoice_default(book)
        return book, Forms(AddressForm(initial=initial), invoice_form.unsent(initial), invoice_form.is_wanted(initial))
    return book, Forms(AddressForm(initial=typed), invoice_form.unsent(typed), invoice_form.is_wanted(typed))
