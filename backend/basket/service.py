"""The basket's use cases, each safe against concurrent requests for the same basket.

Every write removes the `event` of an earlier checkout, since each write pays for the item's bytes. Nothing is lost:
the stream's record of that checkout keeps the event, and the relay publishes it from there.
"""

import secrets
from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from backend.basket import (
    checkout,
    code_rules,
    delivery,
    delivery_zones,
    domain,
    merging,
    offers,
    promotions,
    refusals,
    repository,
    tax_rates,
    vouchers,
)
from backend.basket.domain import Offers
from backend.basket.item import Contents
from backend.contracts import shop, working_days
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.merging import Merged
from backend.contracts.basket.models import HOME_COUNTRY, Basket, CheckOut
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.voucher.codes import voucher_id
from backend.contracts.voucher.models import MAX_VOUCHERS, Voucher
from backend.shared import clock

_TRIES = 10


def get(owner: str, country: str = HOME_COUNTRY) -> Basket:
    """Return the owner's basket with the delivery options of a country; an empty one if there is none.

    Raises Refused 422 for a country without delivery.
    """
    return _view(repository.read(owner), country=country)


def set_line(owner: str, sku: str, quantity: int, country: str = HOME_COUNTRY, since: int | None = None) -> Basket:
    """Set how many pieces of a SKU the basket holds, 0 to remove it; `since` as in `SetLine`.

    Raises Refused: 404, 409, 422 of `domain.for_sale`, 422 when full, or for a country we do not deliver to.
    """
    if quantity == 0:
        return remove_line(owner, sku, country)
    delivery.check(country, delivery_zones.current())
    offer, now = domain.for_sale(sku, offers.get(sku), shop.currency()), clock.millis()
    line = domain.Line(
        sku=sku,
        quantity=quantity,
        seen_price=offer.price,
        since=now if since is None else min(since, now),
        currency=offer.currency,
    )
    return _view(repository.put(owner, line), {sku: offer}, country)


