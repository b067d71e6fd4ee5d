"""A picture from another host, by the address that a catalogue gives: neither that nor what answers is trusted."""

import socket
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from backend.contracts.picture.models import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from requests import Response

MAX_REDIRECTS = 5
TIMEOUT = (5.0, 20.0)
"""Seconds to connect, and to wait for more of the reply."""
MAX_SECONDS = 60
"""Seconds for one picture, however slowly it drips."""
_CHUNK = 65_536
_HEADERS = {"Accept": "image/*", "User-Agent": "Mozilla/5.0 (compatible; picture-import)"}


class NotFetched(Exception):
    """A picture cannot be had; the message says why, in plain words."""


def download(address: str, private_hosts: bool = False) -> bytes:
    """Return what is at an http address, `MAX_UPLOAD_BYTES` at most. Raises NotFetched.

    Only hosts in the public internet are asked, also where one leads on to another: a catalogue must not look into the
    network that it is imported from. `private_hosts` are asked too where the shop to import from runs in that network.
    """
    import requests  # commands alone fetch pictures

    deadline = time.monotonic() + MAX_SECONDS
    try:
        with requests.Session() as session:
            for _ in range(MAX_REDIRECTS + 1):
                _check_host(address, private_hosts)
                with session.get(
                    address, headers=_HEADERS, timeout=TIMEOUT, stream=True, allow_redirects=False
                ) as reply:
                    if not reply.is_redirect:
                        return _read(reply, deadline)
                    address = urljoin(address, reply.headers["location"])
    except requests.Timeout:
        raise NotFetched("its host does not answer in time") from None
    except (requests.RequestException, UnicodeError, ValueError):
        raise NotFetched("its host does not answer") from None
    raise NotFetched("its address leads on to others without an end")


def _check_host(address: str, private_hosts: bool) -> None:
    """Raise NotFetched unless the address is one of http, at a host that may be asked."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched("its address is none of http")
    try:
        addresses = {
            each[4][0] for each in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        }
    except (OSError, UnicodeError):
        raise NotFetched(f"there is no host {parts.hostname}") from None
    if not private_hosts and not all(ip_address(str(each).partition("%")[0]).is_global for each in addresses):
        raise NotFetched(f"{parts.hostname} is in a private network")


def _read(reply: "Response", deadline: float) -> bytes:
    if reply.status_code != 200:
        raise NotFetched(f"its host answers {reply.status_code}")
    content = bytearray()
    for chunk in reply.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_UPLOAD_BYTES:
            raise NotFetched(f"it has more than {MAX_UPLOAD_BYTES // 1_048_576} MB")
        if time.monotonic() > deadline:
            raise NotFetched("its host does not answer in time")
    if not content:
        raise NotFetched("it is empty")
    return bytes(content)
