"""How often the account's forms are taken: per e-mail address and per client, counted before the pool is asked
anything.

A count is an item of the session table that lasts an hour; its key is a keyed hash, so the table names nobody. It
counts whether or not there is such an account, so a limit tells nothing of that. While the table does not answer, the
forms are closed (`Unavailable`): without it the storefront could not keep a session either. The price of a limit per
address is that a stranger can use it up; signing in goes on.
"""

import math
import time
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from storefront.web import security_events
from storefront.web.session import call_item

WINDOW = 3600  # seconds


class Limit(NamedTuple):
    """A kind of form, and how often it is accepted in an hour."""

    name: str
    per_address: int
    per_client: int


MAIL = Limit("mail", per_address=5, per_client=20)
"""Forms that have a mail sent."""
CODE = Limit("code", per_address=10, per_client=40)
"""Forms that a code from a mail is typed into: a million codes, ten tries."""


APP = Limit("app", per_address=10, per_client=40)
"""Codes of an authenticator app."""


class LimitReached(Exception):
    """The form was sent too often; it is accepted again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def message(self) -> str:
        minutes = math.ceil(self.seconds / 60)
        return f"That was tried too often. Try again in {minutes} minute{'s' if minutes != 1 else ''}."


def count(limit: Limit, request: HttpRequest, email: str) -> None:
    """Count a submission. Raise `LimitReached` if the client or the address had too many, and `Unavailable`."""
    for whose, who, most in (
        ("client", security_events.network_of(request), limit.per_client),
        ("address", email.casefold(), limit.per_address),
    ):
        counted, left = _increment(f"{limit.name} {whose} {who}")
        if counted > most:
            security_events.event(
                "limit-reached", request, form=limit.name, of=whose, address=security_events.hash_email(email)
            )
            raise LimitReached(left)


def _increment(what: str) -> tuple[int, int]:
    """Return how many there are in this hour, this one among them, and the seconds that are left of it.

    Each key's hours begin at a second of its own. The key names the hour: DynamoDB takes its time to delete what has
    expired.
    """
    digest = salted_hmac("storefront.account.limits", what, algorithm="sha256").hexdigest()
    now = int(time.time()) + int(digest[:8], 16) % WINDOW
    left = WINDOW - now % WINDOW
    reply = call_item(
        "update_item",
        f"LIMIT#{digest}#{now // WINDOW}",
        UpdateExpression="ADD tries :one SET expires = :ends",
        ExpressionAttributeValues={":one": {"N": "1"}, ":ends": {"N": str(int(time.time()) + left)}},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply["Attributes"]["tries"]["N"]), left
