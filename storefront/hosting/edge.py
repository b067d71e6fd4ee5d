"""The storefront's door behind the edge: only requests that came through CloudFront, under the shop's own address."""

import hmac
import os
from collections.abc import Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from backend.contracts.edge import ORIGIN_SECRET, PICTURES, STATIC

MISSING_KEPT = "public, max-age=60"
"""How long the edge may say by itself that a file is missing."""
_HEADER = f"HTTP_{ORIGIN_SECRET.upper().replace('-', '_')}"


def behind_edge(application: WSGIApplication, secret: str, shop_url: str) -> WSGIApplication:
    """Return the application for requests that carry the edge's secret; all others are refused with 403.

    The HTTP API is called by a name of its own, so the host and scheme that the shop is reached by are put in their
    place: what a visitor's request says of them decides nothing. Files are the edge's to serve, and one that it asks
    for here is missing.
    """
    if not secret:
        raise ValueError("The storefront behind an edge needs the secret that the edge sends")
    shop = urlsplit(shop_url)

    def check_secret(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = str(environ.pop(_HEADER, ""))
        if not hmac.compare_digest(given.encode(), secret.encode()):
            start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [b"The shop is at its own address.\n"]
        if str(environ.get("PATH_INFO", "")).startswith((STATIC, PICTURES)):
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Cache-Control", MISSING_KEPT)])
            return [b"There is no such file.\n"]
        own = {"HTTP_HOST": shop.netloc, "HTTP_X_FORWARDED_PROTO": shop.scheme, "wsgi.url_scheme": shop.scheme}
        return application(environ | own, start_response)

    return check_secret


def edge_secret() -> str:
    """Return the secret that the edge sends with each request to this function."""
    return os.environ.get("SHOP_ORIGIN_SECRET", "")
