"""What the index knows of an order, and by which words it is found. No I/O."""

import re
import unicodedata
from collections.abc import Iterable

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address
from backend.contracts.desk.models import DeskAddress, DeskOrder
from backend.contracts.order.models import number
from backend.contracts.order.states import State
from backend.contracts.text_folding import fold_text
from backend.contracts.types import Model

MAX_WORD, MAX_NAME_WORDS = 200, 12


class Facts(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What never changes of an order."""

    owner: str
    placed_at: str
    currency: str
    total: int
    count: int
    skus: tuple[str, ...]


def row(event: BasketCheckedOut) -> DeskOrder:
    """Return the row of an order that was just checked out."""
    return DeskOrder(
        id=event.order_id,
        owner=event.owner,
        state=State.PLACED,
        state_at=event.at,
        placed_at=event.at,
        currency=event.currency,
        total=event.total,
        count=sum(line.quantity for line in event.lines),
        address=address(event.address),
        skus=tuple(dict.fromkeys(line.sku for line in event.lines)),
    )


def address(whole: Address) -> DeskAddress:
    """Return what is searched by of an address."""
    return DeskAddress(
        name=whole.name,
        email=whole.email,
        town=whole.town,
        country=whole.country,
        postal_code=whole.postal_code,
    )


def facts(order: DeskOrder) -> Facts:
    """Return what never changes of the order."""
    return Facts(
        owner=order.owner,
        placed_at=order.placed_at,
        currency=order.currency,
        total=order.total,
        count=order.count,
        skus=order.skus,
    )


def words(order: DeskOrder) -> frozenset[str]:
    """Return every word that the order is found by, its id included."""
    return _squeeze_all((order.id, number(order.id), order.tracking, *order.skus)) | address_words(order.address)


def address_words(address: DeskAddress) -> frozenset[str]:
    """Return the words of name, e-mail address and postal code; parts of a double name are words, too."""
    parts = [*address.name.split(), *re.split(r"[\W_]+", address.name)][:MAX_NAME_WORDS]
    return _squeeze_all((address.email, address.postal_code, *address.postal_code.split(), *parts))


def tracking_words(tracking: str) -> frozenset[str]:
    """Return the words of a tracking number: one, or none."""
    return _squeeze_all((tracking,))


def query_words(query: str) -> tuple[str, ...]:
    """Return the words that were asked for, the longest first: it leads to the fewest orders."""
    return tuple(sorted(_squeeze_all(query.split()), key=lambda word: (-len(word), word)))


def whole(query: str) -> str:
    """Return the query as one word: a number or a postal code that was typed in parts."""
    return squeeze(query)


def squeeze(text: str) -> str:
    """Return the text as it is compared: without case, accents, spaces and punctuation."""
    kept = (each for each in fold_text(text) if unicodedata.category(each)[0] in "LMN")
    return "".join(kept)[:MAX_WORD]


def _squeeze_all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts if (word := squeeze(text)))
