"""What every format's rows become: entries in common words. One or more entries with the same key make one product."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import msgspec

from backend.contracts.colours import Colour
from backend.contracts.inventory.models import MAX_PIECES
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import NewProduct
from backend.contracts.types import Language
from storefront.imports.money import decimal_mark, exact, plain_number
from storefront.imports.tax_classes import ANY, TaxClasses

VariantChoices = tuple[str, tuple[tuple[str, str], ...]]
"""A variant's SKU with its options and their values."""


class LocalChoice(msgspec.Struct, frozen=True, kw_only=True):
    """What a row calls an option in a further language, and values of it, one by one.

    `option` is its name in the shop's own, empty in rows that tell it by its position alone.
    """

    option: str
    position: int
    title: str = ""
    values: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class LocalTexts(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says of its product in a further language; `alt` is what its first picture shows."""

    language: Language
    title: str = ""
    description: str = ""
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    options: tuple[LocalChoice, ...] = ()
    alt: str = ""


PriceChange = Literal["add", "take", "percent less", "percent more", "set"]


class PriceRule(msgspec.Struct, frozen=True, kw_only=True):
    """How a price differs from the product's: by an amount as the file writes it, or by so many percent; of the variant
    with the SKU, of those with all the `choices`, or of all where neither is told. A `sale` shows the price before it.
    """

    how: PriceChange
    amount: str
    sku: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    sale: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row: the line it begins on, the product it belongs to, and what it says.

    The first entry of a key carries the product.

    `also` are other names that later rows may call the product by. `sells` is False where the row brings no variant.
    `language` is the one that its texts are in, where the file has rows in several; a row that `is_version` was
    translated from another. `parts` are the rows that are its variants, by SKU, and `alone` is why the row is left out
    unless another names it so. `is_parent` is a row that others may name as their product: it sells only where none
    does. `loose` choices count only where every row has them.
    A `surcharge`, empty or not, makes a price of its product's where the row has none, and `rules` change prices.
    `shows` are the options and values that its pictures show,
    `colours` what those are made of, `position` is that of its pictures among the others, 0 where it is not told.
    `image` is the picture of its variant. `wrong` spoils the product, `skip` leaves it out, `unsold` leaves the row's
    variant out: each is the reason in plain words.

    `handle` is what the product's address is made from, where that is not the key; `apart` makes it another's where two
    of the file would have the same, and `former` is the address that an earlier version made. `offers` are the values
    of the product's options; a choice without a value is of any of them. `notes` are things to know: what was read in
    another way than it is written. `tax_classes` are those that it may be of by the file, first the
    one that a new product gets: all of them where the file does not say.
    """

    line: int
    key: str
    also: tuple[str, ...] = ()
    handle: str = ""
    apart: str = ""
    former: str = ""
    title: str = ""
    description: str = ""
    brand: str = ""
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    currency: str = ""
    rank: int = 0
    kind: ProductKind = ProductKind.GOODS
    tax_classes: TaxClasses = ANY
    choices: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, ...], ...] = ()
    offers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    loose: bool = False
    sells: bool = True
    is_parent: bool = False
    language: str = ""
    is_version: bool = False
    parts: tuple[VariantChoices, ...] = ()
    alone: str = ""
    sku: str = ""
    price: str = ""
    compare_at: str = ""
    surcharge: str | None = None
    rules: tuple[PriceRule, ...] = ()
    content: str = ""
    stock: int | None = None
    pictures: tuple[tuple[str, str, int, int], ...] = ()
    shows: tuple[tuple[str, ...], ...] = ()
    colours: tuple[Colour, ...] = ()
    position: int = 0
    image: str = ""
    skip: str = ""
    unsold: str = ""
    wrong: str = ""
    notes: tuple[str, ...] = ()
    translations: tuple[LocalTexts, ...] = ()


class Price(NamedTuple):
    """What a row's variant costs, what it cost before a reduction, and what is to be known of that."""

    price: str
    before: str = ""
    note: str = ""


class Invalid(Exception):
    """A row that cannot be right: its line, and the reason in plain words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


class NotReadable(Exception):
    """The file cannot be read as what it should be; the message says where and why in one line."""


@dataclass(frozen=True)
class Bad:
    """A product that cannot be imported: the line where it goes wrong, its handle, and the reason."""

    line: int
    handle: str
    reason: str


@dataclass(frozen=True)
class Skipped:
    """A product that its merchant does not sell here: a draft, archived, unpublished, or sold elsewhere."""

    line: int
    handle: str
    reason: str


@dataclass(frozen=True)
class Good:
    """A product to put into the shop, the line it begins on, and the pieces the file tells by SKU.

    `lost` are the pictures that cannot be had, `unsold` line, SKU and reason of the variants that are not for sale,
    `notes` lines and things to know, `unknown` the variants whose pieces the file does not tell. `former` is the id
    that an earlier version would have made, `position` which of the file's products it is. `local_columns` are
    language and field of the texts in further languages that the file has columns for, `tells_contents` whether it
    has one for what variants hold, and `tax_classes` what the product may be to the tax office by the file.
    """

    line: int
    product: NewProduct
    stock: dict[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    unsold: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    unknown: int = 0
    former: str = ""
    position: int = 0
    local_columns: tuple[tuple[str, str], ...] = ()
    tells_contents: bool = False
    tax_classes: TaxClasses = ANY


@dataclass(frozen=True)
class VariantCount:
    """The pieces of one variant, by its SKU, which may be empty, or else by its choice, and the line that says so."""

    line: int
    sku: str
    values: tuple[str, ...]
    pieces: int


@dataclass(frozen=True)
class Counted:
    """The pieces of a product that the shop has already, under the first of the `ids` that it knows, and notes with
    their line.
    """

    line: int
    handle: str
    ids: tuple[str, ...]
    counts: tuple[VariantCount, ...]
    notes: tuple[tuple[int, str], ...] = ()


Found = Good | Bad | Skipped | Counted


def whole(text: str) -> int | None:
    """Return pieces in stock as merchants write them: `12`, `12.0`, `1.250.000`.

    None for what is no number, or may be two: `1.000` is one piece to some programs and a thousand to others. Less than
    nothing is nothing.
    """
    number = plain_number(text).removeprefix("+")
    digits = number.lstrip("-−")
    if not (digits[:1].isdigit() and digits[-1:].isdigit()) or decimal_mark(digits) in (None, "?"):
        return None
    return 0 if digits != number else min(int(exact(digits)), MAX_PIECES)


def explain_pieces(text: str) -> tuple[str, ...]:
    """Return what is to be known where a cell for pieces holds no number of them."""
    if not text or whole(text) is not None:
        return ()
    return (
        f"the pieces {text[:20]!r} are not clearly a whole number: write it without marks, or set them under Stock",
    )


def parts(path: str, mark: str = ">") -> tuple[str, ...]:
    """Split `A > B` into A and B."""
    return tuple(part.strip() for part in path.split(mark) if part.strip())


def picture(src: str, alt: str = "", width: int = 1200, height: int = 1200) -> tuple[str, str, int, int]:
    """Return a picture; files do not tell its pixels, and the page needs a place for it."""
    return src, " ".join(alt.split()), width, height
