"""What is indexed of a product: a document, made from the product and the stock levels of its variants. No I/O.

The index is `index.py`, and what is asked of it `query.py` and `suggestions.py`; they know documents, and nothing of
how they come to be or where they are kept:

    index.build(documents: Iterable[Document], synonyms: Groups, path: Path) -> None     a new index file
    index.apply(path: Path, changes: Iterable[Change], synonyms: Groups | None) -> None    in place; None keeps them
    FORMAT: int    grows when an older file cannot be read any more, or older documents do not tell enough
    query.search(connection: sqlite3.Connection, asked: SearchQuery) -> SearchPage
    suggestions.suggest(connection: sqlite3.Connection, q: str, language: Language) -> Suggestions

`build` of documents and `apply` of the same documents in any number of calls onto an empty index must answer every
query the same. The caller fills in `SearchPage.indexed_at`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from types import MappingProxyType

from backend.contracts import working_days
from backend.contracts.inventory.models import Level
from backend.contracts.product.content import Content
from backend.contracts.product.models import Card, Picture, Product, Variant, card, pictures_of
from backend.contracts.product.translations import LocalTags, LocalValue, tags_by_language
from backend.contracts.review.models import Rating
from backend.contracts.search.models import Hit, facet_name
from backend.contracts.types import Language, Model
from backend.shared import clock

Groups = tuple[tuple[str, ...], ...]

FORMAT = 5
"""Of documents and of the index. 3: variants one by one, values as people spell them, scripts without spaces. 4: which
variants are sold out. 5: titles in each language's order, categories' names in further languages, words of colours.
"""

TAG = re.compile(r"<[^>]*>")

MAX_DESCRIPTION_LENGTH = 5_000
"""Characters of a description that are indexed."""

NO_DAYS: Mapping[str, str] = MappingProxyType({})
_STAR_LEVELS = (4, 3)
_BEST = (Level.IN_STOCK, Level.LOW, Level.BACK_ORDER, Level.SOLD_OUT)


class LocalChoice(Model, frozen=True, omit_defaults=True):
    """What an option is called in a further language, and those of its values that have a name there."""

    language: Language
    title: str = ""
    values: tuple[LocalValue, ...] = ()


class Choice(Model, frozen=True, omit_defaults=True):
    """An option of the product as a facet: its name in `SearchQuery.filters`, its title, the values on offer, and the
    names of all that in further languages."""

    name: str
    title: str
    values: tuple[str, ...]
    local: tuple[LocalChoice, ...] = ()


class Offer(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A variant as it is searched, with a value per choice. Without `picture` it is shown by the card's. `back_on` is
    the day that it leaves from, where it is on back order."""

    sku: str
    price: int
    values: tuple[str, ...] = ()
    compare_at: int | None = None
    content: Content | None = None
    picture: Picture | None = None
    sold_out: bool = False
    back_on: str = ""


class Document(Model, frozen=True, omit_defaults=True, kw_only=True, tag="document"):
    """A product as it is searched. `card.price` sorts; `titles` are the category's, from the root down.

    `created_at` sorts the newest; `level` is the best of the variants', None where no stock was heard of. `offers` are
    the variants, the cheapest first: what narrows down is true of one of them. Documents of before format 3 have none.
    `colours` are the first picture's. `rating` is None where nobody has reviewed it. `local_titles` are the category's
    and `local_descriptions` the product's in further languages; `tags` are in all: what is said is found in any.
    `local_languages` are those of the `local_titles`. `tags_by_language` is empty where all are the shop's own, too.
    """

    card: Card
    category: str
    titles: tuple[str, ...]
    created_at: str
    rank: int = 0
    description: str = ""
    tags: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    level: Level | None = None
    offers: tuple[Offer, ...] = ()
    colours: tuple[str, ...] = ()
    rating: Rating | None = None
    local_titles: tuple[str, ...] = ()
    local_descriptions: tuple[str, ...] = ()
    local_languages: tuple[Language, ...] = ()
    tags_by_language: LocalTags = ()

    @property
    def id(self) -> str:
        return self.card.id


class Withdrawal(Model, frozen=True, tag="withdrawal"):
    """A product to remove from the index."""

    id: str


Change = Document | Withdrawal


