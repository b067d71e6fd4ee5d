"""What the product service's operations and events carry."""

import enum
from typing import Annotated

from msgspec import Meta, structs

from backend.contracts.colours import Colour
from backend.contracts.product import translations as texts
from backend.contracts.product.content import Content
from backend.contracts.product.kinds import ProductKind
from backend.contracts.tax import TaxClass
from backend.contracts.types import (
    Amount,
    CategoryPath,
    Currency,
    Cursor,
    LongText,
    Model,
    OptionalShortText,
    RequestModel,
    ShortText,
    Size,
    Sku,
    Slug,
    Timestamp,
    Version,
)

MAX_VARIANTS, MAX_PICTURES, MAX_OPTIONS, MAX_CATEGORY_DEPTH, MAX_COLOURS = 40, 20, 3, texts.MAX_LEVELS, 4
"""The most of each that a product may have."""
PAGE_SIZE, MAX_PAGE_SIZE, ADDRESS_PAGE_SIZE, MAX_MENU_ITEMS, MAX_TAGS = 24, 48, 2_000, 200, texts.MAX_TAGS
MAX_AGE_SECONDS = 5
"""Seconds that what the catalogue says may be stored: everybody sees a change of staff's no later than that."""


class Sort(enum.StrEnum):
    """How a list may be ordered; `PRICE_*` is by the cheapest variant."""

    FEATURED = "featured"
    NEWEST = "newest"
    PRICE_UP = "price-up"
    PRICE_DOWN = "price-down"


class Choice(Model, frozen=True, kw_only=True):
    """One value of one option: `Frame`, `Oak`."""

    option: ShortText
    value: ShortText


class Picture(Model, frozen=True, omit_defaults=True, kw_only=True):
    """`src` is a path below the storefront's pictures without size or ending (`harbour-1`), or a merchant's own URL.

    `shows` names what is to be seen of the options; a picture that names nothing is right for every variant. See
    `pictures_of`. `colours` are those that it is mostly made of, the largest first; none where nobody looked.
    `fetched_from` is the digest of the URL that an uploaded picture comes from: a file that has the URL means it.
    """

    src: Annotated[str, Meta(min_length=1, max_length=texts.MAX_SOURCE, pattern=r"^[^\x00-\x20\x7f<>\"\\]+$(?!\n)")]
    alt: OptionalShortText
    width: Size
    height: Size
    shows: Annotated[tuple[Choice, ...], Meta(max_length=MAX_OPTIONS)] = ()
    colours: Annotated[tuple[Colour, ...], Meta(max_length=MAX_COLOURS)] = ()
    fetched_from: Annotated[str, Meta(pattern=r"^([0-9a-f]{16})?$(?!\n)")] = ""


class Option(Model, frozen=True, kw_only=True):
    """A choice that variants differ by, such as Size, with its values in the order to show."""

    name: ShortText
    values: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=texts.MAX_VALUES)]


