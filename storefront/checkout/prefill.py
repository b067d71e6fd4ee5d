"""Known values for the address form, so that nobody types them twice (WCAG 2.2, 3.3.7): the last order's address,
otherwise what the sign-in provided.

Shoppers with saved addresses choose from those, or type another one.
"""

from django.http import HttpRequest

from backend.contracts.order.models import OrdersQuery
from backend.contracts.order.operations import GET_ORDER, LIST_ORDERS
from storefront.basket import owner
from storefront.checkout import invoice_form
from storefront.checkout.address_form import values_of
from storefront.clients import api
from storefront.clients.concurrency import Deadline
from storefront.web import delivery_country, guest_email

MAX_SECONDS = 2.1
"""The form is shown empty, and without saved addresses, rather than later."""

_ANYWHERE = ("email", "name", "company", "phone", *invoice_form.FIELDS)
"""What stays the same when somebody has things sent to another country."""


def initial_address(request: HttpRequest, has_book: bool = False) -> dict[str, object]:
    """Return initial values of the address form, without the last order's for who has saved addresses.

    Those of the form of the invoice are among them, for whoever ticks its box.

    An order service that is down costs only the comfort.
    """
    shopper = owner.shopper(request)
    if not shopper:
        country = delivery_country.get_choice(request)
        initial: dict[str, object] = {"email": guest_email.get(request)}
        return initial | ({"country": country} if country else {})
    last, country = {} if has_book else _last_addresses(request), delivery_country.get_choice(request)
    if country and country != last.get("country"):
        last = {name: value for name, value in last.items() if name in _ANYWHERE} | {"country": country}
    return {"email": shopper.email, "name": shopper.name} | last


def _last_addresses(request: HttpRequest) -> dict[str, object]:
    deadline = Deadline(MAX_SECONDS)
    try:
        page = api.call(LIST_ORDERS, request=request, query=OrdersQuery(limit=1), timeout=deadline.timeout(MAX_SECONDS))
        if not page.items:
            return {}
        path = {"order_id": page.items[0].id}
        order = api.call(GET_ORDER, request=request, path=path, timeout=deadline.timeout(MAX_SECONDS))
    except (api.Refusal, api.Unavailable):
        return {}
    return values_of(order.address) | invoice_form.of_address(order.invoice_address)
