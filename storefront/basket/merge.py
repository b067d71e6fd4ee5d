"""What a guest had chosen goes into the shopper's basket at the login, once."""

from django.contrib import messages
from django.http import HttpRequest

from backend.contracts.basket.merging import Merge, Merged
from backend.contracts.basket.models import (
    MAX_LINES,
    Basket,
)
from backend.contracts.basket.operations import GET_GUEST_BASKET, MERGE_BASKET
from backend.contracts.promotion.models import MAX_CODES
from storefront.basket import owner, summary
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing

LATER = "What you chose before signing in is safe. It will be added to your basket as soon as that is available again."
LEFT = "Your basket is full. Order or remove something, and the rest of what you chose will be added."


def after_login(request: HttpRequest) -> None:
    """Merge the guest's basket, if there is one, and say so.

    Never raises: what did not go is tried again by the basket's pages.
    """
    guest = owner.guest_id(request)
    if not guest or not owner.shopper(request):
        return
    try:
        merged = api.call(MERGE_BASKET, request=request, body=Merge(guest_id=guest))
        is_anything_left = _is_anything_left(guest, merged.basket)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        messages.warning(request, LATER)
        return
    summary.keep(request, merged.basket)
    _report(request, merged)
    if is_anything_left:
        messages.warning(request, LEFT)
    else:
        owner.forget_guest(request)


def _is_anything_left(guest: str, merged: Basket) -> bool:
    """Tell whether the guest's basket still has lines: only if the shopper's basket is full."""
    if len(merged.lines) < MAX_LINES:
        return False
    basket = api.call(GET_GUEST_BASKET, path={"guest_id": guest})
    return bool(basket.lines)


def _report(request: HttpRequest, merged: Merged) -> None:
    if merged.moved:
        items = "item" if merged.moved == 1 else f"{merged.moved} items"
        messages.info(request, f"Your basket now holds the {items} you added before signing in.")
    if merged.codes:
        messages.info(request, f"{_name_codes(merged.codes)} you entered before signing in.")
    if merged.dropped_codes:
        dropped = " and ".join(merged.dropped_codes)
        messages.warning(request, f"A basket holds {MAX_CODES} codes at most, so {dropped} was left out.")


def _name_codes(codes: tuple[str, ...]) -> str:
    return f"Your basket kept the {'code' if len(codes) == 1 else 'codes'} {' and '.join(codes)} that"
