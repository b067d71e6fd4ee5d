"""The basket's HTTP handler. A shopper's and a guest's basket differ only in who owns them."""

from typing import Any

from backend.basket import service
from backend.contracts.basket import (
    CHECK_OUT,
    CLEAR_BASKET,
    CLEAR_GUEST_BASKET,
    GET_BASKET,
    GET_GUEST_BASKET,
    MERGE_BASKET,
    REMOVE_GUEST_LINE,
    REMOVE_LINE,
    SET_GUEST_LINE,
    SET_LINE,
    Basket,
    CheckedOut,
    Merged,
    Owner,
)
from backend.shared.http import Request, http_handler


def _owner(request: Request[Any, Any, Any]) -> str:
    """Whose basket it is, by the token or by the id that only the guest knows: a key, not a check that could be forgotten."""
    return f"{Owner.SHOPPER}#{request.shopper}" if request.shopper else f"{Owner.GUEST}#{request.path.guest_id}"


def _get(request: Request[Any, Any, Any]) -> Basket:
    return service.get(_owner(request), request.query.country)


def _set_line(request: Request[Any, Any, Any]) -> Basket:
    return service.set_line(_owner(request), request.path.sku, request.body.quantity, request.query.country, request.body.since)


def _remove_line(request: Request[Any, Any, Any]) -> Basket:
    return service.remove_line(_owner(request), request.path.sku, request.query.country)


def _clear(request: Request[Any, Any, Any]) -> Basket:
    return service.clear(_owner(request), request.query.country)


def _merge(request: Request[Any, Any, Any]) -> Merged:
    return service.merge(_owner(request), f"{Owner.GUEST}#{request.body.guest_id}")


def _check_out(request: Request[Any, Any, Any]) -> CheckedOut:
    return service.check_out(_owner(request), request.body)


handler = http_handler({
    GET_BASKET: _get,
    SET_LINE: _set_line,
    REMOVE_LINE: _remove_line,
    CLEAR_BASKET: _clear,
    MERGE_BASKET: _merge,
    CHECK_OUT: _check_out,
    GET_GUEST_BASKET: _get,
    SET_GUEST_LINE: _set_line,
    REMOVE_GUEST_LINE: _remove_line,
    CLEAR_GUEST_BASKET: _clear,
})  # fmt: skip
