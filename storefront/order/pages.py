"""What the order page shows of an order."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from backend.contracts.arrivals import can_return, open_return, pieces_here
from backend.contracts.order.late_invoices import is_confirmed
from backend.contracts.order.models import Order, number
from backend.contracts.order.states import CANCELLABLE, ReturnState, State
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.contracts.recommendation.models import Reason, Recommendation
from backend.contracts.shop import Seller, return_label
from backend.contracts.tracking import tracking_page
from storefront.order import access, order_again, parcels
from storefront.order.notices import ARRIVING, HEADINGS, PART_SENT, SETTLED, SPENT
from storefront.order.payers import next_payer
from storefront.order.polling import pace
from storefront.order.recent_orders import RecentOrder
from storefront.order.refunds import explain_refund, is_sent_back, parcel, title_returns
from storefront.order.service_notes import translate_note
from storefront.order.steps import stages
from storefront.product import recently_viewed
from storefront.web import guest_email, languages, payment_pages
from storefront.web.formats import weekday
from storefront.web.htmx import is_htmx
from storefront.web.who_sells import seller


def order_page(
    request: HttpRequest, order: Order, recent_order: RecentOrder | None, picks: Sequence[Recommendation] = ()
) -> HttpResponse:
    """Render the whole page, with what is picked for the visitor; for htmx the part that changes, or nothing while
    there is nothing new.
    """
    part = is_htmx(request)
    if part and request.GET.get("seen") == progress_mark(order):
        return HttpResponse(status=204)
    ordered = {line.product_id for line in order.lines}
    recently_viewed.record_reason(request, ordered, Reason.BOUGHT)
    context = _context(order, recent_order) | {
        "guest": bool(access.find_key(request, order.id)),
        "picks": [pick for pick in picks if pick.card.id not in ordered],
    }
    if context["guest"]:
        guest_email.keep(request, order.address.email)
    return render(request, "order/placed.html" if part else "order/page.html", context)


def progress_mark(order: Order) -> str:
    """Return what tells one look at an order from the next: how far it had come, and how soon to look again."""
    under_way = f"{len(order.parcels)}-{sum(bool(each.delivered_at) for each in order.parcels)}"
    returns = "".join(each.state[:3] for each in order.returns)
    return f"{len(order.time_line)}-{len(order.refunds)}-{under_way}-{returns}-{pace(order)}"


def _context(order: Order, recent_order: RecentOrder | None) -> dict[str, object]:
    in_parts = parcels.goes_in_parts(order)
    heading, sentence = SETTLED if order.is_settled else HEADINGS[order.state]
    to_come = parcels.still_to_come(order) if in_parts else []
    if in_parts and order.state is State.PACKED:
        heading, sentence = PART_SENT if to_come else HEADINGS[State.SENT]
    note = translate_note(order.time_line[-1].note)
    spent = order.state is State.DECLINED and order.attempt >= MAX_ATTEMPTS
    return {
        "order": order,
        "recent_order": recent_order,
        "arrival": weekday(order.promised_on) if order.promised_on and order.state in ARRIVING else "",
        "stages": stages(order, weekday(order.promised_on) if order.promised_on else ""),
        "count": sum(line.quantity for line in order.lines),
        "heading": heading,
        "sentence": SPENT if spent else explain_refund(order) or str(sentence) % {"payer": next_payer(order)},
        "returns": [parcel(order, each) for each in order.returns],
        "returns_title": title_returns(order),
        "sent_back": is_sent_back(order),
        "refunds": [each for each in order.refunds if each.amount],
        "reviewable": any(step.state is State.DELIVERED for step in order.time_line),
        "returnable": can_return(order) and bool(pieces_here(order)),
        "label": _label(order),
        "spent": spent,
        "note": note if order.state in (State.DECLINED, State.REFUSED, State.CANCELLED, State.RETURN_DENIED) else "",
        "gone": [line for line in order.lines if line.sku in order.missing],
        "pace": pace(order),
        "seen": progress_mark(order),
        "cancellable": order.state in CANCELLABLE and not order.is_settled,
        "seller": _sender(seller()),
        "tracking_page": tracking_page(order.tracking),
        "parcels": parcels.describe(order) if in_parts else [],
        "to_come": to_come,
        "invoiced": is_confirmed(order),
        **order_again.context(order),
        "confirm_at": order.action_url if payment_pages.is_provider_page(order.action_url) else None,
    }


def _label(order: Order) -> tuple[str, ...]:
    """Return the lines to write on the parcel of a return that was accepted; none where no return was."""
    waiting = open_return(order.returns)
    if waiting is None or waiting.state is not ReturnState.ACCEPTED:
        return ()
    return return_label(seller(), number(order.id), waiting.number, languages.current())


def _sender(who: Seller) -> str:
    """Return who sells, in one line for the receipt."""
    return " · ".join(
        filter(
            None,
            (who.name, *who.address, who.email, who.vat_id and gettext("VAT ID %(vat_id)s") % {"vat_id": who.vat_id}),
        )
    )
