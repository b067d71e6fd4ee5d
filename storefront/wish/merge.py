"""What a guest wished for goes into the shopper's list at the login, once."""

from django.contrib import messages
from django.http import HttpRequest

from backend.contracts.wish.models import MAX_WISHES, MergedWishes, MergeWishes
from backend.contracts.wish.operations import MERGE_WISHES
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.wish import hearts

LATER = "What you saved before signing in is safe. It will be on your wish list as soon as that is available again."
FULL = f"Your wish list holds {MAX_WISHES} items, which is the most. Remove some, and the rest will be added."


def after_login(request: HttpRequest) -> None:
    """Merge the guest's list, if there is one, and say so.

    Never raises: what did not go is tried again by the list's own page.
    """
    guest = hearts.unmerged_guest(request)
    if not guest:
        return
    try:
        merged = api.call(MERGE_WISHES, request=request, body=MergeWishes(guest_id=guest))
    except (api.Unavailable, api.Refusal, OutputsMissing):
        hearts.set_unmerged(request, guest)
        messages.warning(request, LATER)
        return
    hearts.keep(request, merged.wished)
    hearts.set_unmerged(request, guest if merged.left else None)
    _tell(request, merged)


def _tell(request: HttpRequest, merged: MergedWishes) -> None:
    if merged.moved:
        items = "the item" if merged.moved == 1 else f"the {merged.moved} items"
        messages.info(request, f"Your wish list now has {items} you saved before signing in.")
    if merged.left:
        messages.warning(request, FULL)
