"""Rate limits of the account's forms: per e-mail address and per client, counted before the pool is called.

A count is an item of the session table that lasts an hour; its key is a keyed hash, so the table names nobody. It
counts whether or not there is such an account, so a limit reveals nothing about that. While the table does not answer,
the forms are closed (`Unavailable`): without it the storefront could not keep a session either. The price of a limit
per address is that a stranger can use it up; signing in still works then.
"""

from typing import NamedTuple

from django.http import HttpRequest

from storefront.web import attempts, security_events
from storefront.web.attempts import WINDOW as WINDOW
from storefront.web.attempts import LimitReached as LimitReached


class Limit(NamedTuple):
    """A kind of form, and how often it is accepted in an hour."""

    name: str
    per_address: int
    per_client: int


MAIL = Limit("mail", per_address=5, per_client=20)
"""Forms that have a mail sent."""
CODE = Limit("code", per_address=10, per_client=40)
"""Forms that a code from a mail is typed into: a million codes, ten tries."""


OWN = Limit("own", per_address=10, per_client=40)
"""Changes of one's own account, counted by the address that it has."""
APP = Limit("app", per_address=10, per_client=40)
"""Codes of an authenticator app."""


def count(limit: Limit, request: HttpRequest, email: str) -> None:
    """Count a submission. Raise `LimitReached` if the client or the address had too many, and `Unavailable`."""
    for whose, who, most in (
        ("client", security_events.network_of(request), limit.per_client),
        ("address", email.casefold(), limit.per_address),
    ):
        attempt_count, seconds_left = attempts.increment(f"{limit.name} {whose} {who}")
        if attempt_count > most:
            security_events.event(
                "limit-reached", request, form=limit.name, of=whose, address=security_events.hash_email(email)
            )
            raise LimitReached(seconds_left)
