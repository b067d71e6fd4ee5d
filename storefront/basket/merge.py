"""What a guest had chosen goes into the shopper's basket at the login, once."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

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

LATER = gettext_lazy(
    "What you chose before signing in is safe. It will be added to your basket as soon as that is available again."
)
LEFT = gettext_lazy("Your basket is full. Order or remove something, and the rest of what you chose will be added.")


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
        messages.info(request, _describe_moved(merged.moved))
    if merged.codes:
        messages.info(request, _describe_codes(merged.codes))
    if merged.dropped_codes:
        text = gettext("A basket holds %(most)d codes at most, so %(codes)s was left out.")
        messages.warning(request, text % {"most": MAX_CODES, "codes": _join(merged.dropped_codes)})


def _describe_moved(number: int) -> str:
    return ngettext(
        "Your basket now holds the item you added before signing in.",
        "Your basket now holds the %(number)d items you added before signing in.",
        number,
    ) % {"number": number}


def _describe_codes(codes: tuple[str, ...]) -> str:
    return ngettext(
        "Your basket kept the code %(codes)s that you entered before signing in.",
        "Your basket kept the codes %(codes)s that you entered before signing in.",
        len(codes),
    ) % {"codes": _join(codes)}


def _join(codes: tuple[str, ...]) -> str:
    return pgettext("between the codes of a list", " and ").join(codes)
