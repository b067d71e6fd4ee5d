"""The way back from the bank's question: its address has no language, so one goes on in that in which one paid."""

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
    """Redirect whoever comes from the bank to the page in the language in which this session gave its card."""

    @wraps(view)
    def redirect_from_bank(request: HttpRequest, order_id: str) -> HttpResponse:
        if BACK_FROM_BANK not in request.GET:
            return view(request, order_id)
        versions = languages.versions(request.path)
        return SeeOther(versions.get(card_visits.language(request) or "", request.path))

    return redirect_from_bank
