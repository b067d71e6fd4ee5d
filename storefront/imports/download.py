"""A picture from another host, by the address that a catalogue gives: neither that nor what answers is trusted."""

import socket
import time
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from backend.contracts.picture.models import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

MAX_REDIRECTS = 5
TIMEOUT = (5.0, 20.0)
"""Seconds to connect, and to wait for more of the reply."""
MAX_SECONDS = 60
"""Seconds for one picture, however slowly it drips."""
_CHUNK = 65_536
_NAT64 = ip_network("64:ff9b::/96")
_OBSOLETE = (ip_network("2002::/16"), ip_network("fec0::/10"))
"""6to4, which leads to any IPv4 address, and site-local: `is_global` says yes to both."""
_HEADERS = {"Accept": "image/*", "User-Agent": "Mozilla/5.0 (compatible; picture-import)"}


class NotFetched(Exception):
    """A picture cannot be had; the message says why, in plain words."""


def download(address: str, private_hosts: bool = False) -> bytes:
    """Return what is at an http address, `MAX_UPLOAD_BYTES` at most. Raises NotFetched.

    Only hosts in the public internet are asked, also where one leads on to another: a catalogue must not look into the
    network that it is imported from. `private_hosts` are asked too where the shop to import from runs in that network.
    """
    import requests  # commands alone fetch pictures
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    deadline = time.monotonic() + MAX_SECONDS
    try:
        with requests.Session() as session:
            session.auth = _send_no_password
            for _ in range(MAX_REDIRECTS + 1):
                _check_host(address, private_hosts)
                with session.get(
                    address, headers=_HEADERS, timeout=TIMEOUT, stream=True, allow_redirects=False
                ) as reply:
                    target = session.get_redirect_target(reply)
                    if target is None:
                        return _read(reply, deadline)
                    address = urljoin(address, target)
    except (requests.Timeout, ReadTimeoutError):
        raise NotFetched("its host does not answer in time") from None
    except (requests.RequestException, HTTPError, UnicodeError, ValueError):
        raise NotFetched("its host does not answer") from None
    raise NotFetched("its address leads on to others without an end")


def _send_no_password(request: "PreparedRequest") -> "PreparedRequest":
    """Send none that a redirect names, nor one that this machine's `.netrc` has for all hosts."""
    return request


def _check_host(address: str, private_hosts: bool) -> None:
    """Raise NotFetched unless the address is one of http, at a host that may be asked.

    The host is the one that requests connects to: by `urlsplit`, `http://10.0.0.7\\@example.org` is at another one.
    """
    from urllib3.util import parse_url

    parts = parse_url(address)
    if parts.scheme not in ("http", "https") or not parts.host:
        raise NotFetched("its address is none of http")
    host = parts.host.strip("[]")
    try:
        addresses = {each[4][0] for each in socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotFetched(f"there is no host {host}") from None
    if not private_hosts and not all(_is_public(str(each)) for each in addresses):
        raise NotFetched(f"{host} is in a private network")


def _is_public(address: str) -> bool:
    """Return whether an IP address is one of a single host in the public internet."""
    ip = ip_address(address.partition("%")[0])
    if ip in _NAT64:  # an IPv4 address, as networks without IPv4 write it
        ip = ip_address(int(ip) & 0xFFFF_FFFF)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or any(ip in each for each in _OBSOLETE))


def _read(reply: "Response", deadline: float) -> bytes:
    if reply.status_code != 200:
        raise NotFetched(f"its host answers {reply.status_code}")
    content = bytearray()
    while chunk := reply.raw.read1(_CHUNK, decode_content=True):  # what has come by now, however little
        content += chunk
        if len(content) > MAX_UPLOAD_BYTES:
            raise NotFetched(f"it has more than {MAX_UPLOAD_BYTES // 1_048_576} MB")
        if time.monotonic() > deadline:
            raise NotFetched("its host does not answer in time")
    if not content:
        raise NotFetched("it is empty")
    return bytes(content)
