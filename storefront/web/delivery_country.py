"""The country that prices and days of delivery are told for: the visitor's choice, kept in a cookie, else the shop's
own."""

from django.http import HttpRequest

from backend.contracts.basket.models import COUNTRIES
from backend.contracts.shop import HOME_COUNTRY
from storefront.web import signed_cookies

COOKIE = "country"


def get_country(request: HttpRequest) -> str:
    """Return the country to deliver to."""
    return get_choice(request) or HOME_COUNTRY


def get_choice(request: HttpRequest) -> str | None:
    """Return the chosen country, or None if there is none or we no longer deliver there."""
    country = signed_cookies.read(request, COOKIE)
    return country if country in COUNTRIES else None


def choose(request: HttpRequest, code: str | None) -> None:
    """Keep the chosen country, if we deliver there."""
    if code in COUNTRIES and code != get_choice(request):
        signed_cookies.write(request, COOKIE, code)
