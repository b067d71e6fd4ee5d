"""Begin early what the frame of every page needs: the menu's tree, the delivery zones and the header's basket, beside
the calls of the page itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from storefront.basket import mini_basket, owner, summary
from storefront.clients.concurrency import start
from storefront.product import catalogue
from storefront.web import delivery_zones
from storefront.web.htmx import is_htmx

OWN_BASKET = ("basket", "checkout")
"""Apps whose pages read the basket themselves."""


class Prefetch:
    """Middleware: for a page that a browser goes to; not for a form, a part of a page, a picture or a style sheet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> None:
        """Start reading the categories, the delivery zones, and the basket if this page needs it and does not read it
        itself.
        """
        if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
            return
        catalogue.prefetch()
        delivery_zones.prefetch()
        if is_htmx(request):
            return
        match = request.resolver_match
        if match and match.app_name not in OWN_BASKET and owner.digest(request) and not _fresh(request):
            mini_basket.use_started_request(request, start(lambda: mini_basket.current(request)))


def _fresh(request: HttpRequest) -> bool:
    summary_now = summary.get(request)
    return bool(summary_now and summary_now.fresh)
