"""Orders by state, oldest first, and what staff do with them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.order.models import Move, StaffOrderPage, StateQuery, number
from backend.contracts.order.operations import CORRECT_TRACKING, LIST_STAFF_ORDERS, MOVE_ORDER
from backend.contracts.order.staff import Tracking
from backend.contracts.order.states import State
from backend.contracts.problem import Problem
from storefront.clients import api
from storefront.order.steps import STATE_LABELS
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.forms import MoveForm, TrackingForm
from storefront.staff.order_page import early_buttons, move_buttons, staff_name
from storefront.staff.order_page import show as show_order
from storefront.staff.state_tabs import EARLY_DECISIONS, TABS, Tab, read_tab
from storefront.web.fields import form_errors
from storefront.web.formats import clock
from storefront.web.redirect import SeeOther, post_only


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Render the orders of one list, a page at a time."""
    tab = read_tab(request.GET.get("state", ""), request.GET.get("beside", ""))
    page = _page(request, tab, cursor := request.GET.get("after") or None)
    return _render(request, tab, page, cursor) if page else SeeOther(_address(tab))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show one order, whatever its state, or move it on and lead back to where the button stood."""
    if request.method == "POST":
        return _move(request, order_id)
    return show_order(request, order_id)


def _move(request: HttpRequest, order_id: str) -> HttpResponse:
    form, tab = MoveForm(request.POST), _sent_tab(request)
    if not form.is_valid():
        return _render_again(request, order_id, tab, form)
    values = form.cleaned_data
    body = Move(
        owner=values["owner"],
        state=State(values["state"]),
        note=values["note"],
        restock=not values["spoilt"],
        parcel=values["parcel"],
        number=values["number"],
        by=staff_name(request),
    )
    try:
        moved = api.call(MOVE_ORDER, request=request, path={"order_id": order_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(
            request, f"Order {number(order_id)} {_why(refusal.problem)}{_name_unsaved(refusal.problem, body)}"
        )
    else:
        reached = body.state if body.state in EARLY_DECISIONS else moved.state
        messages.success(request, f"Order {number(order_id)}: {STATE_LABELS[reached].lower()}.")
    return _back(request, order_id, tab)


@post_only("staff:move", "order_id")
@staff_only
def correct_tracking(request: HttpRequest, order_id: str) -> HttpResponse:
    """Correct the tracking number of a parcel that is sent; the shopper is told."""
    form = TrackingForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"Order {number(order_id)}: {form_errors(form)}")
    else:
        _correct(request, order_id, Tracking(**form.cleaned_data, by=staff_name(request)))
    return _back(request, order_id, _sent_tab(request))


def _sent_tab(request: HttpRequest) -> Tab:
    """Return the list that the sent form stood in."""
    return read_tab(request.POST.get("from", ""), request.POST.get("beside", ""))


def _back(request: HttpRequest, order_id: str, tab: Tab) -> SeeOther:
    """Lead back to the order's own page if the button stood there, else to the list."""
    return SeeOther("staff:move", order_id) if request.POST.get("page") else SeeOther(_address(tab))


def _correct(request: HttpRequest, order_id: str, body: Tracking) -> None:
    try:
        api.call(CORRECT_TRACKING, request=request, path={"order_id": order_id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(request, f"Order {number(order_id)} {_why(refusal.problem)}")
    else:
        messages.success(
            request,
            f"Order {number(order_id)}: tracking number changed to {body.tracking}. The shopper gets an e-mail.",
        )


def _why(problem: Problem) -> str:
    """Return why an order could not be moved: a colleague was quicker, or it does not stand there any more."""
    if problem.type == "already-done":
        by = f" by {problem.by}" if problem.by else ""
        return f"{problem.title.removeprefix('The order ')}{by}, {clock(problem.at)}. Nothing was done twice."
    return f"stays as it is. {problem.title}. {problem.detail}".strip()


def _name_unsaved(problem: Problem, body: Move) -> str:
    """Return what was typed of a parcel that was not sent, so that nobody has to look for its number again."""
    is_lost = problem.type.endswith("other-parcel") and bool(body.note)
    return f" The tracking number {body.note} was not saved." if is_lost else ""


def _render_again(request: HttpRequest, order_id: str, tab: Tab, form: MoveForm) -> HttpResponse:
    """Render the same page with what was typed and what is wrong with it at its field.

    A message where the order does not stand there any more.
    """
    wrong = form_errors(form)
    if request.POST.get("page"):
        messages.error(request, f"Order {number(order_id)}: {wrong}")
        return SeeOther("staff:move", order_id)
    cursor = request.POST.get("after") or None
    page = _page(request, tab, cursor) if set(form.errors) == {"note"} else None
    if page is None or order_id not in {order.id for order in page.items}:
        messages.error(request, f"Order {number(order_id)}: {wrong}")
        return SeeOther(_address(tab))
    typed = {
        "order_id": order_id,
        "state": form.cleaned_data["state"],
        "note": request.POST.get("note", ""),
        "wrong": wrong,
    }
    response = _render(request, tab, page, cursor, typed)
    response.headers["Content-Location"] = _address(tab, cursor)  # the list that the form stands in
    return response


def _page(request: HttpRequest, tab: Tab, cursor: str | None) -> StaffOrderPage | None:
    """Return a page of the orders of this list; None for a cursor that is not ours."""
    query = StateQuery(state=tab.state, cursor=cursor, beside=tab.beside)
    try:
        page = api.call(LIST_STAFF_ORDERS, request=request, query=query)
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status in (401, 403):
            raise
        return None
    return page


def _render(
    request: HttpRequest, tab: Tab, page: StaffOrderPage, cursor: str | None, typed: dict[str, str] | None = None
) -> HttpResponse:
    state = tab.state
    context = {
        "page": page,
        "state": state,
        "tab": tab,
        "title": tab.title,
        "tabs": [(each.title, _address(each), each == tab) for each in TABS],
        "moves": early_buttons(state, request) if tab.beside else move_buttons(state, request),
        "choosable": state is State.CONFIRMED and bool(page.items),
        "all_slips": f"{reverse('staff:slips')}?{urlencode({'order': [order.id for order in page.items]}, doseq=True)}",
        "correctable": may(request, CORRECT_TRACKING) and state in (State.SENT, State.DELIVERED),
        "later": cursor,
        "typed": typed,
        "list": reverse("staff:orders"),
    }
    return render(request, "staff/orders.html", context, status=422 if typed else 200)


def _address(tab: Tab, cursor: str | None = None) -> str:
    query = tab.query | ({"after": cursor} if cursor else {})
    return f"{reverse('staff:orders')}?{urlencode(query)}"
