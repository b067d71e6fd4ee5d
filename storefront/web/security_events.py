"""Security events: sign-ins, sign-outs and refusals, each as one line of the log.

A line names the event, the shopper by their `sub` or an address by its keyed hash, and the client's address; never a
password, a code, a token, or the path of a page.
"""

from ipaddress import IPv6Address, ip_address

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_log: structlog.stdlib.BoundLogger = structlog.get_logger("storefront.web.security_events")
_SALT = "storefront.security"  # as released: an address has the same hash in old and new logs
UNKNOWN = "unknown"


def event(name: str, request: HttpRequest, **facts: object) -> None:
    """Log one event, such as `signed-in` or `limit-reached`. `facts` are logged unchanged: pass no secret and nobody's
    address."""
    _log.info(name, client=client_of(request), **facts)


def hash_email(email: str) -> str:
    """Return what stands for an e-mail address in the log: the same for one address, and of no use without this shop's
    secret key."""
    return salted_hmac(_SALT, email.casefold(), algorithm="sha256").hexdigest()[:16]


def client_of(request: HttpRequest) -> str:
    """Return the address that the request comes from: `unknown` if there is none.

    Behind `SHOP_PROXIED` proxies it is the one that the outermost of them saw: anything further left in X-Forwarded-For
    may be forged.
    """
    addresses = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies: int = settings.PROXIES
    address = addresses[-proxies] if 0 < proxies <= len(addresses) else ""
    return _address(address) or _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def network_of(request: HttpRequest) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 network of an IPv6 one, since one household has all
    of it."""
    client = client_of(request)
    if client == UNKNOWN or not isinstance(address := ip_address(client), IPv6Address):
        return client
    return str(IPv6Address(int(address) >> 64 << 64))


def _address(text: str) -> str:
    """Return the address in its usual form, without a port; empty if it is invalid."""
    plain = text.strip().strip("[]")
    for attempt in (plain, plain.rpartition(":")[0].strip("[]")):
        try:
            address = ip_address(attempt)
        except ValueError:
            continue
        return str(getattr(address, "ipv4_mapped", None) or address)
    return ""
