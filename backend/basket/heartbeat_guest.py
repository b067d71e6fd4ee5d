"""The heartbeat as a guest of the public API, and the card that it pays with, which moves no money.

Environment: `CARD_URL`, where the sandbox takes a card; unset where Stripe is in test mode.
"""

import os
from typing import TypeVar

import msgspec
import urllib3

from backend.contracts.basket.models import NewAddress
from backend.contracts.operation import Body, Operation, Path, Query

T = TypeVar("T")
ADDRESS = NewAddress(
    name="Heartbeat",
    email="success@simulator.amazonses.com",  # SES's own recipient, which nobody reads
    street="Kastanienallee 7",
    postal_code="10435",
    town="Berlin",
    country="DE",
)
CARD = {"number": "4242 4242 4242 4242", "expires": "12/49", "code": "123"}
STRIPES_TEST_CARD = "pm_card_visa"
"""Stripe's own name for a card that pays in test mode, and that it refuses elsewhere:
https://docs.stripe.com/testing"""
_RETRIES = urllib3.Retry(
    total=2, redirect=0, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), allowed_methods=None,
    raise_on_status=False, respect_retry_after_header=False,
)  # fmt: skip
_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=2, read=16), retries=_RETRIES)


class Missed(Exception):
    """The shop did not sell; the message says at which step it got stuck."""


class Guest:
    """A guest of the API at this address. Every request may be sent again, because none has an effect twice."""

    def __init__(self, api: str, guest_id: str) -> None:
        self.api, self.guest_id = api, guest_id

    def call(self, operation: Operation[Path, Query, Body, T], body: object = None, **path: str) -> T:
        """Return the operation's reply. Raise `Missed` for any other answer, or none."""
        status, reply = self.send(operation, body, **path)
        if status != operation.status:
            raise Missed(f"{operation.name} answers {status}")
        return msgspec.json.decode(reply, type=operation.reply)

    def send(self, operation: Operation[Path, Query, Body, T], body: object = None, **path: str) -> tuple[int, bytes]:
        """Return status and reply. Raise `Missed` where there is none."""
        url = f"{self.api}{operation.template.format(guest_id=self.guest_id, **path)}"
        return send(operation.method, url, body, operation.name)


def card_token() -> str:
    """Return the token that the payment provider issues for the card. Raise `Missed` if it takes none."""
    if not (url := os.environ.get("CARD_URL")):
        return STRIPES_TEST_CARD
    status, reply = send("POST", url, CARD, "the card's page")
    if status != 201:
        raise Missed(f"the provider takes no card: {status}")
    return str(msgspec.json.decode(reply)["token"])


def send(method: str, url: str, body: object, what: str) -> tuple[int, bytes]:
    """Return status and reply. Raise `Missed` where `what`, its name, does not answer."""
    content = None if body is None else msgspec.json.encode(body)
    headers = {} if body is None else {"content-type": "application/json"}
    try:
        reply = _pool.request(method, url, headers=headers, body=content)
    except urllib3.exceptions.HTTPError as error:
        raise Missed(f"{what} does not answer: {type(error).__name__}") from None
    return reply.status, reply.data
