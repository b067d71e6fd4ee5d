"""Staff issue a refund: they choose pieces or an amount, preview the total, and confirm."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from backend.contracts import returns
from backend.contracts.arrivals import as_promised
from backend.contracts.basket.models import OrderLine
from backend.contracts.currencies import digits
from backend.contracts.order.models import ReturnLine, StaffOrder, number
from backend.contracts.order.operations import GET_STAFF_ORDER, REFUND_ORDER
from backend.contracts.order.staff import REFUNDABLE, RefundOrder
from backend.contracts.order.states import CANCELLABLE
from backend.contracts.types import ShortText
from storefront.clients import api
from storefront.order.payers import payer_of, split
from storefront.search.price_input import sample_price, without_signs
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import NO_REASON, explain
from storefront.staff.order_page import staff_name
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
from storefront.web.formats import money
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther


class Row(Struct, frozen=True):
    """A line whose pieces can be refunded: how many are left, and how many were chosen."""

    line: OrderLine
    left: int
    chosen: int


class Choice(Struct, frozen=True):
    """What shall be refunded; `amount` and `total` are in the minor unit. `wrong` says why it cannot be."""

    lines: dict[str, int]
    amount: int | None
    reason: str
    wrong: str = ""
    total: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def refund(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask what to refund and why; with a query, preview the total; a POST issues the refund."""
    order = as_promised(api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id}))
    if order.state not in REFUNDABLE or order.is_of_vouchers or not returns.unrefunded_amount(order):
        messages.warning(request, "Nothing on this order can be refunded at the moment.")
        return SeeOther("staff:move", order_id)
    if request.method == "POST":
        return _issue(request, order, _choice(order, request.POST))
    looked = "reason" in request.GET
    choice = _choice(order, request.GET) if looked else Choice({}, None, "")
    context = {
        "order": order,
        "rows": _rows(order, choice),
        "choice": choice,
        "shown": looked and not choice.wrong,
        "left": returns.unrefunded_amount(order),
        "sample": sample_price(order.currency),
        "typed": request.GET.get("amount", ""),
        "next": len(order.returns) + 1,
    }
    return render(request, "staff/order-refund.html", context, status=422 if choice.wrong else 200)


def _issue(request: HttpRequest, order: StaffOrder, choice: Choice) -> HttpResponse:
    body = RefundOrder(
        owner=order.owner,
        number=parse_int(request.POST.get("number", ""), 0, 2) or len(order.returns) + 1,
        reason=choice.reason or "–",
        lines=tuple(ReturnLine(sku=sku, quantity=quantity) for sku, quantity in choice.lines.items()),
        amount=choice.amount,
        expected_refund=choice.total,
        by=staff_name(request),
    )
    if choice.wrong:
        messages.error(request, choice.wrong)
        return SeeOther("staff:refund", order.id)
    try:
        api.call(REFUND_ORDER, request=request, path={"order_id": order.id}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        messages.error(request, explain(refusal.problem))
    else:
        given = money(choice.total, order.currency)
        where = payer_of(split(order, choice.total), order.currency, "the")
        messages.success(
            request,
            f"Order {number(order.id)}: {given} goes back to {where}. The shopper gets an e-mail.",
        )
    return SeeOther("staff:move", order.id)


def _choice(order: StaffOrder, typed: QueryDict) -> Choice:
    """Return what was chosen with what it makes, or what is wrong with it."""
    lines = {
        sku: quantity
        for sku in returns.returnable_pieces(order)
        if (quantity := parse_int(typed.get(f"pieces-{sku}", "").strip(), 0, 2))
    }
    amount = _minor(typed.get("amount", ""), order.currency)
    reason, wrong = _reason(typed.get("reason", ""))
    total = 0
    if lines and amount is not None:
        wrong = "Choose pieces or type an amount, not both."
    elif lines and not returns.fits(order, lines):
        wrong = "So many pieces are not left."
    elif lines:
        total = returns.refund(order, lines).total
    elif amount is None:
        wrong = f"Choose pieces, or type an amount such as {sample_price(order.currency)}."
    elif not 0 < amount <= returns.unrefunded_amount(order):
        wrong = f"At most {money(returns.unrefunded_amount(order), order.currency)} can be refunded."
    else:
        total = amount
    if not wrong and order.state in CANCELLABLE and total == returns.unrefunded_amount(order):
        wrong = "All of it would go back. Cancel the order instead: that restocks it, too."
    return Choice(lines, amount, reason, wrong, total)


def _reason(typed: str) -> tuple[str, str]:
    field = ContractCharField(ShortText, UNREADABLE_TEXT, error_messages={"required": NO_REASON})
    try:
        return field.clean(typed), ""
    except ValidationError as error:
        return "", " ".join(error.messages)


def _minor(typed: str, currency: str) -> int | None:
    """Return an amount in minor units, with a point or a comma; -1 for what is no amount, None for nothing."""
    text = without_signs(typed, currency).replace(",", ".")
    if not text:
        return None
    try:
        units = Decimal(text).scaleb(digits(currency))
    except InvalidOperation:
        return -1
    return int(units) if units.is_finite() and units == units.to_integral_value() and abs(units) < 10**13 else -1


def _rows(order: StaffOrder, choice: Choice) -> list[Row]:
    """Return a row for each SKU that pieces are left of."""
    returnable = returns.returnable_pieces(order)
    first = {line.sku: line for line in reversed(order.lines)}
    return [Row(first[sku], quantity, choice.lines.get(sku, 0)) for sku, quantity in returnable.items()]
