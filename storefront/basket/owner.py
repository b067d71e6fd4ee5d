"""Whose basket a request is about: the signed-in shopper's by the token, else the guest's by an id that only the cookie
holds."""

import hashlib
import secrets
from typing import Protocol

import msgspec
from django.http import HttpRequest

from backend.contracts.types import GuestId
from storefront.web import signed_cookies


class SignedIn(Protocol):
    """Who is signed in, as far as a basket needs to know; the account app puts it into the request."""

    @property
    def sub(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def token(self) -> str: ...


def shopper(request: HttpRequest) -> SignedIn | None:
    """Return the signed-in shopper, or None. Asking may load the session."""
    return getattr(request, "shopper", None) or None


def guest_id(request: HttpRequest) -> str | None:
    """Return the id of this browser's guest basket, or None before the first thing was added."""
    try:
        return msgspec.convert(signed_cookies.read(request, signed_cookies.GUEST), GuestId)
    except msgspec.ValidationError:
        return None


def new_guest(request: HttpRequest) -> str:
    """Return a new guest's id, 128 bits from the system's source."""
    made = secrets.token_hex(16)
    signed_cookies.write(request, signed_cookies.GUEST, made)
    return made


def forget_guest(request: HttpRequest) -> None:
    """Forget the guest's id: the next article added without signing in begins a new basket."""
    signed_cookies.write(request, signed_cookies.GUEST, None)


def digest(request: HttpRequest) -> str | None:
    """Return a short digest that tells owners apart and names none, or None if there is no basket yet."""
    signed_in = shopper(request)
    return _digest(f"shopper#{signed_in.sub}") if signed_in else guest_digest(request)


def guest_digest(request: HttpRequest) -> str | None:
    """Return the digest of this browser's guest, whoever is signed in; None if there is no guest."""
    guest = guest_id(request)
    return _digest(guest) if guest else None


def _digest(owner: str) -> str:
    return hashlib.blake2s(owner.encode(), digest_size=8, person=b"basket").hexdigest()
