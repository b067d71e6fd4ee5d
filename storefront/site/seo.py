"""Files for machines: the manifest, robots.txt and the icon."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from storefront.web import languages
from storefront.web.caching import publicly_cacheable

DAY = 24 * 3600
PAPER = "#fbfaf7"  # the ground of static/css/tokens.css


@publicly_cacheable(DAY)
def manifest(request: HttpRequest) -> JsonResponse:
    """https://www.w3.org/TR/appmanifest/"""
    icons = [
        {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    colours = {"background_color": PAPER, "theme_color": PAPER}
    name = {"name": settings.SHOP_NAME, "short_name": settings.SHOP_NAME}
    # a window of its own, with a way back: the shop has none of its own on every page
    document = {**name, "id": "/", "start_url": "/", "display": "minimal-ui", **colours, "icons": icons}
    return JsonResponse(document, content_type="application/manifest+json")


@publicly_cacheable(DAY)
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Return the icon for clients that have not read a page."""
    return HttpResponseRedirect(static("icons/favicon.svg"))


@publicly_cacheable(DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: personal pages are of no use to a search engine."""
    paths = ("basket", "wishes", "checkout", "orders", "account", "search")
    closed = "".join(f"Disallow: {languages.prefix(each)}/{path}/\n" for each in languages.names() for path in paths)
    text = f"User-agent: *\n{closed}Sitemap: {settings.SHOP_URL}{reverse('machine:sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
