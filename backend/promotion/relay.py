"""The outbox relay of the promotion table. It makes PromotionChanged from the stream's images of a promotion.

Every order changes the number of uses, but seldom what other services know of the promotion: only the stream shows
both.
"""

from typing import TYPE_CHECKING

import msgspec

from backend.contracts.promotion.events import PromotionChanged
from backend.promotion import repository
from backend.shared.outbox_relay import BatchResponse, StreamEvent, relay_derived

if TYPE_CHECKING:
    from backend.shared.dynamodb import Item


def handler(event: StreamEvent, context: object) -> BatchResponse:
    """Publish the records' events, with PromotionChanged added where a promotion changed for others."""
    return relay_derived(event, context, _changed_event)


def _changed_event(old: "Item | None", new: "Item | None") -> PromotionChanged | None:
    """Return PromotionChanged unless only the number of uses has changed."""
    if not new or new["sk"]["S"] != repository.SK:
        return None
    now = repository.current(new)
    before = repository.current(old) if old else None
    if before is not None and msgspec.structs.replace(before, version=now.version) == now:
        return None
    return PromotionChanged(promotion=now)
