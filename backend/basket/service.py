"""The basket's use cases, each safe against concurrent requests for the same basket.

Every write removes the `event` of an earlier checkout, since each write pays for the item's bytes. Nothing is lost:
the stream's record of that checkout keeps the event, and the relay publishes it from there.
"""

import os

import msgspec

from backend.basket import checkout, delivery, domain, offers, repository
from backend.basket.domain import Line, Offers
from backend.contracts import working_days
from backend.contracts.basket.models import HOME_COUNTRY, Basket, CheckedOut, CheckOut, Merged
from backend.shared import clock

_TRIES = 10


def get(owner: str, country: str = HOME_COUNTRY) -> Basket:
    """Return the owner's basket with the delivery options of a country; an empty one if there is none.

    Raises Refused 422 for a country without delivery.
    """
    return _view(repository.read(owner).lines, country=country)


def set_line(owner: str, sku: str, quantity: int, country: str = HOME_COUNTRY, since: int | None = None) -> Basket:
    """Set how many pieces of a SKU the basket holds, 0 for none; `since` as in `SetLine`.

    Raises Refused: 404, 409, 422 of `domain.for_sale`, 422 when full, or for a country we do not deliver to.
    """
    if quantity == 0:
        return remove_line(owner, sku, country)
    delivery.check(country)
    offer, now = domain.for_sale(sku, offers.get(sku), _currency()), clock.millis()
    line = Line(sku=sku, quantity=quantity, seen_price=offer.price, since=now if since is None else min(since, now))
    return _view(repository.put(owner, line).lines, {sku: offer}, country)


def remove_line(owner: str, sku: str, country: str = HOME_COUNTRY) -> Basket:
    """Remove a SKU; nothing happens where there is none. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country)
    return _view(repository.remove(owner, sku).lines, country=country)


def clear(owner: str, country: str = HOME_COUNTRY) -> Basket:
    """Remove every line. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country)
    for _ in range(_TRIES):
        contents = repository.read(owner)
        if not contents.lines or repository.replace(owner, contents, msgspec.structs.replace(contents, lines=())):
            return _view((), country=country)
    raise domain.busy()


def merge(owner: str, guest: str) -> Merged:
    """Move a guest's lines into the shopper's basket in one transaction. A repeated call finds none to move."""
    for _ in range(_TRIES):
        mine, theirs = repository.read(owner), repository.read(guest)
        merged, left, moved = domain.merge(mine.lines, theirs.lines)
        if len(left) == len(theirs.lines):
            return Merged(basket=_view(mine.lines), moved=0)
        after = msgspec.structs.replace(mine, lines=merged), msgspec.structs.replace(theirs, lines=left)
        if repository.replace_two((owner, mine, after[0]), (guest, theirs, after[1])):
            return Merged(basket=_view(merged), moved=moved)
    raise domain.busy()


def check_out(owner: str, body: CheckOut) -> CheckedOut:
    """Close the basket under a new order id, in one write that publishes BasketCheckedOut.

    If the basket changed meanwhile, it is read again: either the total is new, or an earlier try of this very checkout
    was written and its key is found. Raises Refused: 409 and 422 of `checkout.close`, 422 for a key used with another
    body.
    """
    for _ in range(_TRIES):
        contents = repository.read(owner)
        if earlier := checkout.find_earlier(contents.checkouts, body):
            return checkout.answer(earlier, _currency(), owner)
        closing = checkout.closing(owner, clock.new_id(), clock.now(), _currency())
        event = checkout.close(contents.lines, offers.find(line.sku for line in contents.lines), body, closing)
        after = msgspec.structs.replace(
            contents, lines=(), checkouts=checkout.remember(contents.checkouts, body, event)
        )
        if repository.replace(owner, contents, after, event):
            return checkout.answer(after.checkouts[-1], _currency(), owner)
    raise domain.busy()


def _view(lines: tuple[Line, ...], known: Offers | None = None, country: str = HOME_COUNTRY) -> Basket:
    known = known or {}
    return domain.view(
        lines,
        {**known, **offers.find(line.sku for line in lines if line.sku not in known)},
        _currency(),
        working_days.day_of(clock.now()),
        country,
    )


def _currency() -> str:
    """Return the shop's currency, an ISO 4217 code."""
    return os.environ["CURRENCY"]
