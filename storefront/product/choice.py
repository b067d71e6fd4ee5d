"""Which variant of a product is being viewed, and what else can be chosen from there."""

from django.utils.translation import gettext
from msgspec import Struct

from backend.contracts.inventory.models import Level, StockLevel
from backend.contracts.product.models import Product, Variant
from storefront.product.stock import Stock, is_sold_out
from storefront.product.swatches import swatch


class OptionValue(Struct, frozen=True):
    """One value of an option.

    `sku` is the variant it leads to, None where there is none with the other values chosen.
    """

    name: str
    chosen: bool
    sku: str | None
    price: int | None
    without: str
    sold_out: bool

    @property
    def swatch(self) -> str:
        """The colour it names, if it names one."""
        return swatch(self.name)

    @property
    def reason(self) -> str:
        """Why it cannot be chosen."""
        return gettext("not made with %(value)s") % {"value": self.without} if self.without else gettext("not made")


class OptionRow(Struct, frozen=True):
    """An option and its values, in the product's order. `priced` says that the values differ in price."""

    name: str
    chosen: str
    values: tuple[OptionValue, ...]
    priced: bool


class VariantChoice(Struct, frozen=True):
    """The variant looked at.

    `missing` says that another one was asked for, which there is not; `stock` is None where it is not told.

    `elsewhere` says that there is a variant that is not sold out.
    """

    variant: Variant
    rows: tuple[OptionRow, ...]
    missing: bool
    stock: StockLevel | None
    elsewhere: bool

    @property
    def level(self) -> Level | None:
        """How much there is of it in words, None where that is not known."""
        return self.stock.level if self.stock else None

    @property
    def back_on(self) -> str | None:
        """The day that it leaves from, None where it is there or cannot be ordered."""
        return self.stock.back_on if self.stock else None

    @property
    def pieces_left(self) -> int | None:
        """The pieces left of it, None where they are not said."""
        return self.stock.left if self.stock else None


def choose_variant(product: Product, sku: str | None, stock: Stock) -> VariantChoice:
    """Return the variant asked for, else the cheapest of those not sold out: mostly the one whose price the
    lists show.
    """
    variant_of_sku = next((variant for variant in product.variants if variant.sku == sku), None)
    variant = variant_of_sku or min(product.variants, key=lambda each: (is_sold_out(stock, each.sku), each.price))
    elsewhere = not all(is_sold_out(stock, each.sku) for each in product.variants)
    rows = tuple(_row(product, variant, position, stock) for position in range(len(product.options)))
    return VariantChoice(variant, rows, sku is not None and variant_of_sku is None, stock.get(variant.sku), elsewhere)


def _row(product: Product, chosen: Variant, position: int, stock: Stock) -> OptionRow:
    option = product.options[position]
    made = {variant.values[position] for variant in product.variants}
    values = tuple(_value(product, chosen, position, name, stock) for name in option.values if name in made)
    prices = {value.price for value in values if value.price is not None}
    return OptionRow(option.name, chosen.values[position], values, len(prices) > 1)


def _value(product: Product, chosen: Variant, position: int, name: str, stock: Stock) -> OptionValue:
    values = (*chosen.values[:position], name, *chosen.values[position + 1 :])
    variant = next((variant for variant in product.variants if variant.values == values), None)
    other_values = ", ".join(value for index, value in enumerate(chosen.values) if index != position)
    gone = variant is not None and is_sold_out(stock, variant.sku)
    return OptionValue(
        name,
        name == chosen.values[position],
        variant.sku if variant else None,
        variant.price if variant else None,
        other_values,
        gone,
    )
