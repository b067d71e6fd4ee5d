"""Whether the uses of limited promotions agree with the orders that hold them, and with the promotions' own counts."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from backend.contracts.order.models import StaffOrder
from backend.contracts.order.states import BOUGHT
from backend.contracts.promotion.models import StaffPromotion, Use, UseState
from storefront.reconcile.difference import Difference


def check_orders(orders: Collection[StaffOrder], uses: Collection[Use]) -> Iterator[Difference]:
    """Yield orders that hold other uses than they should: one of each limited promotion if bought, else none."""
    held_codes = {use.order_id: set(use.codes) for use in _find_held(uses)}
    for order in orders:
        limited = {each.code for each in order.promotions if each.limited} if order.state in BOUGHT else set()
        for code in sorted(limited - held_codes.get(order.id, set())):
            yield Difference(order.id, f"use of {code}", f"is {order.state}, and holds no use of {code}", -1)
        for code in sorted(held_codes.get(order.id, set()) - limited):
            yield Difference(order.id, f"use of {code}", f"is {order.state}, and holds a use of {code} for nothing", 1)


def find_orphans(orders: Collection[str], uses: Collection[Use]) -> Iterator[Difference]:
    """Yield uses that are held for an order that is not there."""
    for use in _find_held(uses):
        if use.order_id not in orders:
            yield Difference(use.order_id, "no order's use", f"is no order, and holds a use of {', '.join(use.codes)}")


def count_uses(uses: Iterable[Use]) -> dict[str, int]:
    """Return how many uses of each code orders hold."""
    return Counter(code for use in _find_held(uses) for code in use.codes)


def check_counts(promotions: Iterable[StaffPromotion], held: Mapping[str, int]) -> Iterator[Difference]:
    """Yield promotions that count another number of uses than orders hold: `held`, by code."""
    for promotion in promotions:
        if off := promotion.uses - held.get(promotion.code, 0):
            what = f"counts {promotion.uses} uses, and orders hold {held.get(promotion.code, 0)}"
            yield Difference(promotion.code, "uses", what, off)


def _find_held(uses: Iterable[Use]) -> Iterator[Use]:
    return (use for use in uses if use.state is UseState.HELD)
