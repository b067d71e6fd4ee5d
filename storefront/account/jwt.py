"""The only place where tokens are verified: signature, issuer, audience, use and times.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

import base64
import binascii
import enum
import hmac
import json
import time
from hashlib import sha256
from typing import NoReturn

from storefront.account.jwks import keys
from storefront.clients.outputs import outputs

LEEWAY = 120  # seconds that two clocks may differ, in either direction
MAX_LENGTH = 8192  # characters of a token
Claims = dict[str, object]


class Use(enum.StrEnum):
    """A token's `token_use`: an ID token says who signed in, an access token opens the API. Neither is accepted in
    place of the other."""

    ID = "id"
    ACCESS = "access"


class InvalidToken(Exception):
    """The token is invalid; the message says why, for the log, and contains nothing of it."""


class ClockSkew(InvalidToken):
    """The token's times are in the future, or already past, by this machine's clock: usually one of the clocks is
    wrong."""


def groups(token: str) -> tuple[str, ...]:
    """Return the groups that an access token names.

    Only for a token that `verify` accepted: the signature is not checked again.
    """
    try:
        names = _object(token.split(".")[1]).get("cognito:groups", ())
    except (InvalidToken, IndexError):
        return ()
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def verify(token: str, use: Use, *, nonce: str | None = None, access: str | None = None, client: str = "") -> Claims:
    """Return the token's claims.

    An ID token must carry the login's `nonce`, and where it has an `at_hash`, that of `access`.

    It must have been given to the shop's own client, or to `client` where one is named: the terminal's opens no page of
    the shop.

    Raises `InvalidToken`, and `Unavailable` where the pool's keys cannot be had.
    """
    claims = _verify_signature(token)
    shop = outputs().shop
    audience = claims.get("aud") if use is Use.ID else claims.get("client_id")
    _check(claims.get("iss") == shop.issuer, "issuer")
    _check(audience == (client or shop.client_id), "audience")
    _check(claims.get("token_use") == use.value, "token_use")
    _check(0 < len(subject(claims)) <= 128, "subject")
    _times(claims)
    if use is Use.ID:
        _check(nonce is not None and _same(claims.get("nonce"), nonce), "nonce")
        _check(access is None or "at_hash" not in claims or _same(claims["at_hash"], _half_hash(access)), "at_hash")
    return claims


def subject(claims: Claims) -> str:
    """Return whose token it is; empty if its `sub` is not a text."""
    sub = claims.get("sub")
    return sub if isinstance(sub, str) else ""


def expiry(claims: Claims) -> int:
    """Return when the token ends, in seconds since 1970. Raise `InvalidToken` where it is no whole number."""
    return _seconds(claims, "exp")


def _verify_signature(token: str) -> Claims:
    """Return the payload, once its signature is confirmed to be by a key of the pool.

    The header chooses among these keys and decides nothing else.
    """
    parts = token.split(".") if token.isascii() and len(token) <= MAX_LENGTH else []
    _check(len(parts) == 3, "shape")
    header = _object(parts[0])
    _check(header.get("alg") == "RS256", "algorithm")
    _check(header.keys() <= {"alg", "kid", "typ"} and header.get("typ", "JWT") == "JWT", "header")
    kid = header.get("kid")
    key = keys().find(kid) if isinstance(kid, str) else None
    if key is None:
        _refuse("key")
    _bytes(parts[2])
    from joserfc import jws  # only whoever signs in waits for it
    from joserfc.errors import JoseError

    try:
        jws.deserialize_compact(token, key, algorithms=["RS256"])
    except (JoseError, ValueError):
        _refuse("signature")
    return _object(parts[1])


def _times(claims: Claims) -> None:
    now = time.time()
    earliest = {"iat": _seconds(claims, "iat"), **{name: _seconds(claims, name, 0) for name in ("nbf", "auth_time")}}
    if expiry(claims) <= now - LEEWAY:
        raise ClockSkew("expired")
    for name, seconds in earliest.items():
        if seconds > now + LEEWAY:
            raise ClockSkew(f"{name} is in the future")


def _seconds(claims: Claims, name: str, default: int | None = None) -> int:
    value = claims.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(name)
    return value


def _object(part: str) -> Claims:
    """Return a part of the token as JSON.

    A name that stands twice is refused: who reads the first and who reads the last would differ.
    """
    try:
        value = json.loads(_bytes(part), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse("encoding")
    _check(isinstance(value, dict), "encoding")
    return dict(value)


def _bytes(part: str) -> bytes:
    """Return a part decoded. One value has one spelling here, so that no two texts are the same token."""
    try:
        content = base64.b64decode(part + "=" * (-len(part) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        _refuse("encoding")
    _check(base64.urlsafe_b64encode(content).rstrip(b"=").decode() == part, "encoding")
    return content


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    _check(len({name for name, _ in pairs}) == len(pairs), "a claim stands twice")
    return dict(pairs)


def _half_hash(access: str) -> str:
    """OpenID Connect Core 3.1.3.6: the left half of the access token's hash."""
    return base64.urlsafe_b64encode(sha256(access.encode()).digest()[:16]).rstrip(b"=").decode()


def _same(actual: object, expected: str) -> bool:
    return isinstance(actual, str) and hmac.compare_digest(actual.encode("utf-8", "surrogatepass"), expected.encode())


def _check(holds: bool, what: str) -> None:
    if not holds:
        _refuse(what)


def _refuse(what: str) -> NoReturn:
    raise InvalidToken(what)
