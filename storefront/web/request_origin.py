"""Where a form was sent from, as browsers say."""

from urllib.parse import urlsplit

from django.http import HttpRequest

from storefront.web.next_url import HOME, own_path


def is_ours(request: HttpRequest) -> bool:
    """Whether it stood on a page of this shop: by `Origin`, which browsers send with each POST, else by `Referer`."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(sent_from).netloc == request.get_host()
    except ValueError:
        return False


def page(request: HttpRequest) -> str:
    """Return the path of the page that a form or htmx sent this request from; the home page where that is not known."""
    return (
        own_path(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""), request.get_host())
        or HOME
    )
