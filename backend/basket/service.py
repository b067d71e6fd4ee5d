"""Baskets in the table: one item per owner, written under conditions so that no two requests lose one another's change.

Every write takes away the `event` of the checkout before it, for an item pays for its bytes with each write. That loses
nothing: the stream's record of the checkout keeps the event, and the relay publishes from there.
"""

import os

import msgspec

from backend.basket import checkout, delivery, domain, offers, repository
from backend.basket.checkout import Closing
from backend.basket.domain import Line, Offers
from backend.contracts import working_days
from backend.contracts.basket.models import HOME, Basket, CheckedOut, CheckOut, Merged
from backend.shared import clock

_TRIES = 10


def get(owner: str, country: str = HOME) -> Basket:
    """The owner's basket, with deliveries to a country; an empty one where there is none, or a guest's has expired.

    Raises Refused 422 for a country we do not deliver to.
    """
    return _view(repository.read(owner).lines, country=country)


def set_line(owner: str, sku: str, quantity: int, country: str = HOME, since: int | None = None) -> Basket:
    """Set how many pieces of a SKU the basket holds, 0 for none; `since` as in `SetLine`.

    Raises Refused: 404, 409, 422 of `domain.for_sale`, 422 when full, or for a country we do not deliver to.
    """
    if quantity == 0:
        return remove_line(owner, sku, country)
    delivery.check(country)
    offer, now = domain.for_sale(sku, offers.get(sku), _currency()), clock.millis()
    line = Line(sku=sku, quantity=quantity, seen_price=offer.price, since=now if since is None else min(since, now))
    return _view(repository.put(owner, line).lines, {sku: offer}, country)


def remove_line(owner: str, sku: str, country: str = HOME) -> Basket:
    """Remove a SKU; nothing happens where there is none. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country)
    return _view(repository.remove(owner, sku).lines, country=country)


def clear(owner: str, country: str = HOME) -> Basket:
    """Remove every line. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country)
    for _ in range(_TRIES):
        contents = repository.read(owner)
        if not contents.lines or repository.replace(owner, contents, msgspec.structs.replace(contents, lines=())):
            return _view((), country=country)
    raise domain.busy()


def merge(owner: str, guest: str) -> Merged:
    """Moves a guest's lines into the shopper's basket, both in one transaction. Moved once, they are gone there: a repeat finds none."""
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
    """Closes the basket under a new order id, in one write that carries BasketCheckedOut.

    The write holds only for the version that was read. Where it does not, something was added meanwhile (the total is made anew), or
    this very checkout was already made, maybe by a try whose answer was lost: reading again finds its key.
    Raises Refused: 409, 422 of `checkout.close`, 422 when the key was used for another body.
    """
    for _ in range(_TRIES):
        contents = repository.read(owner)
        if earlier := checkout.find_earlier(contents.checkouts, body):
            return checkout.answer(earlier, _currency())
        closing = Closing(owner=owner, order_id=clock.new_id(), at=clock.now(), currency=_currency())
        event = checkout.close(contents.lines, offers.find(line.sku for line in contents.lines), body, closing)
        after = msgspec.structs.replace(contents, lines=(), checkouts=checkout.remember(contents.checkouts, body, event))
        if repository.replace(owner, contents, after, event):
            return checkout.answer(after.checkouts[-1], _currency())
    raise domain.busy()


def _view(lines: tuple[Line, ...], known: Offers | None = None, country: str = HOME) -> Basket:
    known = known or {}
    return domain.view(
        lines,
        {**known, **offers.find(line.sku for line in lines if line.sku not in known)},
        _currency(),
        working_days.day_of(clock.now()),
        country,
    )


def _currency() -> str:
    """The shop's currency, an ISO 4217 code."""
    return os.environ["CURRENCY"]
