"""Packing slips of many orders as one PDF: what their page shows, for a printer or the shelf."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.contracts.addresses import address_lines
from backend.contracts.basket.models import Address, OrderLine
from backend.contracts.invoice.operations import DRAW_PACKING_SLIPS
from backend.contracts.invoice.packing_slips import DrawPackingSlips, PackingSlip, SlipLine
from backend.contracts.order.models import number
from storefront.basket.templatetags.basket import way
from storefront.clients import api
from storefront.order.documents import DRAWING_TIMEOUT
from storefront.staff import slip_choice
from storefront.staff.decorators import staff_only
from storefront.staff.slip_choice import Slip
from storefront.web import countries
from storefront.web.formats import day, weekday
from storefront.web.redirect import SeeOther

TOO_MUCH = "These slips are too long for one PDF. Choose fewer orders, or print the page."


@require_safe
@staff_only
def download(request: HttpRequest) -> HttpResponse:
    """Send the chosen orders' slips as a file; where there are none, lead to the page that says why."""
    order_ids = slip_choice.chosen_ids(request.GET)
    if refusal := slip_choice.refuse_choice(request, order_ids):
        return refusal
    parcel = slip_choice.parcel_of(request)
    slips = slip_choice.build_slips(slip_choice.load_orders(request, order_ids), parcel)
    page = slip_choice.address("staff:slips", order_ids, parcel)
    return _draw(request, slips, page) if slips else SeeOther(page)


def _draw(request: HttpRequest, slips: Iterable[Slip], page: str) -> HttpResponse:
    body = DrawPackingSlips(slips=tuple(map(_to_print, slips)))
    try:
        file = api.call(DRAW_PACKING_SLIPS, request=request, body=body, timeout=DRAWING_TIMEOUT)
    except api.Refusal as refusal:
        if refusal.problem.status != 413:
            raise
        messages.warning(request, TOO_MUCH)
        return SeeOther(page)
    headers = {"Content-Disposition": 'attachment; filename="packing-slips.pdf"'}
    return HttpResponse(file.pdf, content_type="application/pdf", headers=headers)


def _to_print(slip: Slip) -> PackingSlip:
    order = slip.order
    promised = (f"Promised for {weekday(order.promised_on)}",) if order.promised_on else ()
    return PackingSlip(
        number=number(order.id),
        way=way(order.delivery),
        facts=(f"Placed {day(order.placed_at)}", *filter(None, (slip.part,)), *promised),
        address=_address(order.address),
        lines=tuple(_line(quantity, line) for quantity, line in slip.lines),
    )


def _address(address: Address) -> tuple[str, ...]:
    """Return the lines as the page has them."""
    vat_id = f"VAT ID {address.vat_id}" if address.vat_id else ""
    return tuple(filter(None, (*address_lines(address), countries.name(address.country), address.phone, vat_id)))


def _line(quantity: int, line: OrderLine) -> SlipLine:
    note = f"on back order, leaves from {weekday(line.back_on)}" if line.back_on else ""
    return SlipLine(quantity=quantity, title=line.title, sku=line.sku, values=line.values, note=note)
