"""Which variant is looked at, and what can be chosen from there."""

from backend.contracts.inventory.models import Level, StockLevel
from storefront.product.choice import choose_variant
from tests.storefront.product.products import product


def test_without_a_wish_the_cheapest_is_chosen() -> None:
    assert choose_variant(product(), None, {}).variant.price == 2400


def test_an_unknown_sku_is_told_apart_from_no_wish() -> None:
    assert choose_variant(product(), "NO", {}).missing
    assert not choose_variant(product(), None, {}).missing


def test_a_value_without_any_variant_is_not_offered() -> None:
    assert [value.name for value in choose_variant(product(), None, {}).rows[0].values] == ["A4", "A2"]


def test_a_combination_that_is_not_made_leads_nowhere_and_names_what_stands_in_the_way() -> None:
    frame = choose_variant(product(), "SLOW-TIDE-A2-UN", {}).rows[1]
    assert [(value.name, value.sku) for value in frame.values] == [("Unframed", "SLOW-TIDE-A2-UN"), ("Oak frame", None)]
    assert frame.values[1].reason == "not made with A2"


def test_prices_are_shown_where_they_differ() -> None:
    size, frame = choose_variant(product(), "SLOW-TIDE-A2-UN", {}).rows
    assert size.priced
    assert not frame.priced


def test_a_variant_that_is_sold_out_is_not_the_first_choice_but_can_be_looked_at() -> None:
    sku = "SLOW-TIDE-A4-UN"
    stock = {sku: StockLevel(sku=sku, level=Level.SOLD_OUT)}
    assert choose_variant(product(), None, stock).variant.price == 4800
    looked_at = choose_variant(product(), sku, stock)
    assert (looked_at.variant.sku, looked_at.stock, looked_at.elsewhere) == (sku, stock[sku], True)
    assert [value.sold_out for value in looked_at.rows[0].values] == [True, False]
