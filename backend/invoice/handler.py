"""The invoice service's HTTP handler."""

from backend.contracts import guest_keys
from backend.contracts.basket.models import Owner
from backend.contracts.invoice.models import Document, DocumentList, DocumentPath, GuestDocumentPath
from backend.contracts.invoice.operations import (
    DRAW_PACKING_SLIPS,
    GET_DOCUMENT,
    GET_GUEST_DOCUMENT,
    GET_STAFF_DOCUMENT,
    LIST_DOCUMENTS,
    LIST_GUEST_DOCUMENTS,
    LIST_STAFF_DOCUMENTS,
)
from backend.contracts.invoice.packing_slips import DrawPackingSlips, PackingSlipFile
from backend.contracts.operation import Body, Empty, Path, Query
from backend.contracts.order.guest_models import GuestOrderPath
from backend.contracts.order.models import OrderPath
from backend.invoice import service
from backend.shared import clock
from backend.shared.http import Request, http_handler, route


def _owner(request: Request[Path, Query, Body]) -> str:
    return f"{Owner.SHOPPER}#{request.shopper}"


def _list(request: Request[OrderPath, Empty, Empty]) -> DocumentList:
    return service.list_documents(request.path.order_id, _owner(request))


def _get(request: Request[DocumentPath, Empty, Empty]) -> Document:
    return service.get_document(request.path.order_id, request.path.number, _owner(request))


def _guest_list(request: Request[GuestOrderPath, Empty, Empty]) -> DocumentList:
    return service.list_documents(request.path.order_id, guest_keys.owner(request.path.order_key))


def _guest_get(request: Request[GuestDocumentPath, Empty, Empty]) -> Document:
    path = request.path
    return service.get_document(path.order_id, path.number, guest_keys.owner(path.order_key))


def _staff_list(request: Request[OrderPath, Empty, Empty]) -> DocumentList:
    return service.list_documents(request.path.order_id, None)


def _staff_get(request: Request[DocumentPath, Empty, Empty]) -> Document:
    return service.get_document(request.path.order_id, request.path.number, None)


def _draw_slips(request: Request[Empty, Empty, DrawPackingSlips]) -> PackingSlipFile:
    from backend.invoice import packing_slips

    return PackingSlipFile(pdf=packing_slips.draw_slips(request.body.slips, clock.now()))


handler = http_handler(
    route(LIST_DOCUMENTS, _list),
    route(GET_DOCUMENT, _get),
    route(LIST_GUEST_DOCUMENTS, _guest_list),
    route(GET_GUEST_DOCUMENT, _guest_get),
    route(LIST_STAFF_DOCUMENTS, _staff_list),
    route(GET_STAFF_DOCUMENT, _staff_get),
    route(DRAW_PACKING_SLIPS, _draw_slips),
)
