"""A guest's order is opened by the link in its mails, or by its number and e-mail address."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.order.guest_models import FindOrder
from backend.contracts.order.guest_operations import FIND_GUEST_ORDER, GET_GUEST_ORDER
from backend.contracts.types import Email
from storefront.account import limits
from storefront.account.forms import ASCII_EMAIL, EmailField
from storefront.clients import api
from storefront.order import access, claims
from storefront.order.access import HeldKey
from storefront.order.number_field import OrderNumber, order_number
from storefront.web.redirect import SeeOther

LIMIT = limits.Limit("find-order", per_address=10, per_client=30)
NOT_FOUND = gettext_lazy(
    "We found no guest order with this number and this e-mail address. Please check both: they stand in every mail "
    "about the order. An order of an account opens by signing in."
)
DOWN = gettext_lazy("Orders cannot be looked up right now. Please try again in a minute.")
_STATUS = {"limited": HTTPStatus.TOO_MANY_REQUESTS, "down": HTTPStatus.SERVICE_UNAVAILABLE}


class FindForm(forms.Form):
    """What opens an order without an account. Whether one of the two alone is right is told to nobody."""

    use_required_attribute = False
    number = OrderNumber(
        help_text=gettext_lazy("Such as 3F9A-72C1. It stands in every mail about the order."),
        error_messages={"required": gettext_lazy("Type the order’s number.")},
    )
    email = EmailField(Email, ASCII_EMAIL)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and address; both together lead to the order."""
    initial = {"number": order_number(request.GET.get("order", ""))}
    form = FindForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and (order_key := _look_up(request, form)):
        access.keep(request, order_key)
        claims.claim_held(request)
        return SeeOther("order:show", order_key.order_id)
    status = next((_STATUS[code] for code in _STATUS if form.has_error(NON_FIELD_ERRORS, code)), None)
    return render(request, "order/find.html", {"form": form}, status=status or (422 if form.errors else 200))


def _look_up(request: HttpRequest, form: FindForm) -> HeldKey | None:
    """Return the order's key; None where the form now says why there is none. Each try counts before it is answered."""
    values = form.cleaned_data
    try:
        limits.count(LIMIT, request, values["email"])
        guest_order = api.call(FIND_GUEST_ORDER, body=FindOrder(number=values["number"], email=values["email"]))
    except limits.LimitReached as refusal:
        form.add_error(None, forms.ValidationError(refusal.message, code="limited"))
    except api.Unavailable:
        form.add_error(None, forms.ValidationError(DOWN, code="down"))
    except api.Refusal as refusal:
        if refusal.problem.status != HTTPStatus.NOT_FOUND:
            raise
        form.add_error(None, forms.ValidationError(NOT_FOUND, code="unknown"))
    else:
        return HeldKey(guest_order.order_id, guest_order.order_key)
    return None


@require_safe
@never_cache
def open_link(request: HttpRequest, order_id: str) -> HttpResponse:
    """Take the key out of the link of a mail, and go on to the order without it, or to its invoice.

    A key that opens nothing leads there, too: whoever may not see the order is asked to sign in, whether there is one
    or not.
    """
    key = request.GET.get("key", "")
    try:
        api.call(GET_GUEST_ORDER, path={"order_key": key, "order_id": order_id})
    except api.Refusal as refusal:
        if refusal.problem.status != HTTPStatus.NOT_FOUND:
            raise
    else:
        access.keep(request, HeldKey(order_id, key))
        claims.claim_held(request)
    return SeeOther("order:documents" if request.GET.get("to") == "documents" else "order:show", order_id)