def remove_line(owner: str, sku: str, country: str = HOME_COUNTRY) -> Basket:
    """Remove a SKU if it is there. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country, delivery_zones.current())
    return _view(repository.remove(owner, sku), country=country)


def clear(owner: str, country: str = HOME_COUNTRY) -> Basket:
    """Remove every line. Raises Refused 422 for a country we do not deliver to."""
    delivery.check(country, delivery_zones.current())
    for _ in range(_TRIES):
        contents = repository.read(owner)
        empty = replace(contents, lines=())
        if not contents.lines or repository.replace(owner, contents, empty):
            return _view(empty, country=country)
    raise refusals.busy()


def enter_code(owner: str, code: str, country: str = HOME_COUNTRY) -> Basket:
    """Enter a promotion's code or a voucher's.

    Raises Refused: 404, 409, 422 of `code_rules.enter_code` and `code_rules.enter_voucher`, 422 for a country we do not
    deliver to.
    """
    promotion, today = promotions.get(code), working_days.day_of(clock.now())
    if promotion is None and (usable := vouchers.find((voucher_id(code),))):
        return _change_codes(owner, lambda contents: _enter_voucher(contents, usable[0], today), country)
    return _change_codes(
        owner,
        lambda contents: replace(contents, codes=code_rules.enter_code(contents.codes, promotion, today)),
        country,
    )


def _enter_voucher(contents: Contents, voucher: Voucher, today: date) -> Contents:
    return replace(contents, vouchers=code_rules.enter_voucher(contents.vouchers, voucher, today, shop.currency()))


def remove_code(owner: str, code: str, country: str = HOME_COUNTRY) -> Basket:
    """Remove a promotion by its code or a voucher by its id, if it is there.

    Raises Refused 422 for a country we do not deliver to.
    """
    return _change_codes(owner, lambda contents: _remove_code(contents, code), country)


def _remove_code(contents: Contents, code: str) -> Contents:
    codes, ids = (tuple(each for each in current if each != code) for current in (contents.codes, contents.vouchers))
    return replace(contents, codes=codes, vouchers=ids)


def _change_codes(owner: str, change: Callable[[Contents], Contents], country: str) -> Basket:
    delivery.check(country, delivery_zones.current())
    for _ in range(_TRIES):
        contents = repository.read(owner)
        after = change(contents)
        if after == contents or repository.replace(owner, contents, after):
            return _view(after, country=country)
    raise refusals.busy()


def merge(owner: str, guest: str) -> Merged:
    """Move a guest's lines and codes into the shopper's basket in one transaction. A repeated call finds nothing to
    move.

    Lines that find no room stay in the guest's basket.
    """
    for _ in range(_TRIES):
        own_contents, guest_contents = repository.read(owner), repository.read(guest)
        merged_lines, lines_left, pieces = merging.merge(own_contents.lines, guest_contents.lines)
        if len(lines_left) == len(guest_contents.lines) and not guest_contents.codes and not guest_contents.vouchers:
            return Merged(basket=_view(own_contents), moved=0)
        codes, dropped_codes = merging.merge_codes(own_contents.codes, guest_contents.codes)
        ids, dropped_ids = merging.merge_codes(own_contents.vouchers, guest_contents.vouchers, MAX_VOUCHERS)
        after = replace(own_contents, lines=merged_lines, codes=codes, vouchers=ids)
        guest_after = replace(guest_contents, lines=lines_left, codes=(), vouchers=())
        if repository.replace_two((owner, own_contents, after), (guest, guest_contents, guest_after)):
            added_hints = tuple(each.hint for each in vouchers.find(guest_contents.vouchers))
            dropped_hints = tuple(each.hint for each in vouchers.find(dropped_ids))
            return Merged(
                basket=_view(after),
                moved=pieces,
                codes=(*guest_contents.codes, *added_hints),
                dropped_codes=(*dropped_codes, *dropped_hints),
            )
    raise refusals.busy()


def check_out(owner: str, body: CheckOut | CheckOutForCustomer) -> CheckedOut:
    """Close the basket under a new order id, in one write that publishes BasketCheckedOut.

    If the basket changed meanwhile, it is read again: either the total has changed, or an earlier attempt of this very
    checkout was written, and its key is found. Raises Refused: 409 and 422 of `checkout.close`, 422 for a key used with
    another body.
    """
    for _ in range(_TRIES):
        contents = repository.read(owner)
        if earlier := checkout.find_earlier(contents.checkouts, body):
            return checkout.answer(earlier, owner)
        # Staff know the basket's id, but must not be able to open the order as its buyer can.
        own_key = secrets.token_hex(16) if isinstance(body, CheckOutForCustomer) else None
        closing = checkout.closing(
            owner, clock.new_id(), clock.now(), shop.currency(), own_key, is_heartbeats=contents.is_heartbeats
        )
        known_offers, basket_promotions = promotions.find_with_offers(
            (line.sku for line in contents.lines), contents.codes
        )
        paying_vouchers = vouchers.find(contents.vouchers)
        event = checkout.close(
            contents.lines,
            known_offers,
            body,
            closing,
            basket_promotions,
            paying_vouchers,
            delivery_zones.current(),
            tax_rates.stored.get(),
        )
        checkouts = checkout.remember(contents.checkouts, body, event)
        after = replace(contents, lines=(), codes=(), vouchers=(), checkouts=checkouts)
        if repository.replace(owner, contents, after, event):
            return checkout.answer(after.checkouts[-1], owner)
    raise refusals.busy()


def _view(contents: Contents, known_offers: Offers | None = None, country: str = HOME_COUNTRY) -> Basket:
    known_offers = known_offers or {}
    unknown_skus = [line.sku for line in contents.lines if line.sku not in known_offers]
    other_offers, basket_promotions = (
        promotions.find_with_offers(unknown_skus, contents.codes) if contents.lines or contents.codes else ({}, ())
    )
    today = working_days.day_of(clock.now())
    entered_vouchers = vouchers.find(contents.vouchers)
    return domain.view(
        contents.lines,
        {**known_offers, **other_offers},
        shop.currency(),
        today,
        country,
        basket_promotions,
        entered_vouchers,
        delivery_zones.current(),
        tax_rates.stored.get(),
    )
