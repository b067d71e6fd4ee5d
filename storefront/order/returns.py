"""Sending pieces back: first which, then what comes back for them, and only then the button."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts import arrivals, returns
from backend.contracts.arrivals import UNDER_WAY
from backend.contracts.basket.models import OrderLine
from backend.contracts.order.guest_operations import RETURN_GUEST_ORDER
from backend.contracts.order.models import Order, Return, ReturnLine
from backend.contracts.order.operations import RETURN_ORDER
from backend.contracts.tax import all_lines
from backend.contracts.types import OptionalShortText
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required
from storefront.order.payers import payer_of, split
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther
from storefront.web.who_sells import seller

LOOK = "look"
"""The name of the button that only shows what comes back."""
FIELD = "pieces."
"""What a field's name begins with that says how many pieces of a SKU go back."""
NOT_NOW = gettext_lazy("Nothing of this order can be sent back just now.")
CHANGED = gettext_lazy("Something has changed meanwhile. Please look at it once more: nothing was sent.")
NOTHING = gettext_lazy("Choose what goes back first: nothing was sent.")
ASKED = gettext_lazy("We have your request. You will get our answer by e-mail and on this page.")


class NotReturnable(Exception):
    """Nothing of this order can be sent back."""


class ReasonForm(forms.Form):
    """The reason for the return, which is optional."""

    use_required_attribute = False
    reason = ContractCharField(
        OptionalShortText,
        UNREADABLE_TEXT,
        required=False,
        label=gettext_lazy("Why does it go back?"),
        help_text=gettext_lazy("You need not say. It helps us to do better."),
        widget=forms.TextInput(attrs={"hx-preserve": "true"}),
        error_messages={"max_length": gettext_lazy("Keep it to 200 characters.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@owner_required
def send_back(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show what comes back for the chosen pieces, and ask to send them back.

    What was typed stays, whatever is chosen anew.
    """
    form_data = request.POST if request.method == "POST" else None
    form = ReasonForm(form_data)
    try:
        order = _order(request, order_id)
        if (
            form_data is not None
            and LOOK not in form_data
            and form.is_valid()
            and _ask(request, order, form.cleaned_data["reason"])
        ):
            messages.success(request, ASKED)
            return SeeOther("order:show", order_id)
    except NotReturnable:
        messages.info(request, NOT_NOW)
        return SeeOther("order:show", order_id)
    pieces = _choose_pieces(order, form_data or request.GET)
    response = _page(request, order, pieces, form)
    response.headers["Content-Location"] = _address(order, pieces)
    return response


def _order(request: HttpRequest, order_id: str) -> Order:
    """Return the order. Raise NotReturnable if nothing of it can be returned."""
    order = access.get_order(request, order_id)
    if not arrivals.can_return(order) or not arrivals.pieces_here(order):
        raise NotReturnable(order_id)
    return order


def _choose_pieces(order: Order, form_data: Mapping[str, str]) -> dict[str, int]:
    """Return the number of pieces chosen, by SKU. A single piece is chosen already."""
    returnable = arrivals.pieces_here(order)
    if sum(returnable.values()) == 1:
        return returnable
    pieces = {
        sku: min(parse_int(form_data.get(FIELD + sku, ""), 0, digits=2), most) for sku, most in returnable.items()
    }
    return {sku: quantity for sku, quantity in pieces.items() if quantity > 0}


def _page(request: HttpRequest, order: Order, pieces: dict[str, int], form: ReasonForm) -> HttpResponse:
    returnable = arrivals.pieces_here(order)
    refund, everything = returns.refund(order, pieces) if pieces else None, returns.refund(order, returnable)
    context = {
        "order": order,
        "form": form,
        "choices": [
            _choice(line, returnable[line.sku], pieces.get(line.sku, 0))
            for line in _lines(order)
            if line.sku in returnable
        ],
        "count": sum(returnable.values()),
        "pieces": sum(pieces.values()),
        "everything": everything,
        "refund": refund,
        "payer": payer_of(split(order, (refund or everything).total), order.currency),
        "refund_taxes": all_lines(refund.total, refund.tax, order.tax_rate, refund.taxes) if refund else (),
        "number": len(order.returns) + 1,
        "more_comes": order.state in UNDER_WAY,
        "seller": seller(),
    }
    return render(request, "order/return.html", context, status=422 if form.errors else 200)


def _choice(line: OrderLine, most: int, quantity: int) -> dict[str, object]:
    return {"line": line, "name": FIELD + line.sku, "most": most, "counts": range(most + 1), "chosen": quantity}


def _lines(order: Order) -> list[OrderLine]:
    """Return the first line of each SKU: pieces are chosen by SKU."""
    return list({line.sku: line for line in reversed(order.lines)}.values())[::-1]


def _ask(request: HttpRequest, order: Order, reason: str) -> bool:
    """Whether the return was asked for: not where its page showed another refund, or something changed meanwhile."""
    pieces, expected_refund = (
        _choose_pieces(order, request.POST),
        parse_int(request.POST.get("refund", ""), 0, digits=13),
    )
    if not pieces or returns.refund(order, pieces).total != expected_refund:
        messages.warning(request, CHANGED if pieces else NOTHING)
        return False
    body = Return(
        reason=reason,
        number=parse_int(request.POST.get("number", ""), 1, digits=2) or 1,
        lines=tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items()),
        expected_refund=expected_refund,
    )
    try:
        access.call(request, RETURN_ORDER, RETURN_GUEST_ORDER, order.id, body)
    except api.Refusal as refusal:
        if refusal.problem.status not in (409, 422):
            raise
        _order(request, order.id)
        messages.warning(request, CHANGED)
        return False
    return True


def _address(order: Order, pieces: dict[str, int]) -> str:
    query = urlencode({FIELD + sku: quantity for sku, quantity in pieces.items()})
    return reverse("order:return", args=[order.id]) + (f"?{query}" if query else "")
