"""The basket service's part of a data export."""

from backend.basket import repository
from backend.basket.domain import Line
from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Model
from backend.shared.export_parts import put_part


class BasketRecord(Model, frozen=True, kw_only=True):
    """What is in the basket, and the codes that were typed."""

    lines: tuple[Line, ...]
    codes: tuple[str, ...]


def give(event: DataRequested) -> None:
    """Put the owner's basket into the export, once for the whole request."""
    contents = repository.read(event.owner) if event.number == 1 else None
    put_part(event, [BasketRecord(lines=contents.lines, codes=contents.codes)] if contents else [])
