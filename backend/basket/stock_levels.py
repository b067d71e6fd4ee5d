"""Stock levels as they are stored with a SKU's offers."""

import msgspec

from backend.contracts import working_days
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.shared import clock


class StoredLevel(msgspec.Struct, frozen=True, array_like=True):
    """A stock level; those stored by earlier releases have no `back_on`."""

    level: Level = Level.IN_STOCK
    left: int | None = None
    back_on: str | None = None


_DECODER = msgspec.json.Decoder(StoredLevel)


def encode(event: StockChanged) -> str:
    """Return how a stock change is stored: without a day as two values, which earlier releases can read."""
    days = (event.back_on,) if event.back_on else ()
    return msgspec.json.encode((event.level, event.left, *days)).decode()


def decode(text: str) -> StoredLevel:
    """Return the level as of today: a back order whose day has come no longer promises one."""
    stored = _DECODER.decode(text)
    is_over = stored.back_on is not None and stored.back_on <= working_days.day_of(clock.now()).isoformat()
    return StoredLevel(Level.SOLD_OUT) if is_over else stored
