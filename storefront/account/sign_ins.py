"""Where a shopper is signed in: one item per shopper in the session table, so that sign-ins can be listed and ended.

The item is found by the e-mail address, since whoever sets a new password by a mailed code has told nothing else. Its
key is a keyed hash. A member of `sessions` is when the sign-in was, in milliseconds, and the key of the session's item:
members sort by age. What device it is and when it was used last stands in the session, which writes it down once a day
(`idle_timeout`), so the list costs no page a write.
"""

import json
import time
from datetime import UTC, datetime

import msgspec
from botocore.exceptions import ClientError
from django.conf import settings
from django.utils.crypto import salted_hmac

from storefront.account import cognito, devices, idle_timeout
from storefront.clients.api import Unavailable
from storefront.web.log import log
from storefront.web.session_table import Item, Value, call_item, item_key, read_items

MAX_SIGN_INS = 100
"""Sign-ins of one shopper at a time; the oldest ends when there are more."""
SETTLING_SECONDS = 60
"""How long a sign-in may be noted before its session says who it is of: that is written at the end of the request."""

_DIGITS = 13
_SESSION_ENTRY = "shopper"
_FACTOR_AT = "factor_at"


class SignIn(msgspec.Struct, frozen=True):
    """A place where a shopper is signed in: its device in words, since when, and when it was used last, to a day.

    `id` names it in a form and opens nothing.
    """

    id: str
    device: str
    at: datetime
    seen: datetime
    is_this: bool


def add(email: str, session_key: str) -> int:
    """Note a sign-in, and return when a second factor was set up, in milliseconds since 1970; 0 where none was.

    One that is noted before that is ended by it, and one that is noted after it learns of it here: there is no between.
    Raises `Unavailable`.
    """
    member = f"{int(time.time() * 1000):0{_DIGITS}d}{item_key(session_key)}"
    reply = call_item(
        "update_item",
        _key(email),
        UpdateExpression="ADD sessions :one SET expires = :ends",
        ExpressionAttributeValues={":one": {"SS": [member]}, ":ends": _ends()},
        ReturnValues="ALL_NEW",
    )
    members = sorted(reply["Attributes"]["sessions"]["SS"])
    _remove(email, members[:-MAX_SIGN_INS])
    return int(reply["Attributes"].get(_FACTOR_AT, {"N": "0"})["N"])


def refuse_begun(email: str) -> None:
    """Note that a second factor is set up now: no sign-in that has begun by now is to come in without it.

    Raises `Unavailable`.
    """
    call_item(
        "update_item",
        _key(email),
        UpdateExpression=f"SET {_FACTOR_AT} = :now, expires = :ends",
        ExpressionAttributeValues={":now": {"N": str(int(time.time() * 1000))}, ":ends": _ends()},
    )


def _ends() -> Value:
    return {"N": str(int(time.time()) + settings.SESSION_COOKIE_AGE)}


def get_all(email: str, sub: str, session_key: str) -> list[SignIn]:
    """Return where this shopper is signed in: this session first, then the one used last. Raises `Unavailable`.

    Sign-ins that have ended by themselves are forgotten on the way, but for new ones: they may be about to be written.
    """
    own, living, ended = item_key(session_key), list[SignIn](), list[str]()
    members = _members(email)
    items = read_items(member[_DIGITS:] for member in members)
    for member in members:
        entry = _entry(items.get(member[_DIGITS:]))
        if entry is None or idle_timeout.over(entry):
            ended.append(member)
        elif entry["sub"] == sub:
            living.append(_sign_in(member, entry, own))
    _forget(email, [member for member in ended if _began(member) < time.time() - SETTLING_SECONDS])
    return sorted(living, key=lambda each: (each.is_this, each.seen, each.at), reverse=True)


def _entry(item: Item | None) -> idle_timeout.Entry | None:
    """Return who is signed in by a session's item, None where nobody is, or it has expired: DynamoDB deletes late."""
    if not item or int(item["expires"]["N"]) <= time.time():
        return None
    text = item["contents"]["M"].get(_SESSION_ENTRY)
    entry: idle_timeout.Entry | None = json.loads(text["S"]) if text else None
    return entry


def _sign_in(member: str, entry: idle_timeout.Entry, own: str) -> SignIn:
    at, key = _began(member), member[_DIGITS:]
    words = devices.in_words(entry.get("browser", ""), entry.get("system", ""))
    return SignIn(_id(key), words, _moment(at), _moment(entry.get(idle_timeout.SEEN, at)), key == own)


def _began(member: str) -> int:
    """Return when a sign-in was, in seconds since 1970."""
    return int(member[:_DIGITS]) // 1000


def _id(key: str) -> str:
    return key.partition("#")[2]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def end_one(email: str, id: str, session_key: str) -> None:
    """End the sign-in of this `id`, unless it is nobody's, somebody else's, or that of `session_key`.

    Its next request finds no session, and its refresh token is revoked. Raises `Unavailable`.
    """
    own = item_key(session_key)
    for member in _members(email):
        if _id(member[_DIGITS:]) == id and member[_DIGITS:] != own:
            item = call_item("get_item", member[_DIGITS:], ConsistentRead=True).get("Item", {})
            _remove(email, [member])
            if "refresh" in item:
                revoke(item["refresh"]["S"])


def revoke(refresh_token: str) -> None:
    """Revoke the tokens of a sign-in that is over here; where the pool does not answer, they end by themselves."""
    try:
        cognito.revoke(refresh_token)
    except (ClientError, Unavailable) as error:  # the session that held it is gone
        log.warning("tokens were not revoked", error=type(error).__name__)


def end_others(email: str, session_key: str | None) -> None:
    """End each sign-in of this address but that of `session_key`: its next request finds no session.

    Raises `Unavailable`.
    """
    own = item_key(session_key) if session_key else ""
    _remove(email, [member for member in _members(email) if member[_DIGITS:] != own])


def _members(email: str) -> list[str]:
    item = call_item("get_item", _key(email), ConsistentRead=True).get("Item", {})
    return list(item["sessions"]["SS"]) if "sessions" in item else []


def _remove(email: str, members: list[str]) -> None:
    for member in members:
        call_item("delete_item", member[_DIGITS:])
    _forget(email, members)


def _forget(email: str, members: list[str]) -> None:
    if members:
        gone: Item = {":gone": {"SS": members}}
        call_item("update_item", _key(email), UpdateExpression="DELETE sessions :gone", ExpressionAttributeValues=gone)


def _key(email: str) -> str:
    return "SIGNINS#" + salted_hmac("storefront.account.sign_ins", email.casefold(), algorithm="sha256").hexdigest()
