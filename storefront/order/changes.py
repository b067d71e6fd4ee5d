"""What a shopper may still do about an order: cancel it before it is packed, and ask to send it back once it is there."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts.operation import Operation
from backend.contracts.order import CANCEL_ORDER, CANCELLABLE, GET_ORDER, RETURN_ORDER, Order, Return, State
from backend.contracts.words import Line
from storefront import api
from storefront.account.shopper import login_required
from storefront.fields import Word
from storefront.redirect import SeeOther

TOO_LATE = {
    State.PACKED: "It is packed already, so it cannot be cancelled any more. You can send it back once it is there.",
    State.SENT: "It is on its way already, so it cannot be cancelled any more. You can send it back once it is there.",
    State.CANCELLED: "It is cancelled already.",
    State.REFUSED: "There is nothing to cancel: the order could not be fulfilled.",
}
NOT_NOW = "That cannot be done with this order any more."


class ReturnForm(forms.Form):
    """Why it shall go back."""

    use_required_attribute = False
    reason = Word(
        Line,
        "Please use letters, digits and the usual signs only.",
        label="What is wrong with it?",
        help_text="A few words are enough, and any reason will do.",
        error_messages={"required": "Tell us in a few words what is wrong.", "max_length": "Please say it in 200 characters."},
    )


def _page(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(login_required(view)))


@_page
def cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Asks first; the button cancels."""
    if request.method == "POST":
        return _change(request, CANCEL_ORDER, order_id, None, "The order is cancelled.")
    order = _order(request, order_id)
    if order.state not in CANCELLABLE:
        return _too_late(request, order)
    return render(request, "order/cancel.html", {"order": order})


@_page
def send_back(request: HttpRequest, order_id: str) -> HttpResponse:
    """Asks to send a delivered order back."""
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        body = Return(reason=form.cleaned_data["reason"])
        return _change(request, RETURN_ORDER, order_id, body, "We have your wish to send it back.")
    order = _order(request, order_id)
    if order.state is not State.DELIVERED:
        messages.info(request, NOT_NOW)
        return SeeOther("order:show", order_id)
    return render(request, "order/return.html", {"order": order, "form": form}, status=422 if form.errors else 200)


def _change(request: HttpRequest, operation: Operation, order_id: str, body: Return | None, said: str) -> HttpResponse:
    """Back to the order, changed or not, with what has become of the wish."""
    try:
        api.call(operation, request=request, path={"order_id": order_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        return _too_late(request, _order(request, order_id))
    messages.success(request, said)
    return SeeOther("order:show", order_id)


def _too_late(request: HttpRequest, order: Order) -> HttpResponse:
    messages.warning(request, TOO_LATE.get(order.state, NOT_NOW))
    return SeeOther("order:show", order.id)


def _order(request: HttpRequest, order_id: str) -> Order:
    order: Order = api.call(GET_ORDER, request=request, path={"order_id": order_id})
    return order
