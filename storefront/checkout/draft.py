"""What was typed at the checkout, kept in the session as it was typed: Back, a reload or a new sign-in lose nothing."""

from typing import Any

from django.http import HttpRequest, QueryDict

from backend.contracts.basket import Delivery, NewAddress
from storefront import ownership
from storefront.checkout.forms import AddressForm, DeliveryForm

ADDRESS, DELIVERY = "checkout.address", "checkout.delivery"
OF = "of"  # the mark of who typed it; what earlier versions kept has none
LONGEST = 400  # characters of a field that are kept: more than any field takes


def keep_address(request: HttpRequest, typed: QueryDict) -> None:
    """Keep the fields of the address form, right or wrong, for whoever saw it; of a visitor without a word about whose it is, nothing."""
    if whose := ownership.sent(request) or ownership.mark(request):
        request.session[ADDRESS] = {name: typed.get(name, "")[:LONGEST] for name in AddressForm.base_fields} | {OF: whose}


def typed_address(request: HttpRequest) -> dict[str, Any] | None:
    """The fields as they were typed, or None where nothing was, or somebody else did."""
    found: dict[str, Any] | None = request.session.get(ADDRESS)
    return found if found and found.get(OF, ownership.mark(request)) == ownership.mark(request) else None


def address(request: HttpRequest) -> NewAddress | None:
    """The address, once it is right."""
    form = AddressForm(typed_address(request) or {})
    return form.address if form.is_valid() else None


def keep_delivery(request: HttpRequest, delivery: Delivery) -> None:
    """Keep the chosen way of delivery."""
    request.session[DELIVERY] = delivery.value


def delivery(request: HttpRequest) -> Delivery | None:
    """The chosen way of delivery, or None before it is chosen."""
    form = DeliveryForm({"delivery": request.session.get(DELIVERY)})
    return Delivery(form.cleaned_data["delivery"]) if form.is_valid() else None
