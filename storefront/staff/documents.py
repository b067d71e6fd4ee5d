"""Invoices and credit notes of anybody's order, for staff."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.contracts.invoice.operations import GET_STAFF_DOCUMENT, LIST_STAFF_DOCUMENTS
from backend.contracts.order.operations import GET_STAFF_ORDER
from storefront.clients import api
from storefront.order.documents import DRAWING_TIMEOUT, pdf_response
from storefront.staff.decorators import staff_only
from storefront.web.redirect import SeeOther

NONE = "This order has no invoice: it is not paid yet, or is from before there were invoices here."


@require_safe
@staff_only
def list_documents(request: HttpRequest, order_id: str) -> HttpResponse:
    """List the order's documents."""
    order = api.call(GET_STAFF_ORDER, request=request, path={"order_id": order_id})
    documents = api.call(LIST_STAFF_DOCUMENTS, request=request, path={"order_id": order_id}).items
    back = reverse("staff:move", args=[order_id])
    if not documents:
        messages.info(request, NONE)
        return SeeOther(back)
    context = {"order": order, "documents": documents, "document_view": "staff:document", "back": back}
    return render(request, "order/documents.html", context)


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
