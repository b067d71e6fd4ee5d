"""Invoices and credit notes as PDF, for whoever may see the order."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.invoice.models import Document
from backend.contracts.invoice.operations import (
    GET_DOCUMENT,
    GET_GUEST_DOCUMENT,
    LIST_DOCUMENTS,
    LIST_GUEST_DOCUMENTS,
)
from backend.contracts.operation import Body, Operation, Path, Query, Reply
from backend.contracts.order.models import Order
from backend.contracts.order.states import State
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required
from storefront.web.redirect import SeeOther

GuestPath = TypeVar("GuestPath")

DRAWING_TIMEOUT: api.Timeout = (1.0, 15.0)
"""A function that has not drawn for a while has to load first."""
NOT_YET = gettext_lazy("The invoice is not written yet. Please look again in a minute.")
NOT_HERE = gettext_lazy("There is no invoice for this order here. Write to us, and we send you one.")
"""Of an order from before the shop wrote invoices itself, or whose events did not tell what was bought."""
LATEST = timedelta(days=1)
"""How long after the confirmation an invoice may still be on its way: events are tried again for less."""


@require_safe
@never_cache
@owner_required
def list_documents(request: HttpRequest, order_id: str) -> HttpResponse:
    """List the order's documents; redirect to the invoice if it is the only one."""
    order = access.get_order(request, order_id)
    documents = _call(request, LIST_DOCUMENTS, LIST_GUEST_DOCUMENTS, {"order_id": order_id}).items
    if not documents:
        messages.info(request, NOT_HERE if _is_late(order) else NOT_YET)
        return SeeOther("order:show", order_id)
    if len(documents) == 1:
        return SeeOther("order:document", order_id, documents[0].number)
    return render(
        request,
        "order/documents.html",
        {"order": order, "documents": documents, "back": reverse("order:show", args=[order_id])},
    )


@require_safe
@never_cache
def show_document(request: HttpRequest, order_id: str, number: str) -> HttpResponse:
    """Show one document as PDF."""
    return owner_required(lambda request, order_id: _download(request, order_id, number))(request, order_id)


def _download(request: HttpRequest, order_id: str, number: str) -> HttpResponse:
    path = {"order_id": order_id, "number": number}
    return pdf_response(_call(request, GET_DOCUMENT, GET_GUEST_DOCUMENT, path, timeout=DRAWING_TIMEOUT))


def _call(
    request: HttpRequest,
    for_shopper: Operation[Path, Query, Body, Reply],
    for_guest: Operation[GuestPath, Query, Body, Reply],
    path: dict[str, str],
    timeout: api.Timeout | None = None,
) -> Reply:
    """Return the reply of the shopper's or the guest's operation, as `access.call` does for orders.

    Raises Http404 for a document that does not exist, or belongs to somebody else.
    """
    try:
        if key := access.find_opening_key(request, path["order_id"]):
            return api.call(for_guest, path={"order_key": key, **path}, timeout=timeout)
        return api.call(for_shopper, request=request, path=path, timeout=timeout)
    except api.Refusal as refusal:
        if refusal.problem.status not in (400, 404):
            raise
        raise Http404 from None


def pdf_response(document: Document) -> HttpResponse:
    """Return the file, to be shown by the browser under its own name."""
    headers = {"Content-Disposition": f'inline; filename="{document.number}.pdf"'}
    return HttpResponse(document.pdf, content_type="application/pdf", headers=headers)


def _is_late(order: Order) -> bool:
    """Return whether the order was confirmed so long ago that its invoice would be there."""
    confirmed = next((step for step in order.time_line if step.state is State.CONFIRMED), None)
    return confirmed is not None and datetime.now(UTC) - datetime.fromisoformat(confirmed.at) > LATEST
