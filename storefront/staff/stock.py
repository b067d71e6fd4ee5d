"""Stock by SKU, and who holds it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.inventory.models import MAX_PIECES, BackOrder, SetStock, Stock, StockPage, StockPageQuery
from backend.contracts.inventory.operations import LIST_HOLDS, LIST_STOCK, SET_STOCK
from backend.contracts.operation import Empty, Operation, Reply
from backend.contracts.types import PageQuery
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.pagination import PageQueryT
from storefront.staff.stock_forms import FindStockForm, StockForm
from storefront.web.fields import form_errors
from storefront.web.formats import weekday
from storefront.web.redirect import SeeOther

STOCK_CHANGED = (
    "The stock has changed since you loaded this page. Check the current number, "
    "and save again if yours is still right."
)
MAX_PREFIX_LENGTH = 64  # letters of what was asked for that are said again


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Show what can be bought, is held and is sold.

    A number is set on what was seen: who was overtaken sees the present one first.
    """
    form = StockForm(request.POST) if request.method == "POST" else None
    wrong = ""
    if form is not None:
        wrong = _set(request, form) if form.is_valid() else form_errors(form)
        if not wrong:
            return SeeOther(_address(request, form.cleaned_data["sku"]))
    search_text, page = _find(request)
    if page is None:
        return SeeOther("staff:stock")
    fields = ("sku", "available", "back_on", "back_pieces")
    typed = {name: request.POST.get(name, "") for name in fields} | {"wrong": wrong}
    status = 409 if form is not None and form.is_valid() else 422 if form is not None else 200
    context = {"page": page, "typed": typed, "search_text": search_text, "later": request.GET.get("after")}
    return render(request, "staff/stock.html", context, status=status)


def _find(request: HttpRequest) -> tuple[str, StockPage | None]:
    """How the SKUs asked for begin, and a page of them. Most are in capitals, and nobody types them so."""
    form = FindStockForm(request.GET)
    if not form.is_valid():
        return request.GET["q"][:MAX_PREFIX_LENGTH], StockPage(items=(), next=None)
    search_text = form.cleaned_data["q"]
    for prefix in dict.fromkeys((search_text, search_text.upper())):
        page = _page(request, LIST_STOCK, StockPageQuery(cursor=_cursor(request), prefix=prefix))
        if page is not None and page.items:
            return prefix, page
    return search_text, page


def _set(request: HttpRequest, form: StockForm) -> str:
    """Set the number. Return why it could not be set; empty if it was."""
    sku, version, amount = (form.cleaned_data[name] for name in ("sku", "version", "available"))
    before = _present(request, sku)
    if before is None or before.version != version:
        return STOCK_CHANGED
    pieces, back = amount.on(before.available), form.back_order(before.back_order)
    if before.available <= pieces < -(back.pieces if back else 0):
        return f"{-pieces} are owed: a back order has to allow as many, until they have come."
    if not -(back.pieces if back else 0) <= pieces <= MAX_PIECES:
        return f"There are {before.available}; that would make {pieces}."
    try:
        body = SetStock(available=pieces, version=version, back_order=back)
        api.call(SET_STOCK, request=request, path={"sku": sku}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        return STOCK_CHANGED
    messages.success(request, f"{sku}: {pieces} available, {before.available} before.{_ahead(pieces, back)}")
    return ""


def _ahead(pieces: int, back: BackOrder | None) -> str:
    """Return what can be ordered ahead from now on, in a sentence."""
    if back is None:
        return ""
    if back.on <= localdate().isoformat():
        return " Its back order is over: nothing more can be ordered ahead until you enter a later day."
    more = max(back.pieces + min(pieces, 0), 0)
    return f" Up to {more} more can be ordered; they leave from {weekday(back.on)}."


def _present(request: HttpRequest, sku: str) -> Stock | None:
    """Return the SKU's present stock, or None if there is no such SKU."""
    page = api.call(LIST_STOCK, request=request, query=StockPageQuery(prefix=sku, limit=1))
    return next((stock for stock in page.items if stock.sku == sku), None)


@require_safe
@staff_only
def holds(request: HttpRequest) -> HttpResponse:
    """Pieces that orders hold until they are paid or refused, oldest first."""
    page = _page(request, LIST_HOLDS, PageQuery(cursor=_cursor(request)))
    if page is None:
        return SeeOther("staff:holds")
    return render(request, "staff/holds.html", {"page": page, "later": request.GET.get("after")})


def _cursor(request: HttpRequest) -> str | None:
    return request.GET.get("after") or None


def _page(
    request: HttpRequest, operation: Operation[Empty, PageQueryT, Empty, Reply], query: PageQueryT
) -> Reply | None:
    """Return a page of a list; None for a cursor that is not ours."""
    try:
        return api.call(operation, request=request, query=query)
    except api.Refusal as refusal:
        if query.cursor is None or refusal.problem.status in (401, 403):
            raise
        return None


def _address(request: HttpRequest, sku: str) -> str:
    """Return the same page of the list, at this SKU."""
    query = urlencode({name: request.GET[name] for name in ("q", "after") if request.GET.get(name)})
    return reverse("staff:stock") + (f"?{query}" if query else "") + f"#{sku}"
