"""What was typed during the checkout, kept in the session exactly as it was typed: Back, a reload or a new sign-in lose
nothing."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest

from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Delivery, NewAddress
from storefront.account.shopper import OWNER
from storefront.basket import owner
from storefront.checkout import invoice_form
from storefront.checkout.address_form import AddressForm
from storefront.checkout.invoice_form import InvoiceAddressForm
from storefront.web import delivery_country, form_owner, guest_email

ADDRESS, DELIVERY, GUEST = "checkout.address", "checkout.delivery", "checkout.guest"
OF = "of"  # the mark of who typed it; what earlier versions kept has none
BY_GUEST = "guest"
"""The mark of a guest, whose address goes along when that guest signs in midway."""
SAVED, OTHER = "saved", "other"
"""The field with the id of the saved address that is chosen, and what it holds for one that is typed."""
SAVE = "save"
"""The field of the box that has a typed address saved in the account."""
MAX_FIELD_LENGTH = 400  # characters of a field that are kept: more than any field takes


class Addresses(NamedTuple):
    """Where the parcel goes, and the invoice where it goes elsewhere."""

    delivery: NewAddress
    invoice: InvoiceAddress | None = None


def begin_as_guest(request: HttpRequest, email: str) -> None:
    """Let this session check out without an account. The address is that of the form from then on."""
    request.session[GUEST] = True
    request.session.cycle_key()  # one planted before is worth nothing
    guest_email.keep(request, email)
    if typed := request.session.get(ADDRESS):
        request.session[ADDRESS] = typed | {"email": email}


def is_guest(request: HttpRequest) -> bool:
    """Return whether this session checks out without an account; not where somebody has signed in in it since."""
    return bool(request.session.get(GUEST)) and OWNER not in request.session


def buyer(request: HttpRequest) -> str:
    """Return who checks out: a shopper's `sub`, or the owner of a guest's basket."""
    shopper = owner.shopper(request)
    return str(shopper.sub) if shopper else f"guest#{owner.guest_id(request)}"


def _mark(request: HttpRequest) -> str:
    return form_owner.mark(request) or (BY_GUEST if is_guest(request) else "")


def keep_address(request: HttpRequest, typed: Mapping[str, object]) -> None:
    """Keep the fields of the address form, right or wrong, for whoever saw it; of a visitor without a word about whose
    it is, nothing.

    The country is the basket's from then on.
    """
    if not (whose := form_owner.submitted_mark(request) or _mark(request)):
        return
    fields = {name: str(typed.get(name, ""))[:MAX_FIELD_LENGTH] for name in (*AddressForm.base_fields, SAVE)}
    invoice = {name: str(value)[:MAX_FIELD_LENGTH] for name, value in invoice_form.part_of(typed).items()}
    request.session[ADDRESS] = fields | invoice | {OF: whose}
    if whose == _mark(request):
        delivery_country.choose(request, fields["country"])


def untick_save(request: HttpRequest) -> None:
    """Have the box unticked that has a typed address saved: it was for that address."""
    if typed := request.session.get(ADDRESS):
        request.session[ADDRESS] = typed | {SAVE: ""}


def is_typed(sent: Mapping[str, object]) -> bool:
    """Return whether the form of the address was sent with a typed one, and no saved one chosen."""
    return sent.get(SAVED, OTHER) == OTHER


def typed_address(request: HttpRequest) -> dict[str, str | None] | None:
    """Return the fields as they were typed, with the country that the basket was given since.

    None where nothing was, or somebody else did.
    """
    typed: dict[str, str | None] | None = request.session.get(ADDRESS)
    mark = _mark(request)
    if not typed or typed.get(OF, mark) not in {mark, BY_GUEST if mark else mark}:
        return None
    return typed | {"country": delivery_country.get_choice(request) or typed.get("country")}


def address(request: HttpRequest) -> NewAddress | None:
    """Return the address, once it is right; one whose country was changed in the basket has to be looked at again."""
    typed = typed_address(request)
    if typed is None or typed["country"] != request.session[ADDRESS].get("country"):
        return None
    form = AddressForm(typed)
    if "state" in form.fields and "state" not in typed:  # typed in an earlier release, whose form did not ask for it
        form.fields["state"].required = False
    return form.address if form.is_valid() else None


def addresses(request: HttpRequest) -> Addresses | None:
    """Return the address, and that of the invoice where it goes elsewhere, once both are right.

    Whoever has a default for invoices may choose the same address for the parcel.
    """
    delivery, typed = address(request), typed_address(request)
    if delivery is None or typed is None:
        return None
    if not invoice_form.is_wanted(typed):
        return Addresses(delivery)
    form = InvoiceAddressForm(typed)
    if not form.is_valid():
        return None
    invoice = form.invoice_address
    return Addresses(delivery, None if invoice_form.is_same(invoice, delivery) else invoice)


def keep_delivery(request: HttpRequest, delivery: Delivery) -> None:
    """Keep the chosen way of delivery."""
    request.session[DELIVERY] = delivery.value


def delivery(request: HttpRequest) -> Delivery | None:
    """Return the chosen way of delivery, or None before it is chosen."""
    stored_name = request.session.get(DELIVERY)
    return Delivery(stored_name) if stored_name in set(Delivery) else None
