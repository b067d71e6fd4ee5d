"""Where a shopper may be sent back to: the allowed storefronts and nowhere else (CWE-601)."""

import os
import re
from urllib.parse import urlencode, urlsplit, urlunsplit


def is_allowed(url: str) -> bool:
    """Whether the address lies on an origin of `RETURN_ORIGINS` (parted by spaces), spelled exactly so.

    The slash behind the origin ends it for every reader, so nothing behind it can lead elsewhere.
    """
    return re.fullmatch(r"[!-\[\]-~]{1,1000}", url) is not None and url.startswith(
        tuple(f"{origin}/" for origin in origins())
    )


def origins() -> list[str]:
    return os.environ["RETURN_ORIGINS"].split()


def add_query(url: str, **more: str) -> str:
    """The address with more in its query."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(more))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
