"""What machines read: the manifest, robots.txt and the sitemap."""

import time
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from backend.contracts.product import LIST_PRODUCTS, LONGEST_PAGE, ListQuery, Sort
from storefront import api
from storefront.product import catalogue

LONGEST = 2_000  # addresses in the sitemap: 42 calls at most, once in `KEPT` seconds
KEPT = 3600.0
PAPER = "#fbfaf7"  # the ground of static/css/tokens.css

_sitemap: tuple[float, bytes] | None = None


def manifest(request: HttpRequest) -> JsonResponse:
    """https://www.w3.org/TR/appmanifest/"""
    icons = [{"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)]
    colours = {"background_color": PAPER, "theme_color": PAPER}
    document = {"name": settings.SHOP_NAME, "start_url": "/", "display": "browser", **colours, "icons": icons}
    return JsonResponse(document, content_type="application/manifest+json")


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """For what asks without having read a page."""
    return HttpResponseRedirect(static("icons/favicon.svg"))


def robots(request: HttpRequest) -> HttpResponse:
    """Pages that are somebody's own are no matter for a search engine."""
    closed = "".join(f"Disallow: /{place}/\n" for place in ("basket", "checkout", "orders", "account", "search"))
    text = f"User-agent: *\n{closed}Sitemap: {settings.SHOP_URL}{reverse('sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every category and product (https://www.sitemaps.org/protocol.html), read once an hour by the list operation."""
    global _sitemap
    if _sitemap is None or time.monotonic() >= _sitemap[0]:
        _sitemap = (time.monotonic() + KEPT, _written())
    return HttpResponse(_sitemap[1], content_type="application/xml")


def _written() -> bytes:
    places = [reverse(name) for name in ("home", "shop", "about", "delivery", "privacy")]
    places += [reverse("category", args=[category.path]) for category in catalogue.tree().items]
    places += [reverse("product", args=[slug]) for slug in _products()]
    urls = "".join(f"<url><loc>{escape(settings.SHOP_URL + place)}</loc></url>" for place in places)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


def _products() -> list[str]:
    found: list[str] = []
    cursor: str | None = None
    while len(found) < LONGEST:
        page = api.call(LIST_PRODUCTS, query=ListQuery(sort=Sort.NEWEST, cursor=cursor, limit=LONGEST_PAGE))
        found += [card.id for card in page.items]
        cursor = page.next
        if cursor is None:
            break
    return found
