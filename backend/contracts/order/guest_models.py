"""What the operations on guests' orders carry: an order is opened by its key, and found by its number and e-mail."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Email, Model, OrderId, OrderKey, RequestModel

OrderNumber = Annotated[
    str, Meta(pattern=r"^[0-9A-F]{4}-[0-9A-F]{4}$(?!\n)", description="an order's number, such as `3F9A-72C1`")
]


class GuestOrderPath(Model, frozen=True, kw_only=True):
    """The key comes first: whoever has none learns nothing of an order's id."""

    order_key: OrderKey
    order_id: OrderId


class FindOrder(RequestModel, frozen=True, kw_only=True):
    """What stands in every mail about an order, and the address that it went to."""

    number: OrderNumber
    email: Email


class FoundOrder(Model, frozen=True, kw_only=True):
    """A guest's order, and the key that opens it."""

    order_id: OrderId
    order_key: OrderKey


class ClaimOrder(RequestModel, frozen=True, kw_only=True):
    """The key of a guest's order that the shopper takes into the account."""

    order_key: OrderKey
