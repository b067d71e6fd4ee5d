"""The saved addresses that the checkout offers to a shopper, and which of them is chosen."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.basket.address_book import MAX_ADDRESSES, SaveAddress, SavedAddress
from backend.contracts.basket.address_operations import GET_ADDRESS_BOOK, SAVE_ADDRESS
from backend.contracts.basket.models import NewAddress
from storefront.basket import owner
from storefront.checkout import invoice_form, session_state
from storefront.checkout.address_form import values_of
from storefront.checkout.decorators import RedirectTo
from storefront.checkout.prefill import MAX_SECONDS
from storefront.clients import api
from storefront.web import delivery_country
from storefront.web.redirect import SeeOther

SAVED = gettext_lazy("The address is saved in your account.")
NOT_SAVED = gettext_lazy("The address could not be saved in your account. Your order goes there all the same.")
FULL = format_lazy(
    gettext_lazy("The address is not saved: you have {most} saved addresses, which is the most."), most=MAX_ADDRESSES
)

Book = Sequence[SavedAddress]


def offer(request: HttpRequest) -> Book:
    """Return the shopper's saved addresses; none for guests, or where the service does not answer."""
    if not owner.shopper(request):
        return ()
    try:
        return api.call(GET_ADDRESS_BOOK, request=request, timeout=(MAX_SECONDS, MAX_SECONDS)).addresses
    except (api.Refusal, api.Unavailable):
        return ()


def choose(request: HttpRequest, book: Book) -> str:
    """Return the id of the address to show as chosen: what was chosen before, else the default.

    It is `session_state.OTHER` for a typed one. A country that was chosen in the basket goes before the default.
    """
    if session_state.typed_address(request) is not None:
        where = session_state.address(request)
        return next(
            (each.id for each in book if where and values_of(each.address) == values_of(where)), session_state.OTHER
        )
    country = delivery_country.get_choice(request)
    fitting = (
        each.id
        for each in book
        if country in (None, each.address.country) and delivery_country.is_delivered_to(each.address.country)
    )
    return next(fitting, session_state.OTHER)


def invoice_default(book: Book) -> dict[str, object]:
    """Return the fields of the saved address that is for invoices, with their box ticked; empty for none."""
    address = next((each.address for each in book if each.for_invoices), None)
    return invoice_form.of_address(address) | {invoice_form.ANOTHER: "yes"} if address else {}


def read_choice(request: HttpRequest) -> str:
    """Return the id of the saved address that the form chose; `session_state.OTHER` where it has a typed one."""
    return request.POST.get(session_state.SAVED, session_state.OTHER)


def find_chosen(request: HttpRequest) -> Mapping[str, object] | None:
    """Return the fields of the saved address that the form chose; None where it has a typed one.

    Raises `RedirectTo` the form where the address was removed meanwhile, and `api.Unavailable`.
    """
    if session_state.is_typed(request.POST) or not owner.shopper(request):
        return None
    book = api.call(GET_ADDRESS_BOOK, request=request).addresses
    for each in book:
        if each.id == request.POST[session_state.SAVED]:
            return values_of(each.address)
    messages.warning(request, gettext("That address is not saved any more. Please choose again."))
    raise RedirectTo(SeeOther("checkout:address"))


def save_typed(request: HttpRequest, address: NewAddress) -> None:
    """Save a typed address if its box is ticked, and report the result: the order does not depend on it."""
    if session_state.SAVE not in request.POST or not owner.shopper(request):
        return
    session_state.untick_save(request)
    try:
        api.call(SAVE_ADDRESS, request=request, body=SaveAddress(address=address))
    except api.Unavailable:
        messages.warning(request, NOT_SAVED)
    except api.Refusal as refusal:
        if refusal.problem.status == 401:
            raise
        messages.warning(request, FULL if refusal.problem.type == "address-book-full" else NOT_SAVED)
    else:
        messages.success(request, SAVED)
