"""What the browser remembers for the basket: signed cookies that no script can read, sent with the next response."""

from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from backend.contracts.basket.models import GUEST_DAYS
from backend.contracts.wish.models import GUEST_DAYS as GUEST_WISH_DAYS
from storefront.web.caching import is_publicly_cacheable

GUEST, SUMMARY, WISHES = "guest", "basket", "wishes"
_DAYS = {GUEST: GUEST_WISH_DAYS, WISHES: GUEST_WISH_DAYS}
"""Days that a cookie is good for that names a guest, or tells of a guest's wishes: as long as these are kept. All
others are good for as long as a guest's basket.
"""
_WAITING = "storefront.web.signed_cookies"


def max_age(name: str) -> int:
    """Return the seconds that a cookie is good for."""
    return _DAYS.get(name, GUEST_DAYS) * 24 * 3600


def read(request: HttpRequest, name: str) -> object:
    """Return what the cookie holds, or None where there is none, it is too old, or not of our making."""
    waiting = _waiting(request)
    if name in waiting:
        return waiting[name]
    try:
        return signing.loads(request.COOKIES.get(full_name(name), ""), salt=name, max_age=max_age(name))
    except signing.BadSignature:
        return None


def write(request: HttpRequest, name: str, value: object) -> None:
    """Send the cookie with the reply to this request; None removes it."""
    _waiting(request)[name] = value


def send_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: send what was written. Pages differ by these cookies, and no cache may mistake one for another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_publicly_cacheable(response):
            return response  # any cache may keep it: it differs by no cookie, and carries nobody's
        patch_vary_headers(response, ("Cookie",))
        for name, value in _waiting(request).items():
            _send(request, response, name, value)
        return response

    return middleware


def full_name(name: str) -> str:
    """Return the cookie's whole name: where all is https, a name that only this very host can set."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


def _waiting(request: HttpRequest) -> dict[str, object]:
    cookies: dict[str, object] = request.META.setdefault(_WAITING, {})
    return cookies


def _send(request: HttpRequest, response: HttpResponse, name: str, value: object) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    if value is not None:
        response.set_cookie(
            full_name(name),
            signing.dumps(value, salt=name, compress=True),
            max_age=max_age(name),
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    elif full_name(name) in request.COOKIES:
        response.set_cookie(full_name(name), "", max_age=0, secure=secure, httponly=True, samesite="Lax")