class Variant(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What is bought: `values` has one value per option of the product.

    `compare_at` is the price before a reduction, `content` how much it holds, where that is known.
    """

    sku: Sku
    values: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_OPTIONS)]
    price: Amount
    compare_at: Amount | None = None
    content: Content | None = None


class ProductBody(RequestModel, frozen=True, omit_defaults=True, kw_only=True):
    """What staff send. `category` is the path of titles from the root down; `rank` orders the featured list, highest
    first. `kind` is that of its first version for good. `translations` are in languages other than the shop's own, each
    once. `tax_class` is what it is to the tax office.
    """

    title: ShortText
    currency: Currency
    category: Annotated[tuple[ShortText, ...], Meta(min_length=1, max_length=MAX_CATEGORY_DEPTH)]
    variants: Annotated[tuple[Variant, ...], Meta(min_length=1, max_length=MAX_VARIANTS)]
    description: LongText = ""
    brand: OptionalShortText = ""
    tags: Annotated[tuple[ShortText, ...], Meta(max_length=MAX_TAGS)] = ()
    pictures: Annotated[tuple[Picture, ...], Meta(max_length=MAX_PICTURES)] = ()
    options: Annotated[tuple[Option, ...], Meta(max_length=MAX_OPTIONS)] = ()
    rank: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    kind: ProductKind = ProductKind.GOODS
    translations: texts.Translations = ()
    tax_class: TaxClass = TaxClass.STANDARD


class NewProduct(ProductBody, frozen=True, kw_only=True):
    """A product to create, under the id it will keep."""

    id: Slug


class Product(NewProduct, frozen=True, forbid_unknown_fields=False, kw_only=True):
    """A product as kept. `category_path` is the slugged `category`."""

    category_path: CategoryPath
    version: Version
    created_at: Timestamp
    changed_at: Timestamp


class Card(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A product in a list: the cheapest variant's price, `prices_vary` where others cost more, `titles` by language."""

    id: Slug
    title: ShortText
    currency: Currency
    price: Amount
    brand: OptionalShortText = ""
    compare_at: Amount | None = None
    content: Content | None = None
    prices_vary: bool = False
    picture: Picture | None = None
    second_picture: Picture | None = None
    variants: int = 1
    titles: tuple[texts.LocalTitle, ...] = ()


def pictures_of(product: ProductBody, variant: Variant) -> tuple[Picture, ...]:
    """Return the pictures for a variant: first those that show what it is, then those that are right for all; others
    only where there is none.

    Of a print in oak, 60 × 75, these are the one in its oak frame, the one to scale at 60 × 75, and the details. What a
    picture shows of values that the product does not have, such as one that was renamed, says nothing.
    """
    has = dict(zip((option.name for option in product.options), variant.values, strict=False))
    offered = {(option.name, value) for option in product.options for value in option.values}
    shows = {each: [pair for pair in each.shows if (pair.option, pair.value) in offered] for each in product.pictures}
    fitting = [each for each in product.pictures if all(has.get(pair.option) == pair.value for pair in shows[each])]
    return tuple(sorted(fitting, key=lambda picture: not shows[picture])) or product.pictures


def card(product: Product) -> Card:
    """Return the product as every list shows it: by the cheapest variant, the first of equals."""
    shown = min(product.variants, key=lambda variant: variant.price)
    # A card need not carry all that is known of a picture: so a page of cards stays within one read unit.
    two = pictures_of(product, shown)[:2]
    pictures = (structs.replace(each, shows=(), colours=(), fetched_from="") for each in two)
    first, second = (*pictures, None, None)[:2]
    return Card(
        id=product.id,
        title=product.title,
        currency=product.currency,
        price=shown.price,
        brand=product.brand,
        compare_at=shown.compare_at,
        content=shown.content,
        prices_vary=any(variant.price != shown.price for variant in product.variants),
        picture=first,
        second_picture=second,
        variants=len(product.variants),
        titles=texts.local_titles(product.translations),
    )


class CardPage(Model, frozen=True, kw_only=True):
    """One page of a list. `next` is the cursor of the page after it, or None at the end."""

    items: tuple[Card, ...]
    next: Cursor | None


class Category(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A node of the category tree; `count` includes what is below it, `titles` are in further languages."""

    path: CategoryPath
    title: ShortText
    count: Annotated[int, Meta(ge=0)]
    titles: tuple[texts.LocalTitle, ...] = ()


class Moved(Model, frozen=True, kw_only=True):
    """A category that holds nothing any more, and the one that its products went to."""

    path: CategoryPath
    to: CategoryPath


class Categories(Model, frozen=True, omit_defaults=True, kw_only=True):
    """The whole tree, flat, ordered by path; `count` is the number of products in the shop.

    `moved` are categories that are no longer there, with the one that is where their products are now. `first` are
    those that staff put first, in their order.
    """

    items: tuple[Category, ...]
    count: Annotated[int, Meta(ge=0)]
    moved: tuple[Moved, ...] = ()
    first: tuple[CategoryPath, ...] = ()


class Menu(RequestModel, frozen=True, kw_only=True):
    """The categories that staff put first, in this order; all others follow, those with most products first."""

    first: Annotated[tuple[CategoryPath, ...], Meta(max_length=MAX_MENU_ITEMS)] = ()


class Unlisted(Model, frozen=True, kw_only=True):
    """A product that is not in the shop: a `draft` that never was, or one that was withdrawn."""

    product: Product
    draft: bool


class ProductAddress(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A product's id, and when what lists show of it last changed; not told of one from before that was kept."""

    id: Slug
    changed_at: Timestamp | None = None


class AddressPage(Model, frozen=True, kw_only=True):
    """A page of the addresses of all products, the oldest first; `next` is the next page's cursor, None at the end."""

    items: tuple[ProductAddress, ...]
    next: Cursor | None


class Republished(Model, frozen=True, kw_only=True):
    """How many products of the page were published again; `next` is the cursor of the next page, None at the end."""

    count: Annotated[int, Meta(ge=0)]
    next: Cursor | None


FREE_PRICE_MESSAGE = "It costs nothing: confirm that it is given away"
