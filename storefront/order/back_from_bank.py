"""The return from the bank's confirmation: its address has no language, so the page is in that of the payment."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from backend.contracts.payment.models import BACK_FROM_BANK
from storefront.order import card_visits
from storefront.web import languages
from storefront.web.redirect import SeeOther


def in_language_of_payment(
    view: Callable[[HttpRequest, str], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Redirect a shopper who returns from the bank to the page in the language in which this session entered its
    card."""

    @wraps(view)
    def redirect_from_bank(request: HttpRequest, order_id: str) -> HttpResponse:
        if BACK_FROM_BANK not in request.GET:
            return view(request, order_id)
        versions = languages.versions(request.path)
        return SeeOther(versions.get(card_visits.language(request) or "", request.path))

    return redirect_from_bank
