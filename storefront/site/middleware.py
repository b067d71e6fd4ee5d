"""The middleware around every view: the request's log line, its session, and a page for each failure."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from storefront.account.shopper import end, session_of, to_sign_in
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.site import error_pages
from storefront.web.caching import is_publicly_cacheable
from storefront.web.log import log as logger

GetResponse = Callable[[HttpRequest], HttpResponse]


HEALTH = "/healthz"


def health(get_response: GetResponse) -> GetResponse:
    """Answer whether this process works, under any host name and without TLS: load balancers use its address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == HEALTH:
            return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
        return get_response(request)

    return middleware


def log(get_response: GetResponse) -> GetResponse:
    """Return one line per request.

    It names the route, never the path or the query: these may hold ids, codes and what people typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else None
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        logger.info("request", method=request.method, route=route, status=response.status_code, ms=milliseconds)
        return response

    return middleware


def canonical_host(get_response: GetResponse) -> GetResponse:
    """Redirect 127.0.0.1 to localhost: the login leads back there, and the one's cookies are not the other's."""
    shop = urlsplit(settings.SHOP_URL)
    other = f"127.0.0.1:{shop.port}"
    if shop.hostname != "localhost":
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST") == other and request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(f"{settings.SHOP_URL}{request.get_full_path()}")
        return get_response(request)

    return middleware


class Sessions(SessionMiddleware):
    """Django's session middleware over a table that may not answer.

    A page made from a session is nobody else's, and not kept.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if is_publicly_cacheable(response) and not request.session.modified:
            return response  # it is the same for everybody: a `Vary: Cookie` would have each visitor fetch it anew
        own = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
        if request.session.accessed:  # who has no session may keep the page, and asks by its tag whether it is still so
            response.headers.setdefault("Cache-Control", "private, no-store" if own else "private, no-cache")
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return error_pages.csrf_failure(request)  # signed out in another tab meanwhile
        except (api.Unavailable, OutputsMissing) as error:
            logger.error("unavailable", reason=str(error))
            return error_pages.service_unavailable(request)


class ApiErrors:
    """A page for what a view lets through: a service that refuses, or one that does not answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, api.Unavailable | OutputsMissing):
            logger.error("unavailable", reason=str(exception))
            return error_pages.service_unavailable(request)
        if isinstance(exception, api.Refusal):
            return _answer_refusal(request, exception)
        return None


def _answer_refusal(request: HttpRequest, refusal: api.Refusal) -> HttpResponse:
    status = refusal.problem.status
    if status == 401:
        end(session_of(request))  # else the sign-in page would lead straight back here
        return to_sign_in(request)
    pages = {403: error_pages.permission_denied, 404: error_pages.page_not_found}
    return pages.get(status, error_pages.bad_request)(request)
