"""Stock by SKU, and who holds it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.inventory import LIST_HOLDS, LIST_STOCK, SET_STOCK, HoldPage, SetStock, StockPage
from backend.contracts.operation import Operation
from backend.contracts.words import PageQuery
from storefront import api
from storefront.redirect import SeeOther
from storefront.staff.forms import StockForm
from storefront.staff.guard import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """What can be bought, is held and is sold. A number is set on what was seen: who was overtaken sees the present one first."""
    form = StockForm(request.POST) if request.method == "POST" else None
    wrong = ""
    if form is not None:
        wrong = _set(request, form) if form.is_valid() else " ".join(str(error) for errors in form.errors.values() for error in errors)
        if not wrong:
            return SeeOther(_address(request.GET.get("after", ""), form.cleaned_data["sku"]))
    page: StockPage | None = _page(request, LIST_STOCK)
    if page is None:
        return SeeOther("staff:stock")
    typed = {"sku": request.POST.get("sku", ""), "available": request.POST.get("available", ""), "wrong": wrong}
    status = 409 if form is not None and form.is_valid() else 422 if form is not None else 200
    return render(request, "staff/stock.html", {"page": page, "typed": typed, "later": request.GET.get("after")}, status=status)


def _set(request: HttpRequest, form: StockForm) -> str:
    """Sets the number; else says why it could not be set."""
    asked = form.cleaned_data
    body = SetStock(available=asked["available"], version=asked["version"])
    try:
        api.call(SET_STOCK, request=request, path={"sku": asked["sku"]}, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        return "It has changed meanwhile: look at the present number, and save again if yours is still right."
    messages.success(request, f"{asked['sku']}: {asked['available']} can be bought.")
    return ""


@require_safe
@staff_only
def holds(request: HttpRequest) -> HttpResponse:
    """Pieces that orders hold until they are paid or refused, oldest first."""
    page: HoldPage | None = _page(request, LIST_HOLDS)
    if page is None:
        return SeeOther("staff:holds")
    return render(request, "staff/holds.html", {"page": page, "later": request.GET.get("after")})


def _page(request: HttpRequest, operation: Operation) -> Any:
    """A page of a list; None for a cursor that is not ours."""
    cursor = request.GET.get("after") or None
    try:
        return api.call(operation, request=request, query=PageQuery(cursor=cursor))
    except api.Refusal as refusal:
        if cursor is None or refusal.problem.status in (401, 403):
            raise
        return None


def _address(after: str, sku: str) -> str:
    return reverse("staff:stock") + (f"?{urlencode({'after': after})}" if after else "") + f"#{sku}"
