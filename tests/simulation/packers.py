"""Whoever sends an order in several parcels, and hears of each that has arrived."""

from collections.abc import Callable
from random import Random
from typing import Any

from backend.contracts.dispatch import unsent_pieces
from backend.contracts.order.models import StaffOrder
from backend.contracts.order.operations import CORRECT_TRACKING
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.order.staff import DeliverParcel, SendParcel, Tracking

Ask = Callable[..., Any]
TOO_MANY = 3


class Packer:
    """Sends parts of orders. Buttons are clicked once or twice, and sometimes more is typed than there is."""

    def __init__(self, ask: Ask, random: Random) -> None:
        self.ask, self.random = ask, random

    def sends_a_part(self, order: StaffOrder) -> None:
        """Some pieces go, or all that are left."""
        pieces = {
            sku: self.random.randint(1, unsent + TOO_MANY * (self.random.random() < 0.1))
            for sku, unsent in unsent_pieces(order).items()
            if self.random.random() < 0.7
        } or unsent_pieces(order)
        number = len(order.parcels) + 1
        lines = tuple(ParcelLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items())
        if lines:
            body = SendParcel(owner=order.owner, number=number, lines=lines, tracking=f"P{number}")
            self._clicks(SEND_PARCEL, order, body)

    def hears_of_parcels(self, order: StaffOrder) -> None:
        """The carrier tells of some that have arrived; one number was mistyped."""
        for parcel in order.parcels:
            if not parcel.delivered_at and self.random.random() < 0.5:
                self._clicks(DELIVER_PARCEL, order, DeliverParcel(owner=order.owner, number=parcel.number))
            elif self.random.random() < 0.2:
                right = Tracking(
                    owner=order.owner, tracking=f"{parcel.tracking}X", replaces=parcel.tracking, parcel=parcel.number
                )
                self._clicks(CORRECT_TRACKING, order, right)

    def _clicks(self, operation: Any, order: StaffOrder, body: Any) -> None:
        for _ in range(self.random.choice((1, 1, 2))):
            self.ask(operation, path={"order_id": order.id}, body=body)
