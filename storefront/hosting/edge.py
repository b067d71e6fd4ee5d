"""The storefront's door behind the edge: only requests that came through CloudFront, under the shop's own address."""

import hmac
import os
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from backend.contracts.edge import ORIGIN_SECRET

_HEADER = f"HTTP_{ORIGIN_SECRET.upper().replace('-', '_')}"


def behind_edge(application: WSGIApplication, secret: str, shop_url: str) -> WSGIApplication:
    """Return the application for requests that carry the edge's secret; all others are refused with 403.

    The HTTP API is called by a name of its own, so the host and scheme that the shop is reached by are put in their
    place: what a visitor's request says of them decides nothing.
    """
    if not secret:
        raise ValueError("The storefront behind an edge needs the secret that the edge sends")
    shop = urlsplit(shop_url)

    def check_secret(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = str(environ.pop(_HEADER, ""))
        if not hmac.compare_digest(given.encode(), secret.encode()):
            start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [b"The shop is at its own address.\n"]
        own = {"HTTP_HOST": shop.netloc, "HTTP_X_FORWARDED_PROTO": shop.scheme, "wsgi.url_scheme": shop.scheme}
        return application(environ | own, start_response)

    return check_secret


def edge_secret() -> str:
    """Return the secret that the edge sends with each request to this function."""
    return os.environ.get("SHOP_ORIGIN_SECRET", "")
