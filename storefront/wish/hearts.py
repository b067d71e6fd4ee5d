"""Which hearts are pressed: kept in a signed cookie, so that showing it costs no call.

The cookie holds four bytes of a digest for each product and each variant in the list, which tell them apart well enough
to fill a heart. Every reply of the wish service renews it.
"""

import base64
import hashlib
import time
from functools import lru_cache

import msgspec
from django.http import HttpRequest

from backend.contracts.wish.models import Wished
from storefront.basket import owner
from storefront.web import signed_cookies
from storefront.wish.keys import WishKey

FRESH_SECONDS = 600  # seconds until a page asks the service again: the list may have changed on another device
_BYTES = 4


class Hearts(msgspec.Struct, frozen=True):
    """What is remembered of a list of `count` wishes as of `at` (epoch seconds). `of` is the owner's digest.

    `unmerged` is the id of a guest whose list could not be merged at the login yet.
    """

    count: int
    digests: str
    at: int
    of: str
    unmerged: str | None = None

    @property
    def fresh(self) -> bool:
        """Whether it may be shown without asking the service."""
        return 0 <= time.time() - self.at < FRESH_SECONDS

    def holds(self, key: str) -> bool:
        """Tell whether the list holds the product or the variant of this key."""
        return _digest(key) in _unpack(self.digests)


def keep(request: HttpRequest, wished: Wished) -> None:
    """Remember a list that was just read or changed."""
    whole = {str(WishKey(product_id=each.product_id)) for each in wished.items}
    variants = {str(WishKey(product_id=each.product_id, sku=each.sku)) for each in wished.items}
    packed = b"".join(map(_digest, sorted(whole | variants)))
    _write(request, len(wished.items), base64.b64encode(packed).decode(), unmerged_guest(request))


def postpone(request: HttpRequest, last_hearts: Hearts | None) -> None:
    """Keep using what is known for `FRESH_SECONDS`: the service did not answer."""
    _write(request, *(last_hearts.count, last_hearts.digests) if last_hearts else (0, ""), unmerged_guest(request))


def get(request: HttpRequest) -> Hearts | None:
    """Return what is remembered of this owner's list, however old."""
    hearts = _read(request)
    return hearts if hearts and hearts.of == owner.digest(request) else None


def unmerged_guest(request: HttpRequest) -> str | None:
    """Return the id of the guest whose wishes, as far as is known, are not the shopper's yet; none that wait for
    somebody else, who was signed in here before.
    """
    hearts = _read(request)
    if hearts is None or not owner.shopper(request):
        return None
    is_guests = hearts.count and hearts.of == owner.guest_digest(request)
    if is_guests:
        return owner.guest_id(request)
    return hearts.unmerged if hearts.of == owner.digest(request) else None


def set_unmerged(request: HttpRequest, guest: str | None) -> None:
    """Remember the guest whose list is to be merged later: the basket's merge forgets the guest."""
    hearts_now = get(request)
    _write(request, hearts_now.count if hearts_now else 0, hearts_now.digests if hearts_now else "", guest)


def _read(request: HttpRequest) -> Hearts | None:
    try:
        return msgspec.convert(signed_cookies.read(request, signed_cookies.WISHES), Hearts)
    except msgspec.ValidationError:
        return None


def _write(request: HttpRequest, count: int, digests: str, unmerged: str | None) -> None:
    if who := owner.digest(request):
        hearts = Hearts(count, digests, int(time.time()), who, unmerged)
        signed_cookies.write(request, signed_cookies.WISHES, msgspec.to_builtins(hearts))


@lru_cache(64)  # each heart of a page asks
def _unpack(digests: str) -> frozenset[bytes]:
    packed = base64.b64decode(digests)
    return frozenset(packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES))


def _digest(key: str) -> bytes:
    return hashlib.blake2s(key.encode(), digest_size=_BYTES, person=b"heart").digest()
