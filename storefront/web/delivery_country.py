"""The country that prices and delivery days are shown for: the visitor's choice, kept in a cookie, otherwise the shop's
own."""

from django.http import HttpRequest

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.shop import HOME_COUNTRY
from storefront.web import delivery_zones, signed_cookies

COOKIE = "country"


def get_country(request: HttpRequest) -> str:
    """Return the country to deliver to."""
    return get_choice(request) or HOME_COUNTRY


def get_choice(request: HttpRequest) -> str | None:
    """Return the chosen country, or None if there is none or we no longer deliver there."""
    country = _read(request)
    return country if is_delivered_to(country) else None


def get_lost_choice(request: HttpRequest) -> str:
    """Return the chosen country if we no longer deliver there, so that the page can say so; otherwise an empty text."""
    country = _read(request)
    return country if country in COUNTRIES and not is_delivered_to(country) else ""


def _read(request: HttpRequest) -> str:
    """Return the country of the cookie; empty without one."""
    country = signed_cookies.read(request, COOKIE)
    return country if isinstance(country, str) else ""


def is_delivered_to(country: str) -> bool:
    """Return whether the country is in one of the delivery zones."""
    return delivery_zones.current().find(country) is not None


def choose(request: HttpRequest, code: str | None) -> None:
    """Keep the chosen country, if we deliver there."""
    if code is not None and is_delivered_to(code) and code != get_choice(request):
        signed_cookies.write(request, COOKIE, code)
