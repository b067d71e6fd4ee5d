"""Press the hearts of a page that the visitor's list holds, and tell the list's length in the header.

Cards are drawn once for everybody, each with a heart that is not pressed. What differs between visitors is filled in
here, when the page is done; pages of visitors without cookies stay the same for all (decision 056).
"""

import re
from collections.abc import Callable
from concurrent.futures import Future

from django.http import HttpRequest, HttpResponse

from storefront.basket import owner
from storefront.clients import api
from storefront.clients.concurrency import start
from storefront.clients.outputs import OutputsMissing
from storefront.web.htmx import is_htmx
from storefront.wish import client, hearts

TIMEOUT = (0.5, 1.0)  # seconds to connect and to wait: no page is kept waiting for its hearts
_APPS = ("product", "search")
"""Apps whose pages show hearts."""

_HEART = re.compile(rb'name="wish" value="([a-z0-9-]+(?::[A-Za-z0-9._-]+)?)" aria-pressed="false"')
_PRESSED = rb'name="unwish" value="\1" aria-pressed="true"'
_NO_COUNT, _COUNT = b'<span class="wishes__count number" hidden>', b'<span class="wishes__count number">%d'
_REFRESHING = "storefront.wish.refreshing"


class PressHearts:
    """Middleware: where what is remembered is old, the service is asked beside the page's own calls."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        refreshing: Future[None] | None = request.META.get(_REFRESHING)
        if refreshing:
            refreshing.result()
        if request.COOKIES and response.headers.get("Content-Type", "").startswith("text/html"):
            _press(request, response)
        return response

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> None:
        """Start asking for the list, if the page shows hearts and what is known is old."""
        match = request.resolver_match
        if request.method != "GET" or is_htmx(request) or not match or match.app_name not in _APPS:
            return
        hearts_now = hearts.get(request)
        if (hearts_now and not hearts_now.fresh) or (not hearts_now and owner.shopper(request)):
            request.META[_REFRESHING] = start(lambda: _refresh(request, hearts_now))


def _refresh(request: HttpRequest, last_hearts: hearts.Hearts | None) -> None:
    try:
        client.refresh(request, TIMEOUT)
    except (api.Refusal, api.Unavailable, OutputsMissing):
        hearts.postpone(request, last_hearts)


def _press(request: HttpRequest, response: HttpResponse) -> None:
    hearts_now = hearts.get(request)
    if not hearts_now or not hearts_now.count or response.streaming:
        return
    pressed = _HEART.sub(
        lambda heart: heart.expand(_PRESSED) if hearts_now.holds(heart[1].decode()) else heart[0], response.content
    )
    response.content = pressed.replace(_NO_COUNT, _COUNT % hearts_now.count, 1)
