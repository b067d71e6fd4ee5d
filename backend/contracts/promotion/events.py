"""The events that the promotion service publishes."""

from backend.contracts.event import Event, OrderEvent
from backend.contracts.promotion.codes import Code
from backend.contracts.promotion.models import Promotion


class PromotionChanged(Event, frozen=True, kw_only=True, tag="PromotionChanged.v1"):
    """A promotion was made or ended, its last use was taken, or one came back. Its version orders these changes."""

    promotion: Promotion


class PromotionHeld(OrderEvent, frozen=True, kw_only=True, tag="PromotionHeld.v1"):
    """A use of each of the order's limited promotions is held for it."""


class PromotionRefused(OrderEvent, frozen=True, kw_only=True, tag="PromotionRefused.v1"):
    """At least one use could not be held, so none was. `codes` are those that are used up, or used by the shopper."""

    codes: tuple[Code, ...]


EVENTS = (PromotionChanged, PromotionHeld, PromotionRefused)
