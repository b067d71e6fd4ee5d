"""Staff receive a returned parcel: they enter what came and what can be resold, preview the refund, and confirm."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from backend.contracts.arrivals import fits, open_return, pieces_here, receipt_refund
from backend.contracts.basket.models import OrderLine
from backend.contracts.order.models import StaffOrder, number
from backend.contracts.order.operations import GET_STAFF_ORDER, RECEIVE_RETURN
from backend.contracts.order.staff import ReceivedLine, ReceiveReturn
from backend.contracts.order.states import ReturnState
from backend.contracts.types import OptionalShortText
from storefront.clients import api
from storefront.order.payers import payer_of, split
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
from storefront.web.formats import money
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

TOO_MANY = "More came than the shopper has by this order. Please check the pieces."
TOO_MANY_RESTOCKED = "More shall go back in stock than came. Please check the pieces."
NOTHING = "Enter what came. If nothing did, deny the return."


class Row(Struct, frozen=True):
    """A line that may have come: how many pieces the shopper has, how many were announced, came, and are restocked."""

    line: OrderLine
    here: int
    announced: int
    came: int
    restocked: int


class Choice(Struct, frozen=True):
    """What came, by SKU, and what of it goes back in stock. `wrong` says why it cannot be."""

    came: dict[str, int]
    restocked: dict[str, int]
    note: str
    wrong: str = ""
    refund: int = 0

    @property
    def lines(self) -> tuple[ReceivedLine, ...]:
        """The pieces as the contract takes them: those to sell again apart from the others."""
        parts = ((sku, self.restocked.get(sku, 0), True) for sku in self.came)
        unannounced = ((sku, self.came[sku] - self.restocked.get(sku, 0), False) for sku in self.came)
        return tuple(
            ReceivedLine(sku=sku, quantity=quantity, restock=restock)
            for sku, quantity, restock in (*parts, *unannounced)
            if quantity
        )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def receive(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask what came; with an answer in the address, show what it makes; a POST takes it in."""
    order = api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    announced_return = open_return(order.returns)
    if announced_return is None or announced_return.state is not ReturnState.ACCEPTED:
        messages.warning(request, "No return of this order is on its way.")
        return SeeOther("staff:move", order_id)
    if request.method == "POST":
        return _take_in(request, order, _choice(order, request.POST))
    looked = "looked" in request.GET
    announced = _announced_pieces(order)
    choice = _choice(order, request.GET) if looked else Choice(announced, announced, "")
    context = {
        "order": order,
        "rows": _rows(order, choice),
        "choice": choice,
        "shown": looked and not choice.wrong,
        "announced": announced_return,
    }
    return render(request, "staff/order-receive.html", context, status=422 if choice.wrong else 200)


def _take_in(request: HttpRequest, order: StaffOrder, choice: Choice) -> HttpResponse:
    if choice.wrong:
        messages.error(request, choice.wrong)
        return SeeOther("staff:receive", order.id)
    body = ReceiveReturn(
        owner=order.owner,
        number=parse_int(request.POST.get("number", ""), 0, 2) or len(order.returns),
        lines=choice.lines,
        note=choice.note,
        expected_refund=parse_int(request.POST.get("refund", ""), 0, 13),  # as the page showed it, however long ago
        by=staff_name(request),
    )
    given, where = (
        money(choice.refund, order.currency),
        payer_of(split(order, choice.refund), order.currency, "the"),
    )
    attempt(
        request,
        f"Order {number(order.id)}: return received. {given} goes back to {where}.",
        lambda: api.call(RECEIVE_RETURN, request=request, path={"order_id": order.id}, body=body),
    )
    return SeeOther("staff:move", order.id)


def _choice(order: StaffOrder, typed: QueryDict) -> Choice:
    """Return what came with what it makes, or what is wrong with it."""
    here = pieces_here(order)
    came, restocked = (_pieces(typed, prefix, here) for prefix in ("came", "stock"))
    field = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False)
    note = field.clean(typed.get("note", "")[:200]) if typed.get("note", "").isprintable() else ""
    choice = Choice({sku: pieces for sku, pieces in came.items() if pieces}, restocked, note)
    if not choice.came:
        return Choice(came, restocked, note, NOTHING)
    if not fits(order, choice.came):
        return Choice(came, restocked, note, TOO_MANY)
    if any(pieces > came[sku] for sku, pieces in restocked.items()):
        return Choice(came, restocked, note, TOO_MANY_RESTOCKED)
    return Choice(choice.came, restocked, note, refund=receipt_refund(order, choice.came).total)


def _pieces(typed: QueryDict, prefix: str, here: Mapping[str, int]) -> dict[str, int]:
    return {sku: parse_int(typed.get(f"{prefix}-{sku}", ""), 0, 2) for sku in here}


def _announced_pieces(order: StaffOrder) -> dict[str, int]:
    waiting = open_return(order.returns)
    return {line.sku: line.quantity for line in waiting.lines} if waiting else {}


def _rows(order: StaffOrder, choice: Choice) -> list[Row]:
    """Return a row for each SKU that the shopper still has pieces of, the announced ones first."""
    announced, first = _announced_pieces(order), {line.sku: line for line in reversed(order.lines)}
    rows = [
        Row(first[sku], here, announced.get(sku, 0), choice.came.get(sku, 0), choice.restocked.get(sku, 0))
        for sku, here in pieces_here(order).items()
    ]
    return sorted(rows, key=lambda row: row.announced == 0)
