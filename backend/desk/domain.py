"""What the index knows of an order, and by which words it is found. No I/O."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, datetime

from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Address
from backend.contracts.desk.models import DeskAddress, DeskOrder
from backend.contracts.order.erasure import ERASED, ERASED_EMAIL
from backend.contracts.order.models import number
from backend.contracts.order.states import State
from backend.contracts.problem import FieldError, invalid_body
from backend.contracts.text_folding import fold_text
from backend.contracts.tracking import number_of
from backend.contracts.types import Model

MAX_WORD, MAX_NAME_WORDS = 200, 12
MAX_REST = 4
"""Letters and digits of a postal code behind its first part: Irish ones have the most."""


class Facts(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The parts of an order that never change."""

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


def check_moments(order: DeskOrder, field: str) -> None:
    """Raise Refused 422 for a time that never was, such as the 30th of February: no page could show it."""
    for name, moment in (("placed_at", order.placed_at), ("state_at", order.state_at)):
        try:
            is_shown = MINYEAR < datetime.fromisoformat(moment).year < MAXYEAR
        except ValueError:
            is_shown = False
        if not is_shown:
            raise invalid_body(FieldError(field=f"{field}.{name}", message="No time that there is"))


def address(whole: Address) -> DeskAddress:
    """Return the part of an address that can be searched."""
    return DeskAddress(
        name=whole.name,
        email=whole.email,
        town=whole.town,
        country=whole.country,
        postal_code=whole.postal_code,
    )


def erased_address(order: DeskOrder | None) -> DeskAddress:
    """Return what is left of the address in the order of a closed account: the country, if known."""
    country = order.address.country if order else "ZZ"  # ISO 3166 leaves it free
    return DeskAddress(name=ERASED, email=ERASED_EMAIL, town=ERASED, country=country)


def without_person(order: DeskOrder) -> DeskOrder:
    """Return the row without personal data."""
    return replace(order, address=erased_address(order), tracking="", parcels=())


def facts(order: DeskOrder) -> Facts:
    """Return the parts of the order that never change."""
    return Facts(
        owner=order.owner,
        placed_at=order.placed_at,
        currency=order.currency,
        total=order.total,
        count=order.count,
        skus=order.skus,
    )


def words(order: DeskOrder) -> frozenset[str]:
    """Return every word that matches the order: those it is found by, its id, each part of its postal code, and the
    carrier before a tracking number."""
    carriers = (each.split()[0] for each in _trackings(order))
    return known_words(order) | _squeeze_all((order.id, *order.address.postal_code.split(), *carriers))


def known_words(order: DeskOrder) -> frozenset[str]:
    """Return the words by which any release has made the order found: earlier ones kept the carrier with the number."""
    return indexed_words(order) | _squeeze_all(_trackings(order))


def _trackings(order: DeskOrder) -> tuple[str, ...]:
    return tuple(each for each in (order.tracking, *order.parcels) if each.strip())


def indexed_words(order: DeskOrder) -> frozenset[str]:
    """Return the words that the order is found by. Each costs a write, so its id is none: that is its row's key."""
    trackings = map(number_of, _trackings(order))
    return _squeeze_all((number(order.id), *trackings, *order.skus)) | indexed_address_words(order.address)


def indexed_address_words(address: DeskAddress) -> frozenset[str]:
    """Return the words of name, e-mail address and postal code; parts of a double name are words, too.

    Of a postal code in parts the first, which names the place, and the whole: the rest says nothing alone.
    """
    parts = [*address.name.split(), *re.split(r"[\W_]+", address.name)][:MAX_NAME_WORDS]
    return _squeeze_all((address.email, address.postal_code, *address.postal_code.split()[:1], *parts))


def is_order_id(word: str) -> bool:
    """Return whether the word may be an order's id."""
    return re.fullmatch(r"[0-9a-f]{28}", word) is not None


def tracking_words(tracking: str) -> frozenset[str]:
    """Return the words of a tracking number: one, which is without its carrier, or none."""
    return _squeeze_all((number_of(tracking),))


def query_words(query: str) -> tuple[str, ...]:
    """Return the words of a query, the longest first: it matches the fewest orders.

    Those that may be the rest of a postal code come last: no order is found by one alone.
    """
    return tuple(sorted(_squeeze_all(query.split()), key=lambda word: (_may_be_rest(word), -len(word), word)))


def _may_be_rest(word: str) -> bool:
    return len(word) <= MAX_REST and any(each.isdigit() for each in word)


def wholes(query: str) -> tuple[str, ...]:
    """Return the query as one word, a number or a postal code that was typed in parts; and without a carrier."""
    return tuple(dict.fromkeys(map(squeeze, (query, number_of(query)))))


def squeeze(text: str) -> str:
    """Return the text as it is compared: without case, accents, spaces and punctuation."""
    letters = (each for each in fold_text(text) if unicodedata.category(each)[0] in "LMN")
    return "".join(letters)[:MAX_WORD]


def _squeeze_all(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts if (word := squeeze(text)))
