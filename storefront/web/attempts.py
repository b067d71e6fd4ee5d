"""Attempts within an hour, counted in the session table for all processes together.

A count is an item that lasts an hour; its key is a keyed hash, so the table names nobody.
"""

import math
import time

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from storefront.web import security_events
from storefront.web.session_table import call_item

WINDOW = 3600  # seconds


class LimitReached(Exception):
    """There were too many attempts; the next one is accepted in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    @property
    def message(self) -> str:
        minutes = math.ceil(self.seconds / 60)
        return ngettext(
            "That was tried too often. Try again in %(minutes)d minute.",
            "That was tried too often. Try again in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}


def count_client(request: HttpRequest, what: str, most: int) -> None:
    """Count an attempt of this client. Raise `LimitReached` for one too many in an hour, and `api.Unavailable`."""
    attempt_count, seconds_left = increment(f"{what} client {security_events.network_of(request)}")
    if attempt_count > most:
        security_events.event("limit-reached", request, form=what, of="client")
        raise LimitReached(seconds_left)


def increment(what: str) -> tuple[int, int]:
    """Return the number of attempts in this hour, including this one, and the seconds that are left of the hour.

    Each key's hour begins with its first attempt. The key names the hour, because DynamoDB deletes expired items late.
    """
    digest = salted_hmac("storefront.account.limits", what, algorithm="sha256").hexdigest()
    now = int(time.time()) + int(digest[:8], 16) % WINDOW
    seconds_left = WINDOW - now % WINDOW
    reply = call_item(
        "update_item",
        f"LIMIT#{digest}#{now // WINDOW}",
        UpdateExpression="ADD tries :one SET expires = :ends",
        ExpressionAttributeValues={":one": {"N": "1"}, ":ends": {"N": str(int(time.time()) + seconds_left)}},
        ReturnValues="UPDATED_NEW",
    )
    return int(reply["Attributes"]["tries"]["N"]), seconds_left
