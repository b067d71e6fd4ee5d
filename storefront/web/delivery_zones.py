"""The delivery zones, kept in this process for ten seconds: many pages name a country, a charge or a day."""

import time
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock

from backend.contracts.delivery.models import DeliveryZones, Ways
from backend.contracts.delivery.operations import FRESH_SECONDS, GET_DELIVERY_ZONES
from backend.contracts.delivery.zones import DEFAULT, ways
from backend.contracts.shop import HOME_COUNTRY
from storefront.clients import api, reply_cache
from storefront.clients.concurrency import about_to_wait, start
from storefront.clients.outputs import OutputsMissing, currency

RETRY_AFTER = 5.0  # seconds before a service that did not answer is asked again
TIMEOUT: api.Timeout = (1.0, 2.0)
"""A page goes on with what was known before, rather than later."""

_known: DeliveryZones | None = None
_until = float("-inf")
_request: Future[None] | None = None
_is_unanswered = False  # when the service was asked last: no shared cache may keep a page with zones of before
_lock = Lock()


def current() -> DeliveryZones:
    """Return the zones, the last known ones while the service is down, those of the code where none were ever seen.

    Who finds them too old asks and waits; the others go on with the old ones meanwhile, and wait only where there are
    none. Nobody waits longer than for an answer: the threads that ask may all be waiting here.
    """
    asking = prefetch() or (_request if _known is None else None)
    if asking:
        about_to_wait()
        with suppress(TimeoutError):
            asking.result(sum(TIMEOUT))
    if _is_unanswered:
        reply_cache.note_missing()
    return _known or DEFAULT


def ways_to(country: str) -> Ways:
    """Return the ways of delivery to a country, in the shop's currency; to the shop's own where it has none.

    A country may be taken out between two looks of one page.
    """
    zones = current()
    return ways(country if zones.find(country) else HOME_COUNTRY, currency(), zones)


def keep(zones: DeliveryZones) -> None:
    """Have this process go on with these zones: they were just saved."""
    global _known, _until, _is_unanswered
    _known, _until, _is_unanswered = zones, time.monotonic() + FRESH_SECONDS, False


def ask_again() -> None:
    """Ask at the next call, for there is something new; until the service answers, the last known zones hold."""
    global _until
    _until = float("-inf")


def clear() -> None:
    """Forget the zones, as in a new process."""
    global _known, _until, _request, _is_unanswered
    _known, _until, _request, _is_unanswered = None, float("-inf"), None, False


def prefetch() -> "Future[None] | None":
    """Begin to ask for the zones, where they are too old and nobody is asking already."""
    global _until, _request
    with _lock:
        if time.monotonic() < _until:
            return None
        _until = time.monotonic() + RETRY_AFTER
        _request = start(_load)
        return _request


def _load() -> None:
    global _is_unanswered
    try:
        keep(api.call(GET_DELIVERY_ZONES, allow_stale=False, bypass_cache=True, timeout=TIMEOUT))
    except api.Refusal:
        _is_unanswered = False  # an older backend knows of none, and changed none
    except (api.Unavailable, OutputsMissing):
        _is_unanswered = True
