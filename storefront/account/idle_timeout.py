"""How long a sign-in lasts without a visit: `at` is when it was and `seen` the last visit, in the session's entry of
who signed in.

A visit is written down rarely, so that a page seldom costs a write: a shopper's once a day, one in the back office once
a minute. An entry of an earlier version has neither: its time begins with the first look at it. `signed_in` is the
sign-in itself, which nothing makes younger.
https://pages.nist.gov/800-63-4/sp800-63b.html (section 5.2)
"""

import time
from typing import Final, Literal, NotRequired, TypedDict

from django.conf import settings

RECORD_EVERY = 24 * 3600  # seconds between two notes of a shopper's visits
RECORD_STAFF_EVERY = 60  # the same in the back office
FRESH_SECONDS = 15 * 60
"""How long after signing in what takes an account over may be changed."""
SEEN: Final = "seen"
SEEN_BY_STAFF: Final = "staff_seen"
Visit = Literal["seen", "staff_seen"]


class Entry(TypedDict):
    """Who signed in, and by what device, as the session holds it; times are in seconds since 1970."""

    sub: str
    email: str
    name: str
    is_staff: NotRequired[bool]
    at: NotRequired[int]
    signed_in: NotRequired[int]
    seen: NotRequired[int]
    staff_seen: NotRequired[int]
    browser: NotRequired[str]
    system: NotRequired[str]


def first_entry() -> dict[str, int]:
    """Return the session entry of a new sign-in."""
    now = int(time.time())
    return {"at": now, "signed_in": now, SEEN: now, SEEN_BY_STAFF: now}


def over(entry: Entry) -> bool:
    """Return whether the sign-in has ended: too long without a visit, or too long ago."""
    now = time.time()
    too_old = now - entry.get("at", now) > settings.SESSION_COOKIE_AGE
    return bool(too_old or now - entry.get(SEEN, now) > settings.IDLE_SECONDS)


def is_fresh(entry: Entry) -> bool:
    """Return whether somebody signed in a moment ago, and has not merely stayed signed in."""
    return bool(time.time() - entry.get("signed_in", 0) <= FRESH_SECONDS)


def over_for_staff(entry: Entry) -> bool:
    """Return whether the back office asks to sign in again."""
    now = time.time()
    return bool(now - entry.get(SEEN_BY_STAFF, now) > settings.STAFF_IDLE_SECONDS)


def due(entry: Entry, which: Visit = SEEN, every: int = RECORD_EVERY) -> bool:
    """Return whether this visit must be recorded; most are not, to save writes."""
    return bool(time.time() - entry.get(which, 0) > every)


def record_visit(entry: Entry, which: Visit = SEEN) -> Entry:
    """Return the entry with this visit in it."""
    now = int(time.time())
    recorded: Entry = {"at": now, **entry}
    recorded[which] = now
    return recorded
