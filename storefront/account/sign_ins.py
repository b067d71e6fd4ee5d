"""Where a shopper is signed in: one item per shopper in the session table, so that all sign-ins can be ended at once.

The item is found by the e-mail address, since whoever sets a new password by a mailed code has told nothing else. Its
key is a keyed hash. A member of `sessions` is when the sign-in was, in milliseconds, and the key of the session's item:
members sort by age.
"""

import time

from django.conf import settings
from django.utils.crypto import salted_hmac

from storefront.web.session import Item, call_item, item_key

MAX_SIGN_INS = 100
"""Sign-ins of one shopper at a time; the oldest ends when there are more."""
_DIGITS = 13


def add(email: str, session_key: str) -> None:
    """Note a sign-in. Raises `Unavailable`."""
    ends = int(time.time()) + settings.SESSION_COOKIE_AGE
    member = f"{int(time.time() * 1000):0{_DIGITS}d}{item_key(session_key)}"
    reply = call_item(
        "update_item",
        _key(email),
        UpdateExpression="ADD sessions :one SET expires = :ends",
        ExpressionAttributeValues={":one": {"SS": [member]}, ":ends": {"N": str(ends)}},
        ReturnValues="UPDATED_NEW",
    )
    members = sorted(reply["Attributes"]["sessions"]["SS"])
    _remove(email, members[:-MAX_SIGN_INS])


def end_others(email: str, session_key: str | None) -> None:
    """End each sign-in of this address but that of `session_key`: its next request finds no session.

    Raises `Unavailable`.
    """
    sessions = call_item("get_item", _key(email), ConsistentRead=True).get("Item", {}).get("sessions", {}).get("SS", [])
    own = item_key(session_key) if session_key else ""
    _remove(email, [member for member in sessions if member[_DIGITS:] != own])


def _remove(email: str, members: list[str]) -> None:
    for member in members:
        call_item("delete_item", member[_DIGITS:])
    if members:
        gone: Item = {":gone": {"SS": members}}
        call_item("update_item", _key(email), UpdateExpression="DELETE sessions :gone", ExpressionAttributeValues=gone)


def _key(email: str) -> str:
    return "SIGNINS#" + salted_hmac("storefront.account.sign_ins", email.casefold(), algorithm="sha256").hexdigest()
