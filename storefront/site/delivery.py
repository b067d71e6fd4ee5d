"""The page about delivery: prices, days and countries of the zones that baskets are priced with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.basket.models import EUROPE
from backend.contracts.delivery.models import Zone
from backend.contracts.delivery.zones import in_currency
from storefront.clients.outputs import currency
from storefront.web import delivery_country, delivery_zones
from storefront.web.caching import shareable
from storefront.web.countries import choices

EUROPE_CODES = frozenset(EUROPE)


@require_safe
@shareable
def page(request: HttpRequest) -> HttpResponse:
    """Render what delivery to the visitor's country costs and when it arrives, and the same for all other countries."""
    code = delivery_country.get_country(request)
    zones = in_currency(delivery_zones.current(), currency())
    context = {
        "country": code,
        "currency": currency(),
        "ways": delivery_zones.ways_to(code).items(),
        "zones": [_zone(zone) for zone in zones.zones],
        "beyond_europe": not EUROPE_CODES.issuperset(zones.countries),
    }
    return render(request, "pages/delivery.html", context)


def _zone(zone: Zone) -> dict[str, object]:
    return {"names": [name for code, name in choices() if code in zone.countries], "ways": zone.ways.items()}
