"""Guests' orders of this session are claimed by the account that signs in, if its confirmed address is theirs."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from msgspec.structs import replace

from backend.contracts.order.guest_models import ClaimOrder
from backend.contracts.order.guest_operations import CLAIM_ORDER
from backend.contracts.order.models import number
from storefront.basket import owner
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.order import access, recent_orders
from storefront.order.access import HeldKey


def claim_held(request: HttpRequest) -> None:
    """Claim each order whose key this session has, and say so. Never raises: the order's pages retry what failed.

    The service decides, by the account's own address.
    """
    signed_in = owner.shopper(request)
    if not signed_in:
        return
    for held_key in access.held_keys(request):
        if held_key.refused != signed_in.sub:
            _claim(request, held_key, signed_in.sub)


def claim_after_sign_in(request: HttpRequest, **_: object) -> None:
    """Receive the signal of a sign-in."""
    claim_held(request)


def _claim(request: HttpRequest, held_key: HeldKey, sub: str) -> None:
    body = ClaimOrder(order_key=held_key.key)
    try:
        api.call(CLAIM_ORDER, request=request, path={"order_id": held_key.order_id}, body=body)
    except api.Refusal as refusal:
        _keep_or_drop(request, held_key, sub, refusal.problem.status)
    except (api.Unavailable, OutputsMissing):
        return
    else:
        access.drop(request, held_key.order_id)
        text = gettext("Order %(number)s is in your account now.")
        messages.success(request, text % {"number": number(held_key.order_id)})


def _keep_or_drop(request: HttpRequest, held_key: HeldKey, sub: str, status: int) -> None:
    """Keep the key of another address's order, and of one that may not have been placed yet."""
    recent_order = recent_orders.by_id(request, held_key.order_id)
    if status == 403:
        access.keep(request, replace(held_key, refused=sub))
    elif status == 404 and not (recent_order and recent_order.new):
        access.drop(request, held_key.order_id)
