"""The wish list's operations for whoever asks. Each reply is remembered for the hearts.

All raise `api.Refusal` and `api.Unavailable`.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.http import HttpRequest

from backend.contracts.operation import Body, Operation, Path, Query, Reply
from backend.contracts.recommendation.models import Reason
from backend.contracts.wish.models import AddWish, RemoveWishQuery, Wished, WishPage, WishPageQuery
from backend.contracts.wish.operations import (
    ADD_GUEST_WISH,
    ADD_WISH,
    GET_GUEST_WISHED,
    GET_WISHED,
    LIST_GUEST_WISHES,
    LIST_WISHES,
    REMOVE_GUEST_WISH,
    REMOVE_WISH,
)
from storefront.basket import owner
from storefront.clients import api
from storefront.product import recently_viewed
from storefront.web import signed_cookies
from storefront.wish import hearts
from storefront.wish.keys import WishKey

GuestPath = TypeVar("GuestPath")


def get_page(request: HttpRequest, number: int) -> WishPage:
    """Return a page of the list; a guest who never wished has an empty one, without a call."""
    page = _call(request, LIST_WISHES, LIST_GUEST_WISHES, query=WishPageQuery(page=number))
    return page or WishPage(items=(), count=0)


def refresh(request: HttpRequest, timeout: api.Timeout) -> None:
    """Ask what the list holds, and remember it."""
    _remember(request, _call(request, GET_WISHED, GET_GUEST_WISHED, timeout=timeout))


def add(request: HttpRequest, key: WishKey) -> None:
    """Add a variant. A guest's first wish makes the list."""
    if not owner.shopper(request) and not owner.guest_id(request):
        owner.new_guest(request)
    path, body = {"product_id": key.product_id}, AddWish(sku=key.sku)
    _remember(request, _call(request, ADD_WISH, ADD_GUEST_WISH, path, body=body))
    recently_viewed.record_reason(request, {key.product_id}, Reason.WISHED)


def remove(request: HttpRequest, key: WishKey) -> None:
    """Remove a variant, or all of a product."""
    path, query = {"product_id": key.product_id}, RemoveWishQuery(sku=key.sku)
    _remember(request, _call(request, REMOVE_WISH, REMOVE_GUEST_WISH, path, query=query))


def _remember(request: HttpRequest, wished: Wished | None) -> None:
    if wished is not None:
        hearts.keep(request, wished)


def _call(
    request: HttpRequest,
    for_shopper: Operation[Path, Query, Body, Reply],
    for_guest: Operation[GuestPath, Query, Body, Reply],
    path: Mapping[str, str] | None = None,
    query: Query | None = None,
    body: Body | None = None,
    timeout: api.Timeout | None = None,
) -> Reply | None:
    """Return the reply; None for a guest who has neither a basket nor a list."""
    if owner.shopper(request):
        return api.call(for_shopper, request=request, path=path, query=query, body=body, timeout=timeout)
    guest = owner.guest_id(request)
    if guest is None:
        return None
    reply = api.call(for_guest, path={"guest_id": guest, **(path or {})}, query=query, body=body, timeout=timeout)
    signed_cookies.write(request, signed_cookies.GUEST, guest)
    return reply
