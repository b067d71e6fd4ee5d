"""The connections to the shop's services: one session per process, which retries reads.

The first call imports this module, so that a function which answers without a call does not wait for an HTTP library.
"""

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import IO

import requests
from requests.adapters import HTTPAdapter

from storefront.clients.retry import RETRY


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a .netrc of the machine would replace the shopper's token
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=RETRY, pool_maxsize=32))
    return session


session = _session()


def send(
    method: str, url: str, content: bytes | None, headers: dict[str, str], timeout: tuple[float, float]
) -> requests.Response | None:
    """Return the response to a request, unchanged; None if there is none."""
    try:
        return session.request(method, url, data=content, headers=headers, timeout=timeout, allow_redirects=False)
    except requests.RequestException:
        return None  # its text holds the URL, and that may hold a guest's id


def send_file(url: str, fields: Mapping[str, str], file: IO[bytes], timeout: tuple[float, float]) -> bool:
    """Post a form with a file, whose own name and type go nowhere. Return whether it was taken."""
    try:
        files = {"file": ("file", file)}
        return session.post(url, data=fields, files=files, timeout=timeout, allow_redirects=False).ok
    except requests.RequestException:
        return False
