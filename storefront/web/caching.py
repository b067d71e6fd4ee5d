"""Which responses caches may keep.

There are three kinds: a response that is the same for everybody, whatever their cookies (`publicly_cacheable`); a page
that is the same for all visitors without a cookie (`shareable`); and all others, which only the visitor's own browser
may keep.

A shared cache, such as CloudFront, serves a shareable page again without asking the shop. So it contains nothing of the
visitor: no token, no mark of the form's owner, no nonce, no cookie. A page that lacks a reply, or uses an outdated one,
is not shared either.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from storefront.clients import reply_cache

View = Callable[..., HttpResponseBase]
FRESH, REVALIDATE = 60, 300
"""Seconds that a shared cache serves a page without asking, and seconds more while it asks for a new one (RFC 5861).

Prices and stock are checked again in the basket.
"""
SHARED = f"public, max-age=0, s-maxage={FRESH}, stale-while-revalidate={REVALIDATE}"
"""`max-age=0`: the visitor's own browser asks each time, since it may have a basket by then."""
_MARKED = "storefront.web.caching"


def publicly_cacheable(seconds: int) -> Callable[[View], View]:
    """Let every cache keep the view's response for this long. For views that look at no cookie."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
            response = view(request, *args, **named)
            response.headers.setdefault("Cache-Control", f"public, max-age={seconds}")
            return response

        return answer

    return decorate


def is_publicly_cacheable(response: HttpResponseBase) -> bool:
    """Return whether any cache may keep the response."""
    return "public" in response.headers.get("Cache-Control", "")


def shareable(view: View) -> View:
    """Let shared caches keep what the view shows to visitors without cookies. For pages that differ only by them."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
        request.META[_MARKED] = not request.COOKIES
        return view(request, *args, **named)

    return answer


def is_shareable(request: HttpRequest) -> bool:
    """Return whether the page being rendered may be shown to other visitors, too; it must then contain nothing of this
    one."""
    return bool(request.META.get(_MARKED))


def share(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: let shared caches keep a shareable page, once it has turned out complete and impersonal.

    A response without cache headers belongs to the visitor alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_shareable(request) and _is_same_for_all(request, response):
            response.headers["Cache-Control"] = SHARED
            patch_vary_headers(response, ("Cookie", "HX-Target"))  # htmx is sent only what its target needs
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def _is_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    has_nonce = getattr(request, "_csp_nonce", None) is not None
    return response.status_code == 200 and not response.cookies and not has_nonce and reply_cache.is_complete()