def document(
    product: Product, levels: Mapping[str, Level], rating: Rating | None = None, days: Mapping[str, str] = NO_DAYS
) -> Document:
    """Return the product's document. `levels` are by SKU, and may contain other products' SKUs; so are the `days` of
    back orders.

    A variant without a level, whose stock was not heard of yet, counts as the product does.
    """
    level = best_level(levels[variant.sku] for variant in product.variants if variant.sku in levels)
    last_day = max(days.get(each.sku, "") for each in product.variants) if level is Level.BACK_ORDER else ""
    return Document(
        card=card(product),
        category=product.category_path,
        titles=product.category,
        created_at=product.created_at,
        rank=product.rank,
        description=product.description[:MAX_DESCRIPTION_LENGTH],
        tags=tuple(dict.fromkeys((*product.tags, *(tag for each in product.translations for tag in each.tags)))),
        skus=tuple(variant.sku for variant in product.variants),
        choices=tuple(_choice(product, index) for index in range(len(product.options))),
        level=level,
        offers=tuple(
            _offer(
                product,
                variant,
                levels.get(variant.sku, level),
                days.get(variant.sku, "") if variant.sku in levels else last_day,
            )
            for variant in sorted(product.variants, key=lambda variant: variant.price)
        ),
        colours=product.pictures[0].colours if product.pictures else (),
        rating=rating if rating and rating.count else None,
        local_titles=tuple(title for each in product.translations for title in each.category),
        local_languages=tuple(each.language for each in product.translations if each.category),
        local_descriptions=tuple(
            each.description[:MAX_DESCRIPTION_LENGTH] for each in product.translations if each.description
        ),
        tags_by_language=tags_by_language(product.tags, product.translations),
    )


def titles(document: Document) -> tuple[str, ...]:
    """Return what the product is called, in the shop's language first and then in each other."""
    return (document.card.title, *(each.title for each in document.card.titles))


def descriptions(document: Document) -> tuple[str, ...]:
    """Return the descriptions as plain text, in the shop's language first and then in each other."""
    return tuple(unescape(TAG.sub(" ", text)) for text in (document.description, *document.local_descriptions))


def _offer(product: Product, variant: Variant, level: Level | None, back_on: str) -> Offer:
    shown, usual = pictures_of(product, variant)[:1], card(product).picture
    own = shown[0] if shown and shown[0] != usual else None
    return Offer(
        sku=variant.sku,
        price=variant.price,
        values=variant.values,
        compare_at=variant.compare_at,
        content=variant.content,
        picture=own,
        sold_out=level is Level.SOLD_OUT,
        back_on=back_on,
    )


def best_level(levels: Iterable[Level]) -> Level | None:
    """Return the best of the levels: a product can be bought while one of its variants can."""
    present_levels = set(levels)
    return next((level for level in _BEST if level in present_levels), None)


def offers(document: Document) -> tuple[Offer, ...]:
    """Return the variants, cheapest first. A document from before format 3 counts as one of its cheapest price."""
    if document.offers:
        return document.offers
    card = document.card
    gone = document.level is Level.SOLD_OUT
    return (Offer(sku="", price=card.price, compare_at=card.compare_at, content=card.content, sold_out=gone),)


def star_levels(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the values of the facet `RATING` that the product has, each with its title."""
    if document.rating is None:
        return ()
    return tuple((str(stars), f"{stars} stars and more") for stars in _STAR_LEVELS if document.rating.average >= stars)


def hit(document: Document, fits: Sequence[Offer] | None = None) -> Hit:
    """Return the document as a list shows it, priced by the variants that match (`fits`, cheapest first) if given.

    What was on back order until a day that has come is sold out.
    """
    shown = {name: getattr(document.card, name) for name in Card.__struct_fields__}
    shown |= {"level": document.level, "rating": document.rating}
    if (document.level is Level.BACK_ORDER or fits) and all(map(_is_gone, fits or document.offers)):
        shown["level"] = Level.SOLD_OUT
    if not fits:
        return Hit(**shown)
    first, dearest = fits[0], fits[-1].price
    if first.picture:
        shown |= {"picture": first.picture, "second_picture": document.card.picture}
    shown |= {"price": first.price, "compare_at": first.compare_at, "content": first.content}
    shown["prices_vary"] = dearest > first.price
    return Hit(**shown, sku=first.sku or None, dearest=dearest if dearest > first.price else None)


def _is_gone(offer: Offer) -> bool:
    """Return whether the variant is sold out today."""
    return offer.sold_out or bool(offer.back_on and offer.back_on <= working_days.day_of(clock.now()).isoformat())


def _choice(product: Product, index: int) -> Choice:
    name, available_values = product.options[index].name, _available_values(product, index)
    local = tuple(
        LocalChoice(
            each.language, option.title, tuple(pair for pair in option.values if pair.value in available_values)
        )
        for each in product.translations
        for option in each.options
        if option.option == name
    )
    return Choice(facet_name(name), name, available_values, local)


def _available_values(product: Product, index: int) -> tuple[str, ...]:
    """Return the option's values that some variant has, in display order."""
    had = {variant.values[index] for variant in product.variants if index < len(variant.values)}
    return tuple(value for value in product.options[index].values if value in had)
