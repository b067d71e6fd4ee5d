"""The basket service's part of a data export: the basket, and the saved addresses."""

from backend.basket import address_book, repository
from backend.basket.domain import Line
from backend.contracts.basket.address_book import SavedAddress
from backend.contracts.order.data_export import DataRequested
from backend.contracts.problem import Refused
from backend.contracts.types import Model
from backend.shared.export_parts import put_part


class BasketRecord(Model, frozen=True, kw_only=True):
    """What is in the basket, and the codes that were typed."""

    lines: tuple[Line, ...]
    codes: tuple[str, ...]


def give(event: DataRequested) -> None:
    """Put the owner's basket and saved addresses into the export; once per request, however many messages ask for
    it."""
    put_part(event, [_basket(event.owner), *_addresses(event.owner)] if event.number == 1 else [])


def _basket(owner: str) -> BasketRecord:
    contents = repository.read(owner)
    return BasketRecord(lines=contents.lines, codes=contents.codes)


def _addresses(owner: str) -> tuple[SavedAddress, ...]:
    """Return the saved addresses; none once the account is closed, which this service may have learned first."""
    try:
        return address_book.get(owner).addresses
    except Refused:
        return ()
