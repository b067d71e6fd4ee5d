"""The sitemap (https://www.sitemaps.org/protocol.html): an index, a file of pages and categories, and files of
products.

Products are listed oldest first, `FILE_SIZE` in a file, so that a file stays as it is when products come. Where
files begin is looked up once in `TTL` seconds, a call for each; a file is one call more, whose reply is good for five
minutes. A product that is withdrawn is out of its file after ten minutes at most: five that the reply is kept for, and
five that readers may keep the file.
"""

import time
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.contracts.product.models import AddressPage, ProductAddress
from backend.contracts.product.operations import LIST_ADDRESSES
from backend.contracts.product.queries import AddressQuery
from storefront.clients import api
from storefront.product import catalogue
from storefront.web import languages
from storefront.web.caching import publicly_cacheable

FILE_SIZE = 1_000
"""Products in a file: each has an entry for each language, which names the page in all of them, and the hosted
storefront can answer with 6 MB at most (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
"""
TTL = 3600.0
MAX_AGE = 300
"""Seconds that readers may keep a file for."""

_PAGES = (
    *("product:home", "search:shop", "site:about", "site:delivery", "site:privacy"),
    *("contact:contact", "contact:withdrawal", "contact:imprint", "contact:terms"),
)
_XHTML = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'


class File(NamedTuple):
    """Where a file begins: the cursor, and the first product."""

    cursor: str | None
    first: str


_starts: tuple[float, tuple[File, ...]] | None = None


@require_safe
@publicly_cacheable(MAX_AGE)
def index(request: HttpRequest) -> HttpResponse:
    """List all files."""
    places = [
        reverse("machine:sitemap-pages"),
        *(reverse("machine:sitemap-products", args=[number]) for number in range(1, len(_files()) + 1)),
    ]
    return _xml("sitemapindex", (f"<sitemap>{_location(url)}</sitemap>" for url in places))


@require_safe
@publicly_cacheable(MAX_AGE)
def pages(request: HttpRequest) -> HttpResponse:
    """Render the shop's own pages, and its categories that hold anything."""
    places = [reverse(name) for name in _PAGES]
    places += [
        reverse("search:category", args=[category.path]) for category in catalogue.tree().items if category.count
    ]
    return _xml("urlset", (entry for url in places for entry in _versions(url)))


@require_safe
@publicly_cacheable(MAX_AGE)
def products(request: HttpRequest, number: int) -> HttpResponse:
    """Render a file of products, from 1 on.

    The last one has all that came since files were looked up, as far as it fits.
    """
    files = _files()
    if not 1 <= number <= len(files):
        raise Http404
    following = files[number].first if number < len(files) else ""
    addresses = takewhile(lambda address: address.id != following, _page(files[number - 1].cursor).items)
    return _xml("urlset", (entry for address in addresses for entry in _product(address)))


def forget() -> None:
    """Look up again where files begin."""
    global _starts
    _starts = None


def _files() -> tuple[File, ...]:
    """Return where each file of products begins."""
    global _starts
    if _starts is None or time.monotonic() >= _starts[0]:
        files, cursor, more = list[File](), None, True
        while more:
            page = _page(cursor)
            files.append(File(cursor, page.items[0].id if page.items else ""))
            cursor = page.next
            more = cursor is not None
        _starts = (time.monotonic() + TTL, tuple(files))
    return _starts[1]


def _page(cursor: str | None) -> AddressPage:
    return api.call(LIST_ADDRESSES, query=AddressQuery(cursor=cursor, limit=FILE_SIZE))


def _product(address: ProductAddress) -> list[str]:
    changed = f"<lastmod>{address.changed_at}</lastmod>" if address.changed_at else ""
    return _versions(reverse("product:detail", args=[address.id]), changed)


def _versions(url: str, changed: str = "") -> list[str]:
    """Return an entry for the page in each language, each of which names all
    (https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap).
    """
    names = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(settings.SHOP_URL + path)}"/>'
        for language, path in languages.alternates(url)
    )
    return [f"<url>{_location(path)}{changed}{names}</url>" for path in languages.versions(url).values()]


def _location(url: str) -> str:
    return f"<loc>{escape(settings.SHOP_URL + url)}</loc>"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{_XHTML}>{"".join(entries)}</{root}>'
    )
    return HttpResponse(text.encode(), content_type="application/xml")
