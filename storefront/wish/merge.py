"""What a guest wished for goes into the shopper's list at the login, once."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext

from backend.contracts.wish.models import MAX_WISHES, MergedWishes, MergeWishes
from backend.contracts.wish.operations import MERGE_WISHES
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.wish import hearts

LATER = gettext_lazy(
    "What you saved before signing in is safe. It will be on your wish list as soon as that is available again."
)
FULL = format_lazy(
    gettext_lazy("Your wish list holds {} items, which is the most. Remove some, and the rest will be added."),
    MAX_WISHES,
)


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
        text = ngettext(
            "Your wish list now has the item you saved before signing in.",
            "Your wish list now has the %(number)d items you saved before signing in.",
            merged.moved,
        )
        messages.info(request, text % {"number": merged.moved})
    if merged.left:
        messages.warning(request, FULL)
