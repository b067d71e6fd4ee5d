"""The keys that the user pool signs its tokens with, fetched when needed and again when it uses a new one."""

import threading
import time
from typing import TYPE_CHECKING

from storefront.clients.api import Unavailable
from storefront.clients.outputs import outputs
from storefront.web.log import log

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

PAUSE = 20.0  # seconds between two fetches, however many tokens name a key nobody knows
FIRST_PAUSE = 2.0  # the same while there is no key at all
STALE = 3600.0  # seconds after which a key that was withdrawn is no longer accepted
_TIMEOUT = (1.0, 3.0)
_SMALLEST = 2048  # bits


class Keys:
    """The key set at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._keys: dict[str, RSAKey] = {}
        self._fetched = self._tried = float("-inf")
        self._lock = threading.Lock()

    def find(self, kid: str) -> "RSAKey | None":
        """Return the key of that id, or None. Raises `Unavailable` if no key has ever been fetched."""
        with self._lock:
            now = time.monotonic()
            must_fetch = kid not in self._keys or now - self._fetched > STALE
            if must_fetch and now - self._tried > PAUSE:
                self._fetch(now)
            if not self._keys:
                raise Unavailable("login")
            return self._keys.get(kid)

    def _fetch(self, now: float) -> None:
        import requests  # only whoever signs in waits for it

        try:
            reply = requests.get(self.url, timeout=_TIMEOUT, allow_redirects=False)
            reply.raise_for_status()
            self._keys = dict(filter(None, (_key(each) for each in reply.json()["keys"])))
            self._fetched = self._tried = now
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            self._tried = now if self._keys else now - PAUSE + FIRST_PAUSE
            log.warning("the login's keys cannot be fetched", error=type(error).__name__)


def _key(jwk: dict[str, str]) -> "tuple[str, RSAKey] | None":
    """Return a usable signing key; a set may hold others."""
    if (
        jwk.get("kty") != "RSA"
        or jwk.get("use", "sig") != "sig"
        or jwk.get("alg", "RS256") != "RS256"
        or not jwk.get("kid")
    ):
        return None
    from joserfc.errors import JoseError  # only whoever signs in waits for it
    from joserfc.jwk import RSAKey

    try:
        key = RSAKey.import_key({name: jwk[name] for name in ("kty", "n", "e")})
    except (JoseError, ValueError, KeyError):
        return None
    return (jwk["kid"], key) if key.public_key.key_size >= _SMALLEST else None


_sets: dict[str, Keys] = {}


def keys() -> Keys:
    """Return the key set of the outputs' pool, kept while the process runs."""
    url = outputs().jwks_url
    return _sets.setdefault(url, Keys(url))
