"""Whose basket a request is about: the signed-in shopper's by the token, else the guest's by an id that only the cookie
holds."""

import hashlib
import secrets
from typing import Any

import msgspec
from django.http import HttpRequest

from backend.contracts.types import GuestId
from storefront.web import signed_cookies


def shopper(request: HttpRequest) -> Any:
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
    owner = f"shopper#{signed_in.sub}" if signed_in else guest_id(request)
    return hashlib.blake2s(owner.encode(), digest_size=8, person=b"basket").hexdigest() if owner else None
