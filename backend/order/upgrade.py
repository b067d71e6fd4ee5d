"""Writes orders that an earlier release placed in today's form, so that the lists of staff and of the sweeper show them."""

from backend.contracts.order.models import UpgradedOrders
from backend.contracts.types import PageQuery
from backend.order import repository
from backend.order.item import UNVERSIONED, decode_all
from backend.shared.scan import scan_page

OUTDATED = "attribute_not_exists(in_state)"


def upgrade(query: PageQuery) -> UpgradedOrders:
    """Upgrades the outdated orders of a page; those that somebody changes meanwhile are written by that change.

    An upgraded order is what it was: it causes no event, and nobody is asked to pay for what was placed when no payment was taken.
    Raises Refused 400 for a cursor that is none of ours.
    """
    items, after = scan_page(query, FilterExpression=OUTDATED)
    readable, unreadable = decode_all(items)
    outdated = [(order, details) for order, details in readable if order.version == UNVERSIONED]
    return UpgradedOrders(upgraded=sum(repository.replace_order(*order) for order in outdated), next=after, unreadable=unreadable)
