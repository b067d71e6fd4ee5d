"""What an event is: a past-tense fact with a version in its name."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from backend.contracts.types import CorrelationId, OrderId, Timestamp

SOURCE = "shop"


class Event(msgspec.Struct, frozen=True, tag_field="type", kw_only=True):
    """The `detail` of an EventBridge event. Its tag, such as `OrderPlaced.v1`, is also the event's `detail-type`.

    Consumers ignore unknown fields, so a new optional field keeps the version; anything else is a new version. Events
    from before 0.2.0, and those that no page caused, carry no `correlation_id`.
    """

    correlation_id: CorrelationId | UnsetType = UNSET


class OrderEvent(Event, frozen=True, kw_only=True):
    """Something that happened to an order: which, whose, and when.

    `owner` is the key of the basket that it was checked out from.
    """

    order_id: OrderId
    owner: str
    at: Timestamp


class VersionedOrderEvent(OrderEvent, frozen=True, kw_only=True):
    """A change of an order. `version` grows with every change; 0 in events from before it was added."""

    version: Annotated[int, Meta(ge=0)] = 0


def name(event: type[Event]) -> str:
    """Return the event's `detail-type`, such as `OrderPlaced.v1`."""
    return str(event.__struct_config__.tag)
