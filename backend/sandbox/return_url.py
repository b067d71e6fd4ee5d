"""Where a shopper may be sent back to: the allowed storefronts and nowhere else (CWE-601)."""

import os
import re
from urllib.parse import urlencode, urlsplit, urlunsplit


def is_allowed(url: str) -> bool:
    """Tell whether a URL begins with an origin of `RETURN_ORIGINS` (separated by spaces) and a slash.

    The slash ends the origin for every parser, so that nothing after it can lead elsewhere.
    """
    return re.fullmatch(r"[!-\[\]-~]{1,1000}", url) is not None and url.startswith(
        tuple(f"{origin}/" for origin in origins())
    )


def origins() -> list[str]:
    return os.environ["RETURN_ORIGINS"].split()


def add_query(url: str, **more: str) -> str:
    """Add parameters to the query of a URL."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
