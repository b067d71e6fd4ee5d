"""Where to go after signing in: always a path of our own, whatever was requested."""

from urllib.parse import urlsplit

from django.utils.http import url_has_allowed_host_and_scheme

from backend.contracts.sign_in import CALLBACK_PATH
from storefront.web import languages

HOME = "/"
_LONGEST = 1000
_NOT_BACK = (
    "/account/sign-",
    CALLBACK_PATH,
    "/account/confirm",
    "/account/new-password",
    "/account/forgotten-password",
)


def home() -> str:
    """Return the path of the home page in the page's language."""
    return f"{languages.prefix()}{HOME}"


def safe_path(address: str) -> str:
    """Return `address` if it is a path of this shop that one may come back to, else the home page.

    Stricter than Django's check alone: no backslash and no control character, which browsers drop or turn into slashes.
    """
    plain = address.isprintable() and address.isascii() and "\\" not in address and len(address) <= _LONGEST
    own = (
        plain
        and address.startswith("/")
        and not address.startswith("//")
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if own and not languages.split(address)[1].startswith(_NOT_BACK) else home()


def own_path(url: str, host: str) -> str:
    """Return the path of a whole URL of this shop, as a browser's Referer names it, else the home page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return home()
    return safe_path(parts.path + (f"?{parts.query}" if parts.query else "")) if parts.netloc == host else home()
