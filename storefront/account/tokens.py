"""A shopper's tokens, kept beside the session's entries and never in the browser, and refreshed once however many ask
at a time.

`turn` counts refreshes: every write names the turn it follows, so an older one can never replace a newer. `refreshing`
is until when one request has the others wait.
"""

import time
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from storefront.account import oauth
from storefront.account.jwt import LEEWAY, InvalidToken, Use, expiry, verify
from storefront.account.jwt import groups as groups_of
from storefront.clients.api import Unavailable
from storefront.web.log import log
from storefront.web.session import SessionStore
from storefront.web.session_table import Changed, Item, call

# seconds before its end that a token is replaced: this machine's clock may be behind the API's
REFRESH_BEFORE = LEEWAY + 60
MIN_SECONDS_LEFT = 5  # seconds that a token must have left to be of use
LOCK_SECONDS = 15  # seconds after which a refresh that was begun counts as given up; longer than its requests may take
RETRY_AFTER = 2  # seconds after a refresh that failed in which nobody tries again
MAX_WAIT = 8.0  # seconds that a request waits for another one's refresh
POLL_INTERVAL = 0.05


class Tokens(msgspec.Struct, frozen=True):
    """`expires` is the access token's, in epoch seconds."""

    access: str
    refresh: str
    expires: int
    turn: int = 1

    def seconds_left(self) -> float:
        """Return seconds that the access token is still good for."""
        return self.expires - time.time()


class SessionExpired(Exception):
    """The session has no tokens, or Cognito takes them no longer: the shopper has to sign in again."""


def keep(session: SessionStore, tokens: Tokens) -> None:
    """Put the tokens beside the session's entries; they are stored when the session gets its new key."""
    session.beside = _attributes(tokens)


def drop(session: SessionStore) -> None:
    """Remove the tokens, which are of no use any more, and leaves the session's entries."""
    if tokens := get_tokens(session):
        session.beside = {}
        with suppress(Changed):
            _write(session, tokens, "REMOVE " + ", ".join((*_NAMES, "refreshing")), {})


def get_tokens(session: SessionStore) -> Tokens | None:
    """Return the tokens as loaded with the session."""
    session.keys()
    return _tokens(session.beside)


def groups(session: SessionStore) -> tuple[str, ...]:
    """Return the groups of the access token that is held: what the pool said when it was last refreshed, at most its
    lifetime ago."""
    tokens = get_tokens(session)
    return groups_of(tokens.access) if tokens else ()


def access(session: SessionStore) -> str:
    """Return an access token that is valid for some seconds more; refresh it first if need be.

    Raises `SessionExpired`, or `Unavailable` if the user pool does not answer.
    """
    tokens = get_tokens(session)
    deadline = time.monotonic() + MAX_WAIT
    while tokens and tokens.seconds_left() < REFRESH_BEFORE:
        try:
            _lock(session, tokens)
        except Changed as changed:
            session.beside = {name: value for name, value in (changed.item or {}).items() if name in _NAMES}
            tokens = _tokens(session.beside)
            if tokens and tokens.seconds_left() > MIN_SECONDS_LEFT:
                break
            if time.monotonic() > deadline:
                raise Unavailable("login") from None
            time.sleep(POLL_INTERVAL)
        else:
            return _refresh_once(session, tokens).access
    if not tokens:
        raise SessionExpired
    return tokens.access


def _refresh_once(session: SessionStore, old: Tokens) -> Tokens:
    try:
        new = _refresh(session, old)
        _write(
            session,
            old,
            "SET " + ", ".join(f"{name} = :{name}" for name in _NAMES) + " REMOVE refreshing",
            _attributes(new),
        )
    except (oauth.Rejected, Changed):
        raise SessionExpired from None
    except Unavailable:
        with suppress(Changed):
            _write(session, old, "SET refreshing = :until", {"until": {"N": str(int(time.time()) + RETRY_AFTER)}})
        if old.seconds_left() > MIN_SECONDS_LEFT:
            return old
        raise
    session.beside = _attributes(new)
    return new


def _refresh(session: SessionStore, old: Tokens) -> Tokens:
    reply = oauth.refresh(old.refresh)
    try:
        return tokens_of(reply, str(session["shopper"]["sub"]), old)
    except InvalidToken as error:
        log.error("a refreshed token is not to be believed", reason=str(error))
        raise oauth.Rejected from None


def tokens_of(reply: Mapping[str, object], sub: str, old: Tokens | None = None) -> Tokens:
    """Return the token endpoint's reply, once the access token is checked to be this shopper's.

    Raises `InvalidToken`.
    """
    claims = verify(str(reply.get("access_token", "")), Use.ACCESS)
    if claims["sub"] != sub:
        raise InvalidToken("another subject")
    refresh = str(reply.get("refresh_token") or (old.refresh if old else ""))
    return Tokens(str(reply["access_token"]), refresh, expiry(claims), old.turn + 1 if old else 1)


_NAMES = ("access", "refresh", "access_expires", "turn")


def _attributes(tokens: Tokens) -> Item:
    return {
        "access": {"S": tokens.access},
        "refresh": {"S": tokens.refresh},
        "access_expires": {"N": str(tokens.expires)},
        "turn": {"N": str(tokens.turn)},
    }


def _tokens(item: Item) -> Tokens | None:
    if "access" not in item:
        return None
    return Tokens(item["access"]["S"], item["refresh"]["S"], int(item["access_expires"]["N"]), int(item["turn"]["N"]))


def _lock(session: SessionStore, tokens: Tokens) -> None:
    now = int(time.time())
    values: Item = {"until": {"N": str(now + LOCK_SECONDS)}, "now": {"N": str(now)}}
    _write(
        session,
        tokens,
        "SET refreshing = :until",
        values,
        " AND (attribute_not_exists(refreshing) OR refreshing < :now)",
    )


def _write(session: SessionStore, after: Tokens, expression: str, values: Item, condition: str = "") -> None:
    call(
        "update_item",
        str(session.session_key),
        UpdateExpression=expression,
        ConditionExpression="turn = :after" + condition,
        ExpressionAttributeValues={
            ":after": {"N": str(after.turn)},
            **{f":{name}": value for name, value in values.items()},
        },
    )
