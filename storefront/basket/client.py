"""The basket's operations for shoppers and guests alike. Each reply is remembered for the header.

All raise `api.Refusal` and `api.Unavailable`.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpRequest

from backend.contracts.basket.models import Basket, BasketLine, Change, SetLine
from backend.contracts.basket.operations import (
    CLEAR_BASKET,
    CLEAR_GUEST_BASKET,
    ENTER_CODE,
    ENTER_GUEST_CODE,
    GET_BASKET,
    GET_GUEST_BASKET,
    REMOVE_CODE,
    REMOVE_GUEST_CODE,
    REMOVE_GUEST_LINE,
    REMOVE_LINE,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.basket.paths import BasketQuery
from backend.contracts.operation import Body, Operation, Path
from backend.contracts.types import MAX_QUANTITY
from storefront.basket import owner, summary
from storefront.clients import api
from storefront.clients.outputs import currency
from storefront.web import delivery_country as countries
from storefront.web import delivery_zones, signed_cookies

GuestPath = TypeVar("GuestPath")


def get(request: HttpRequest, *, country: str | None = None, timeout: tuple[float, float] = api.TIMEOUT) -> Basket:
    """Return the basket, with delivery and tax for that country, else for the visitor's.

    A guest who never added anything has an empty one, without a call.
    """
    return _call(request, GET_BASKET, GET_GUEST_BASKET, country=country, timeout=timeout)


def add(request: HttpRequest, sku: str, quantity: int) -> tuple[Basket, int]:
    """Add pieces, up to `MAX_QUANTITY` and to the stock. Return the basket, and how many were added."""
    basket = get(request)
    return raise_to(request, basket, sku, min(quantity_of(basket, sku) + quantity, MAX_QUANTITY))


def raise_to(request: HttpRequest, basket: Basket, sku: str, quantity: int) -> tuple[Basket, int]:
    """Have at least this many pieces in the basket, as far as they are available; also return how many were added.

    `basket` is its present state. Sending it twice adds once.
    """
    before = quantity_of(basket, sku)
    if quantity <= before:
        return basket, 0
    basket = set_line(request, sku, quantity)
    there = _pieces_left(basket, sku)
    if there is None or there >= quantity:
        return basket, quantity - before
    after = max(before, there)
    return set_line(request, sku, after), after - before


def _pieces_left(basket: Basket, sku: str) -> int | None:
    """Return the pieces left for a line that wants more, or None if there are enough."""
    line = line_of(basket, sku)
    if line is None or line.change not in (Change.SHORT, Change.SOLD_OUT):
        return None
    return line.left or 0


def set_line(request: HttpRequest, sku: str, quantity: int, since: int | None = None) -> Basket:
    """Set a line's quantity; 0 removes it, and `since` puts back in its place what was removed.

    A guest's first line makes the basket.
    """
    if not owner.shopper(request) and not owner.guest_id(request):
        owner.new_guest(request)
    return _call(request, SET_LINE, SET_GUEST_LINE, {"sku": sku}, SetLine(quantity=quantity, since=since))


def remove(request: HttpRequest, sku: str) -> Basket:
    """Remove a line."""
    return _call(request, REMOVE_LINE, REMOVE_GUEST_LINE, {"sku": sku})


def clear(request: HttpRequest) -> Basket:
    """Remove all lines."""
    return _call(request, CLEAR_BASKET, CLEAR_GUEST_BASKET)


def enter_code(request: HttpRequest, code: str) -> Basket:
    """Enter a promotion's code. A guest's first one makes the basket."""
    if not owner.shopper(request) and not owner.guest_id(request):
        owner.new_guest(request)
    return _call(request, ENTER_CODE, ENTER_GUEST_CODE, {"code": code})


def remove_code(request: HttpRequest, code: str) -> Basket:
    """Remove a promotion's code."""
    return _call(request, REMOVE_CODE, REMOVE_GUEST_CODE, {"code": code})


def quantity_of(basket: Basket, sku: str) -> int:
    """Return the quantity of a SKU in the basket, 0 if it is not in it."""
    line = line_of(basket, sku)
    return line.quantity if line else 0


def line_of(basket: Basket, sku: str) -> BasketLine | None:
    """Return the line of a SKU, or None."""
    return next((line for line in basket.lines if line.sku == sku), None)


def _call(
    request: HttpRequest,
    for_shopper: Operation[Path, BasketQuery, Body, Basket],
    for_guest: Operation[GuestPath, BasketQuery, Body, Basket],
    path: Mapping[str, str] | None = None,
    body: Body | None = None,
    *,
    country: str | None = None,
    timeout: api.Timeout | None = None,
) -> Basket:
    query = BasketQuery(country=country or countries.get_country(request))
    try:
        return _ask(request, for_shopper, for_guest, path, body, query, timeout)
    except api.Refusal as refusal:
        if refusal.problem.type != "no-delivery":
            raise
    delivery_zones.ask_again()  # the basket has heard of a change before this process
    return _ask(request, for_shopper, for_guest, path, body, BasketQuery(), timeout)


def _ask(
    request: HttpRequest,
    for_shopper: Operation[Path, BasketQuery, Body, Basket],
    for_guest: Operation[GuestPath, BasketQuery, Body, Basket],
    path: Mapping[str, str] | None,
    body: Body | None,
    query: BasketQuery,
    timeout: api.Timeout | None,
) -> Basket:
    if owner.shopper(request):
        basket = api.call(for_shopper, request=request, path=path, query=query, body=body, timeout=timeout)
    elif guest := owner.guest_id(request):
        basket = api.call(for_guest, path={"guest_id": guest, **(path or {})}, query=query, body=body, timeout=timeout)
        signed_cookies.write(request, signed_cookies.GUEST, guest)
    else:
        return Basket(currency=currency(), lines=(), count=0, subtotal=0, deliveries=(), free_delivery_from=0)
    summary.keep(request, basket)
    return basket
