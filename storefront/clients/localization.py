"""Replies in the language of the page: a text that a service returned in several languages is shown in that one,
otherwise in the shop's own.

Staff's pages and commands use the shop's own language, and get replies unchanged.
"""

from typing import TypeVar

from msgspec import Struct, structs

from backend.contracts.basket.models import Basket, BasketLine
from backend.contracts.product.local_options import product_in
from backend.contracts.product.models import Card, CardPage, Categories, Category, Product
from backend.contracts.product.translations import LocalTitle, Translation, title_in, values_in
from backend.contracts.recommendation.models import BoughtTogether, Companion, Recommendation, Recommendations
from backend.contracts.search.models import Facet, FacetValue, Hit, SearchPage, Suggestions
from backend.contracts.shop import LANGUAGES
from backend.contracts.wish.alerts import Alert, AlertList
from backend.contracts.wish.models import Wish, WishPage

T = TypeVar("T")

_PARTS: dict[type, tuple[str, ...]] = {
    CardPage: ("items",),
    SearchPage: ("items", "popular", "facets"),
    Facet: ("values",),
    Suggestions: ("products", "categories"),
    Categories: ("items",),
    BoughtTogether: ("items",),
    Companion: ("card",),
    Recommendations: ("items",),
    Recommendation: ("card",),
    Basket: ("lines",),
    WishPage: ("items",),
    AlertList: ("items",),
}
"""The fields of replies that hold what has a title, or hold such things themselves."""
_TITLED = (Card, Hit, Category, BasketLine, Wish, Alert, Facet, FacetValue)
_VARIANTS = (BasketLine, Wish, Alert)


def localize(reply: T, language: str) -> T:
    """Return the reply in a language. What has no text in it keeps that in the shop's own."""
    return reply if language == LANGUAGES[0] else _localize(reply, language)  # type: ignore[return-value]


def is_in(thing: object, language: str, field: str = "title") -> bool:
    """Return whether a text of what was localized is in that language."""
    if isinstance(thing, Product):
        return bool(getattr(_translation(thing, language), field))
    return any(each.language == language for each in _titles(thing))


def _localize(value: object, language: str) -> object:
    if isinstance(value, tuple):
        return tuple(_localize(each, language) for each in value)
    if not isinstance(value, Struct):
        return value
    changes = {name: _localize(getattr(value, name), language) for name in _PARTS.get(type(value), ())}
    if isinstance(value, Product):
        return _localize_product(value, _translation(value, language))
    if isinstance(value, _VARIANTS) and value.local_values:
        changes["values"] = values_in(language, value.values, value.local_values)
    if titles := _titles(value):
        changes["title"] = title_in(language, value.title, titles)  # type: ignore[attr-defined]  # each of them has one
    elif isinstance(value, Recommendation):
        changes["because_title"] = title_in(language, value.because_title, value.because_titles)
    return structs.replace(value, **changes) if changes else value


def _titles(value: object) -> tuple[LocalTitle, ...]:
    return value.titles if isinstance(value, _TITLED) else ()


def _localize_product(product: Product, translation: Translation) -> Product:
    texts = {name: getattr(translation, name) for name in ("title", "description", "category", "tags")}
    changes = {name: text for name, text in texts.items() if text}
    return product_in(structs.replace(product, **changes) if changes else product, translation)


def _translation(product: Product, language: str) -> Translation:
    return next((each for each in product.translations if each.language == language), Translation(language="en"))
