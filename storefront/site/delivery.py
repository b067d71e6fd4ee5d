"""The page about delivery: prices, days and countries from the one table that the basket reckons with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.delivery import FAR, NEAR, WAYS, Ways, ways
from storefront.clients.outputs import currency
from storefront.web import delivery_country
from storefront.web.caching import shareable
from storefront.web.countries import choices


@require_safe
@shareable
def page(request: HttpRequest) -> HttpResponse:
    """Render what it costs to the visitor's country and when it arrives there, and what to all others."""
    code = delivery_country.get_country(request)
    context = {
        "country": code,
        "currency": currency(),
        "ways": ways(code, currency()).items(),
        "zones": [_zone(NEAR), _zone(FAR)],
    }
    return render(request, "pages/delivery.html", context)


def _zone(zone: Ways) -> dict[str, object]:
    names = {code: name for code, name in choices() if WAYS[code] is zone}
    return {"names": list(names.values()), "ways": ways(next(iter(names)), currency()).items()}
