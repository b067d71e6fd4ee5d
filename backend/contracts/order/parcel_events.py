"""The events of single parcels. An order's last parcel is announced by `OrderSent`, the last arrival by
`OrderDelivered`, so consumers that ignore single parcels need only those two."""

from backend.contracts.event import VersionedOrderEvent
from backend.contracts.order.parcel import ParcelLine, ParcelNumber
from backend.contracts.types import OptionalShortText


class OrderParcelSent(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderParcelSent.v1"):
    """A part of the order is on its way: `lines` are in the parcel, `unsent` follow in others."""

    parcel: ParcelNumber
    lines: tuple[ParcelLine, ...]
    unsent: tuple[ParcelLine, ...]
    tracking: OptionalShortText = ""


class OrderParcelDelivered(VersionedOrderEvent, frozen=True, kw_only=True, tag="OrderParcelDelivered.v1"):
    """A parcel has arrived, and others have not: `lines` were in it, `awaited` are still to come. Events of earlier
    releases name neither."""

    parcel: ParcelNumber
    lines: tuple[ParcelLine, ...] = ()
    awaited: tuple[ParcelLine, ...] = ()
