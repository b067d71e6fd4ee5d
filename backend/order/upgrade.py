"""Rewrites orders of release 0.1.0 in today's form, so that the indexes contain them."""

from backend.contracts.order.models import UpgradedOrders
from backend.contracts.types import PageQuery
from backend.order import repository
from backend.order.item import NO_ORDER, UNVERSIONED, decode_all
from backend.shared.pagination import scan_page

OUTDATED = " AND ".join(f"attribute_not_exists({name})" for name in ("version", *NO_ORDER))


def upgrade(query: PageQuery) -> UpgradedOrders:
    """Rewrite the outdated orders of a page, without an event; skip one that is changed meanwhile.

    Raises Refused 400 for a bad cursor.
    """
    items, after = scan_page(query, FilterExpression=OUTDATED)
    readable, unreadable = decode_all(items)
    unversioned_orders = [(order, details) for order, details in readable if order.version == UNVERSIONED]
    return UpgradedOrders(
        upgraded=sum(repository.replace_order(*order) for order in unversioned_orders),
        next=after,
        unreadable=unreadable,
    )
