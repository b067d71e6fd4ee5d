"""Invoices and credit notes of anybody's order, for staff."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.invoice.operations import GET_STAFF_DOCUMENT, LIST_STAFF_DOCUMENTS
from backend.contracts.order import late_invoices
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import GET_STAFF_ORDER, REQUEST_INVOICE
from storefront.clients import api
from storefront.order.documents import DRAWING_TIMEOUT, pdf_response
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.web.redirect import SeeOther

NONE = "This order has no invoice: it is not paid yet, or is from before there were invoices here."


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def list_documents(request: HttpRequest, order_id: str) -> HttpResponse:
    """List the order's documents; a POST has its invoice issued, where it is from before there were any."""
    order = api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    if request.method == "POST":
        return _request_invoice(request, order)
    documents = api.call(LIST_STAFF_DOCUMENTS, request=request, path={"order_id": order_id}).items
    back = reverse("staff:move", args=[order_id])
    if not documents:
        return _explain_none(request, order)
    context = {"order": order, "documents": documents, "document_view": "staff:document", "back": back}
    return render(request, "order/documents.html", context)


def _request_invoice(request: HttpRequest, order: StaffOrder) -> HttpResponse:
    body = {"owner": order.owner, "by": staff_name(request)}
    attempt(
        request,
        "The invoice is issued within a minute.",
        lambda: api.call(REQUEST_INVOICE, request=request, path={"order_id": order.id}, body=body),
    )
    return SeeOther("staff:move", order.id)


def _explain_none(request: HttpRequest, order: StaffOrder) -> HttpResponse:
    """Say why there is no invoice, or offer to issue it to whoever may."""
    reason = late_invoices.why_none(order)
    if reason is None and may(request, REQUEST_INVOICE):
        return render(request, "staff/order-no-invoice.html", {"order": order})
    not_here = reason not in (None, late_invoices.NOT_CONFIRMED)
    messages.info(request, f"{NONE} None can be issued here, as {reason}." if not_here else NONE)
    return SeeOther("staff:move", order.id)


@require_safe
@staff_only
def show_document(request: HttpRequest, order_id: str, number: str) -> HttpResponse:
    """Show one document as PDF."""
    path = {"order_id": order_id, "number": number}
    try:
        document = api.call(GET_STAFF_DOCUMENT, request=request, path=path, timeout=DRAWING_TIMEOUT)
    except api.Refusal as refusal:
        if refusal.problem.status not in (400, 404):
            raise
        raise Http404 from None
    return pdf_response(document)
