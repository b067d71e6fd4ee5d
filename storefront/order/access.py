"""Whether this browser may see an order: a signed-in shopper by the token, a guest by a key in the session.

The session gets a key when its guest orders, opens the link of a mail, or finds the order by its number. No page, log
or form contains it.
"""

import functools
from collections.abc import Callable

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec.structs import replace

from backend.contracts.operation import Body, Empty, Operation
from backend.contracts.order.guest_models import GuestOrderPath
from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from backend.contracts.order.models import Order, OrderPath
from backend.contracts.order.operations import GET_ORDER
from backend.contracts.types import Model, OrderId, OrderKey
from storefront.account.shopper import shopper, to_sign_in
from storefront.clients import api

ENTRY = "orders.keys"
MAX_KEYS = 20
View = Callable[..., HttpResponse]


class HeldKey(Model, frozen=True, omit_defaults=True):
    """A guest's order that this session may open. `refused` is the account that may not claim it.

    `placed` is set once the order was seen: if its key opens nothing from then on, an account has claimed it.
    """

    order_id: OrderId
    key: OrderKey
    refused: str = ""
    placed: bool = False


def held_keys(request: HttpRequest) -> list[HeldKey]:
    """Return the keys of this session, oldest first; none if they cannot be read."""
    try:
        return msgspec.convert(request.session.get(ENTRY, []), list[HeldKey])
    except msgspec.ValidationError:
        return []


def keep(request: HttpRequest, held_key: HeldKey) -> None:
    """Let this session open the order; of many the latest.

    With its first key a visitor's session gets a new name, so that one planted before is worth nothing. A shopper's got
    one at the sign-in, and is known by it to “sign out everywhere”.
    """
    if not held_keys(request) and not shopper(request):
        request.session.cycle_key()
    other_keys = [each for each in held_keys(request) if each.order_id != held_key.order_id]
    request.session[ENTRY] = [msgspec.to_builtins(each) for each in (*other_keys, held_key)][-MAX_KEYS:]


def drop(request: HttpRequest, order_id: str) -> None:
    """Forget the key of an order, which no longer opens anything."""
    remaining_keys = [msgspec.to_builtins(each) for each in held_keys(request) if each.order_id != order_id]
    request.session[ENTRY] = remaining_keys


def note_placed(request: HttpRequest, order_id: str) -> None:
    """Remember that a guest's order was seen."""
    for each in held_keys(request):
        if each.order_id == order_id and not each.placed:
            keep(request, replace(each, placed=True))


def is_gone(request: HttpRequest, order_id: str) -> bool:
    """Return whether a guest's order was seen before, by a key that no longer opens anything."""
    return any(each.placed for each in held_keys(request) if each.order_id == order_id)


def find_key(request: HttpRequest, order_id: str) -> str | None:
    """Return the key of a guest's order, or None if this session has none."""
    return next((each.key for each in held_keys(request) if each.order_id == order_id), None)


def find_opening_key(request: HttpRequest, order_id: str) -> str | None:
    """Return the key by which this session sees an order; None if it has none, or an account has claimed the order.

    Whoever is signed in may have the key of an order that cannot be theirs: it has another e-mail address. Raises
    `api.Refusal` and `api.Unavailable`.
    """
    key = find_key(request, order_id)
    if key and shopper(request):
        try:
            api.call(GET_GUEST_ORDER, path={"order_key": key, "order_id": order_id})
        except api.Refusal as refusal:
            if refusal.problem.status != 404:
                raise
            return None
    return key


def call(
    request: HttpRequest,
    for_shopper: Operation[OrderPath, Empty, Body, Order],
    for_guest: Operation[GuestOrderPath, Empty, Body, Order],
    order_id: str,
    body: Body | None = None,
) -> Order:
    """Return the reply of the shopper's or the guest's operation, whichever applies. Raises `api.Refusal` and
    `api.Unavailable`."""
    if key := find_key(request, order_id):
        try:
            return api.call(for_guest, path={"order_key": key, "order_id": order_id}, body=body)
        except api.Refusal as refusal:
            if refusal.problem.status != 404 or not shopper(request):
                raise
    return api.call(for_shopper, request=request, path={"order_id": order_id}, body=body)


def get_order(request: HttpRequest, order_id: str) -> Order:
    """Return the order. Raises `api.Refusal` and `api.Unavailable`."""
    return call(request, GET_ORDER, GET_GUEST_ORDER, order_id)


def owner_required(view: View) -> View:
    """Redirect anybody who is neither signed in nor has the order's key to sign in and back, as `login_required`
    does."""

    @functools.wraps(view)
    def check_owner(request: HttpRequest, order_id: str, **named: str) -> HttpResponse:
        if shopper(request) or find_key(request, order_id):
            return view(request, order_id, **named)
        return to_sign_in(request)

    return check_owner
