"""Where a form was sent from, according to the browser."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storefront.web.next_url import home, own_path

View = Callable[..., HttpResponse]
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def is_ours(request: HttpRequest) -> bool:
    """Return whether the form was on a page of this shop: by `Origin`, which browsers send with each POST, otherwise by
    `Referer`."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(sent_from).netloc == request.get_host()
    except ValueError:
        return False


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser vouches that a page of this very scheme, host and port sent the request.

    By `Sec-Fetch-Site` and `Origin`, which no page can set or leave out; where both are there, both must say so.
    https://www.w3.org/TR/fetch-metadata/
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    return (site or origin) is not None and site in (None, "same-origin") and origin in (None, own)


def page(request: HttpRequest) -> str:
    """Return the path of the page that sent this form or htmx request; the home page if that is unknown."""
    return (
        own_path(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""), request.get_host())
        or home()
    )


def accept_without_token(view: View) -> View:
    """Mark a view whose form stands on shareable pages, which hold no token: `AcceptSameOrigin` decides by origin."""
    view.accepts_without_token = True  # type: ignore[attr-defined]
    return view


class AcceptSameOrigin:
    """Middleware before Django's check for forged forms: a marked view takes a form without a token from our own pages.

    A token that is there is Django's to check, and so are all other forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, arguments: object, named: object) -> None:
        """Tell Django's middleware that the check is done."""
        accepts_without_token = getattr(view, "accepts_without_token", False) and request.method == "POST"
        if accepts_without_token and not _has_token(request) and is_same_origin(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


def _has_token(request: HttpRequest) -> bool:
    return _TOKEN in request.POST or settings.CSRF_HEADER_NAME in request.META
