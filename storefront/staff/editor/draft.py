"""A product as it stands in the editor: what was typed, and what is wrong with it, field by field.

Nothing typed is ever lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backend.contracts import shop
from backend.contracts.product.models import MAX_OPTIONS, MAX_PICTURES, MAX_VARIANTS, Picture, Product
from storefront.web.parsing import parse_int

BLANK = 2
APART, COMMA = " / ", ", "
CALLED = {"id": "Address", "sku": "SKU", "price": "price", "compare_at": "price before"}
"""What a form calls fields whose names say something else."""
TEXTS = ("title", "brand", "category", "tags", "description")


@dataclass
class VariantRow:
    """A variant's fields as typed, and what is wrong with them by field."""

    sku: str = ""
    price: str = ""
    compare_at: str = ""
    values: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.sku or self.price or self.compare_at)


@dataclass
class OptionField:
    """An option's name and values as typed; `stood` are the values that the field was filled from, `where` is the field
    that is wrong."""

    name: str = ""
    values: str = ""
    stood: tuple[str, ...] = ()
    wrong: str = ""
    where: str = "option"


@dataclass
class PictureField:
    """A picture of the product, its text as typed, and its place in the order."""

    picture: Picture
    alt: str
    place: str
    removed: bool = False
    wrong: str = ""


@dataclass
class Draft:
    """The whole form.

    `version` is the one that what was typed stands on, `product` the one that the fields were filled from.

    `asks_free`: something would cost nothing, and staff are asked whether it shall.
    """

    texts: dict[str, str]
    options: list[OptionField]
    rows: list[VariantRow]
    shots: list[PictureField]
    version: int
    product: Product | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    asks_free: bool = False

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Everything wrong: the field's id, what it is called, and what to do."""
        found = [(name, CALLED.get(name, name.capitalize()), text) for name, text in self.wrong.items()]
        found += [
            (f"{each.where}-{place}", f"Option {place + 1}", each.wrong)
            for place, each in enumerate(self.options)
            if each.wrong
        ]
        for place, row in enumerate(self.rows):
            found += [
                (f"{name}-{place}", f"Variant {place + 1}, {CALLED.get(name, 'value')}", text)
                for name, text in row.wrong.items()
            ]
        return found + [
            (f"alt-{place}", f"Picture {place + 1}", shot.wrong) for place, shot in enumerate(self.shots) if shot.wrong
        ]

    @property
    def currency(self) -> str:
        return self.product.currency if self.product else shop.CURRENCY

    @property
    def named(self) -> list[OptionField]:
        return [option for option in self.options if option.name or option.values]

    @property
    def filled(self) -> list[VariantRow]:
        return [row for row in self.rows if not row.empty]

    @property
    def kept(self) -> list[PictureField]:
        """The pictures that stay, in the order of their places."""
        kept = [shot for shot in self.shots if not shot.removed][:MAX_PICTURES]
        return sorted(kept, key=lambda shot: parse_int(shot.place, MAX_PICTURES))


def rows_of(rows: Sequence[VariantRow], options: int) -> list[VariantRow]:
    """The rows and some empty ones, each with a place for every option."""
    spare = min(BLANK if rows else BLANK + 1, MAX_VARIANTS - len(rows))
    found = [*rows, *(VariantRow() for _ in range(spare))]
    for row in found:
        row.values = [*row.values, *[""] * MAX_OPTIONS][: max(options, 0)]
    return found
