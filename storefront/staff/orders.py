"""Orders by state, oldest first, and what staff do with them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from backend.contracts.order import (
    EDGES,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    STAFF_MOVES,
    Move,
    StaffOrder,
    StaffOrderPage,
    State,
    StateQuery,
    number,
)
from storefront import api
from storefront.order.steps import WORDS
from storefront.redirect import SeeOther
from storefront.staff.forms import MoveForm
from storefront.staff.guard import staff_only

TABS = {
    State.CONFIRMED: "To pack",
    State.PACKED: "To send",
    State.SENT: "On the way",
    State.RETURN_REQUESTED: "Returns to decide",
    State.DELIVERED: "Delivered",
    State.PLACED: "Placed",
    State.HELD: "Paying",
    State.ACTION_REQUIRED: "At the bank",
    State.DECLINED: "Declined",
    State.PAID: "Paid",
    State.REFUSED: "Refused",
    State.CANCELLED: "Cancelled",
    State.RETURNED: "Returned",
    State.RETURN_DENIED: "Returns denied",
}
VERBS = {
    State.PACKED: "Mark packed",
    State.SENT: "Mark sent",
    State.DELIVERED: "Mark delivered",
    State.RETURNED: "Accept the return",
    State.RETURN_DENIED: "Deny it",
}
NOTES = {State.PACKED: "Tracking number", State.RETURN_REQUESTED: "Reason, if you deny it"}
"""What is asked for beside the buttons, by the state that an order is in."""


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """The orders in one state, a page at a time."""
    state = _state(request.GET.get("state", ""))
    cursor = request.GET.get("after") or None
    try:
        page: StaffOrderPage = api.call(LIST_STAFF_ORDERS, request=request, query=StateQuery(state=state, cursor=cursor))
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status in (401, 403):
            raise
        return SeeOther(_address(state))  # a cursor that is not ours
    moves = [(after, VERBS[after]) for after in EDGES[state] if after in STAFF_MOVES]
    tabs = [(title, _address(each), each is state) for each, title in TABS.items()]
    context = {"page": page, "state": state, "title": TABS[state], "tabs": tabs, "moves": moves, "note": NOTES.get(state), "later": cursor}
    return render(request, "staff/orders.html", context)


@require_POST
@staff_only
def move(request: HttpRequest, order_id: str) -> HttpResponse:
    """Moves an order on; back to the list it stood in."""
    form = MoveForm(request.POST)
    here = _address(_state(request.POST.get("from", "")))
    if not form.is_valid():
        messages.error(request, f"Order {number(order_id)}: {' '.join(str(error) for errors in form.errors.values() for error in errors)}")
        return SeeOther(here)
    asked = form.cleaned_data
    body = Move(owner=asked["owner"], state=State(asked["state"]), note=asked["note"])
    try:
        moved: StaffOrder = api.call(MOVE_ORDER, request=request, path={"order_id": order_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(request, f"Order {number(order_id)} stays as it is. {refusal.problem.title}.")
    else:
        messages.success(request, f"Order {number(order_id)}: {WORDS[moved.state].lower()}.")
    return SeeOther(here)


def _state(name: str) -> State:
    return State(name) if name in State._value2member_map_ else State.CONFIRMED


def _address(state: State) -> str:
    return f"{reverse('staff:orders')}?{urlencode({'state': state.value})}"
