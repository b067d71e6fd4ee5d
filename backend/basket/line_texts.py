"""The names of an order's lines, as its review page showed them."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from backend.basket.domain import Offer, Offers
from backend.contracts.basket.models import AgreedLine, CheckOut
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.product.translations import title_in, values_in

T = TypeVar("T")


class LineTexts(NamedTuple):
    """A line's title, and the names of its variant's values."""

    title: str
    values: tuple[str, ...]


def line_texts(body: CheckOut | CheckOutForCustomer, offers: Offers) -> dict[str, LineTexts]:
    """Return by SKU what each line is called: as the review page showed it, if that is the product's name in one of its
    languages; otherwise in the language of the page, or of the caller on the phone."""
    agreed_lines = {line.sku: line for line in body.agreed.lines} if body.agreed else {}
    return {sku: _texts(offer, body.language, agreed_lines.get(sku)) for sku, offer in offers.items()}


def _texts(offer: Offer, language: str, agreed: AgreedLine | None) -> LineTexts:
    title = title_in(language, offer.title, offer.titles)
    values = values_in(language, offer.values, offer.local_values)
    if agreed is None:
        return LineTexts(title, values)
    return LineTexts(
        _choose(agreed.title, title, (offer.title, *(each.title for each in offer.titles))),
        _choose(agreed.values, values, (offer.values, *(each.values for each in offer.local_values))),
    )


def _choose(agreed: T, usual: T, known: Iterable[T]) -> T:
    return agreed if agreed in known else usual
