"""What a guest had chosen goes into the shopper's basket at the login, once."""

from django.contrib import messages
from django.http import HttpRequest

from backend.contracts.basket import MERGE_BASKET, Merge, Merged
from storefront import api
from storefront.basket import owner, summary
from storefront.outputs import Missing


def after_login(request: HttpRequest) -> None:
    """Merge the guest's basket, if there is one, and say so. Never raises.

    While the service does not answer, the guest's cookie stays and the basket's pages call this again.
    """
    guest = owner.guest_id(request)
    if not guest or not owner.shopper(request):
        return
    try:
        merged: Merged = api.call(MERGE_BASKET, request=request, body=Merge(guest_id=guest))
    except (api.Unavailable, Missing):
        return
    except api.Refusal as refusal:
        _refused(request, refusal)
    else:
        summary.keep(request, merged.basket)
        _tell(request, merged.moved)
    owner.forget_guest(request)


def _tell(request: HttpRequest, moved: int) -> None:
    if moved == 1:
        messages.success(request, "We put the thing you had chosen into your basket.")
    elif moved:
        messages.success(request, f"We put the {moved} things you had chosen into your basket.")


def _refused(request: HttpRequest, refusal: api.Refusal) -> None:
    summary.forget(request)
    if refusal.problem.status == 409:
        messages.warning(request, "What you had chosen before signing in no longer fits into your basket: " + refusal.problem.title + ".")
