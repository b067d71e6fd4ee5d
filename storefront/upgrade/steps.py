"""The steps of an upgrade. Each is safe to do again, at any time, while the shop is open."""

from collections.abc import Callable

from backend.contracts.desk.models import MAX_INDEXED, DeskAddress, DeskOrder, IndexOrders
from backend.contracts.desk.operations import INDEX_ORDERS
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import LIST_ALL_ORDERS, UPGRADE_ORDERS
from backend.contracts.order.states import State
from backend.contracts.product.operations import REPUBLISH_PRODUCTS
from backend.contracts.product.queries import RepublishQuery
from backend.contracts.types import PageQuery
from storefront.clients import api

TIMEOUT = (1.0, 60.0)
"""Seconds to connect, and to wait for a page: functions that an upgrade has just replaced start cold."""

Token = Callable[[], str]


def upgrade_orders(token: Token) -> tuple[int, tuple[str, ...]]:
    """Write the orders of earlier releases in today's form; how many, and the ids of those that cannot be read.

    `token` gives a staff member's access token. Raises api.Unavailable and api.Refusal.
    """
    upgraded, unreadable, query = 0, list[str](), PageQuery(limit=100)
    while True:
        page = api.call(UPGRADE_ORDERS, token=token(), query=query, timeout=TIMEOUT)
        upgraded += page.upgraded
        unreadable += page.unreadable
        if page.next is None:
            return upgraded, tuple(unreadable)
        query = PageQuery(limit=100, cursor=page.next)


def republish_products(token: Token) -> int:
    """Publish every product again, a page at a time, for services that have not heard of it yet; how many.

    `token` gives a staff member's access token. Raises api.Unavailable and api.Refusal.
    """
    published, query = 0, RepublishQuery()
    while True:
        page = api.call(REPUBLISH_PRODUCTS, token=token(), query=query, timeout=TIMEOUT)
        published += int(page.count)
        if page.next is None:
            return published
        query = RepublishQuery(cursor=page.next)


def index_orders(token: Token) -> int:
    """Put every order into the desk's index, which may not have heard of it; how many.

    `token` gives a staff member's access token. Raises api.Unavailable and api.Refusal.
    """
    indexed, query = 0, PageQuery(limit=MAX_INDEXED)
    while True:
        page = api.call(LIST_ALL_ORDERS, token=token(), query=query, timeout=TIMEOUT)
        rows = IndexOrders(items=tuple(desk_row(order) for order in page.items))
        api.call(INDEX_ORDERS, token=token(), body=rows, timeout=TIMEOUT)
        indexed += len(rows.items)
        if page.next is None:
            return indexed
        query = PageQuery(limit=MAX_INDEXED, cursor=page.next)


def desk_row(order: StaffOrder) -> DeskOrder:
    """Return the row that the desk's index keeps of an order."""
    address = {name: getattr(order.address, name) for name in DeskAddress.__struct_fields__}
    in_parcels = _has_own_parcels(order)
    return DeskOrder(
        id=order.id,
        owner=order.owner,
        state=order.state,
        state_at=order.time_line[-1].at,
        placed_at=order.placed_at,
        currency=order.currency,
        total=order.total,
        count=sum(line.quantity for line in order.lines),
        address=DeskAddress(**address),
        skus=tuple(dict.fromkeys(line.sku for line in order.lines)),
        tracking="" if in_parcels else order.tracking,
        parcels=tuple(each.tracking for each in order.parcels) if in_parcels else (),
        version=order.version,
    )


def _has_own_parcels(order: StaffOrder) -> bool:
    """Return whether the order goes in several parcels: the one of a whole order is sent when the order is.

    One of which nothing more came after its first parcel keeps that one for its own, as the events of it tell.
    """
    sent_at = {step.at for step in order.time_line if step.state is State.SENT}
    return len(order.parcels) > 1 or any(parcel.at not in sent_at for parcel in order.parcels)
