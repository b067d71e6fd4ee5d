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
from storefront.fields import told
from storefront.order.steps import WORDS
from storefront.redirect import SeeOther
from storefront.staff.forms import NOTED, MoveForm
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
NOTES = {State.SENT: "Tracking number", State.RETURN_DENIED: "Why it is denied"}
"""What is asked for with a move, by the state that it leads to. Each move is a form of its own: Enter does what the button below says."""


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """The orders in one state, a page at a time."""
    state = _state(request.GET.get("state", ""))
    page = _page(request, state, cursor := request.GET.get("after") or None)
    return _shown(request, state, page, cursor) if page else SeeOther(_address(state))


@require_POST
@staff_only
def move(request: HttpRequest, order_id: str) -> HttpResponse:
    """Moves an order on; back to the list it stood in."""
    form = MoveForm(request.POST)
    state = _state(request.POST.get("from", ""))
    if not form.is_valid():
        return _asked_again(request, order_id, state, form)
    asked = form.cleaned_data
    body = Move(owner=asked["owner"], state=State(asked["state"]), note=asked["note"])
    try:
        moved: StaffOrder = api.call(MOVE_ORDER, request=request, path={"order_id": order_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(request, f"Order {number(order_id)} stays as it is. {refusal.problem.title}. {refusal.problem.detail}".strip())
    else:
        messages.success(request, f"Order {number(order_id)}: {WORDS[moved.state].lower()}.")
    return SeeOther(_address(state))


def _asked_again(request: HttpRequest, order_id: str, state: State, form: MoveForm) -> HttpResponse:
    """The same page with what was typed and what is wrong with it at its field; a message where the order does not stand there any more."""
    wrong = told(form)
    cursor = request.POST.get("after") or None
    page = _page(request, state, cursor) if set(form.errors) == {"note"} else None
    if page is None or order_id not in {order.id for order in page.items}:
        messages.error(request, f"Order {number(order_id)}: {wrong}")
        return SeeOther(_address(state))
    typed = {"order_id": order_id, "state": form.cleaned_data["state"], "note": request.POST.get("note", ""), "wrong": wrong}
    response = _shown(request, state, page, cursor, typed)
    response.headers["Content-Location"] = _address(state, cursor)  # the list that the form stands in
    return response


def _page(request: HttpRequest, state: State, cursor: str | None) -> StaffOrderPage | None:
    """A page of the orders in this state; None for a cursor that is not ours."""
    try:
        page: StaffOrderPage = api.call(LIST_STAFF_ORDERS, request=request, query=StateQuery(state=state, cursor=cursor))
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status in (401, 403):
            raise
        return None
    return page


def _shown(
    request: HttpRequest, state: State, page: StaffOrderPage, cursor: str | None, typed: dict[str, str] | None = None
) -> HttpResponse:
    context = {
        "page": page,
        "state": state,
        "title": TABS[state],
        "tabs": [(title, _address(each), each is state) for each, title in TABS.items()],
        "moves": [(after, VERBS[after], NOTES.get(after), after not in NOTED) for after in EDGES[state] if after in STAFF_MOVES],
        "later": cursor,
        "typed": typed,
        "list": reverse("staff:orders"),
    }
    return render(request, "staff/orders.html", context, status=422 if typed else 200)


def _state(name: str) -> State:
    return State(name) if name in State._value2member_map_ else State.CONFIRMED


def _address(state: State, cursor: str | None = None) -> str:
    query = {"state": state.value} | ({"after": cursor} if cursor else {})
    return f"{reverse('staff:orders')}?{urlencode(query)}"
