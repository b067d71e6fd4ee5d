"""The delivery zones, kept in this process for ten seconds: many pages name a country, a charge or a day."""

from backend.contracts.delivery.models import DeliveryZones, Ways
from backend.contracts.delivery.operations import FRESH_SECONDS, GET_DELIVERY_ZONES
from backend.contracts.delivery.zones import DEFAULT, ways
from backend.contracts.shop import HOME_COUNTRY
from storefront.clients import api, reply_cache
from storefront.clients.outputs import OutputsMissing, currency
from storefront.clients.process_copy import ProcessCopy

TIMEOUT: api.Timeout = (1.0, 2.0)
"""A page goes on with what was known before, rather than later."""

_is_unanswered = False  # when the service was asked last: no shared cache may keep a page with zones of before


def _load() -> DeliveryZones | None:
    global _is_unanswered
    try:
        zones = api.call(GET_DELIVERY_ZONES, allow_stale=False, bypass_cache=True, timeout=TIMEOUT)
    except api.Refusal:
        zones = None  # an older backend knows of none, and changed none
    except (api.Unavailable, OutputsMissing):
        _is_unanswered = True
        return None
    _is_unanswered = False
    return zones


# Nobody waits longer than for an answer: the threads that ask may all be waiting here.
_copy = ProcessCopy(_load, FRESH_SECONDS, patience=sum(TIMEOUT))
prefetch, ask_again = _copy.prefetch, _copy.ask_again


def current() -> DeliveryZones:
    """Return the zones, the last known ones while the service is down, those of the code where none were ever seen."""
    zones = _copy.get()
    if _is_unanswered:
        reply_cache.note_missing()
    return zones or DEFAULT


def ways_to(country: str) -> Ways:
    """Return the ways of delivery to a country, in the shop's currency; to the shop's own where it has none.

    A country may be taken out between two looks of one page.
    """
    zones = current()
    return ways(country if zones.find(country) else HOME_COUNTRY, currency(), zones)


def keep(zones: DeliveryZones) -> None:
    """Have this process go on with these zones: they were just saved."""
    global _is_unanswered
    _copy.keep(zones)
    _is_unanswered = False


def clear() -> None:
    """Forget the zones, as in a new process."""
    global _is_unanswered
    _copy.clear()
    _is_unanswered = False
