"""Shopify's inventory CSV: the pieces of products that the shop has already."""

import pytest

from storefront.imports.entry import Counted
from storefront.imports.report import ReportLine
from storefront.imports.run import Import, Summary
from storefront.imports.upsert import Outcome
from tests.storefront.imports.reading import good, read, words
from tests.storefront.imports.shop import Shop

PRODUCTS = (
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    "shirt,Shirt,Size,S,S-1,20.00\nshirt,,,M,,21.00\nmug,Mug,Title,Default Title,M-1,8.00\n"
)
HEAD = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,"
BY_ROW = (
    f"{HEAD}Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),"
    "Available (not editable),On hand (current),On hand (new)\n"
    "shirt,Shirt,Size,S,,,,,S-1,,,North,,0,0,2,5,7,\n"
    "shirt,Shirt,Size,S,,,,,S-1,,,South,,0,0,0,3,3,\n"
    "shirt,Shirt,Size,M,,,,,,,,North,,0,0,0,4,4,\n"
    "mug,Mug,Title,Default Title,,,,,'M-1,,,North,,0,1,2,7,10,20\n"
    "mug,Mug,Title,Default Title,,,,,'M-1,,,South,,,,,not stocked,not stocked,\n"
)
BY_COLUMN = (
    f"{HEAD}North,South\n"
    "shirt,Shirt,Size,S,,,,,S-1,,,5,3\nshirt,Shirt,Size,M,,,,,,,,4,not stocked\n"
    "mug,Mug,Title,Default Title,,,,,M-1,,,17,0\n"
)


@pytest.fixture
def stocked_shop(shop: Shop) -> Shop:
    """A shop that has the products, without any pieces."""
    Import([].append).run(read(PRODUCTS))
    shop.stock.clear()
    return shop


def run(content: str, *, dry: bool = False, over: bool = False) -> tuple[Summary, list[ReportLine]]:
    """What an import of the file came to, and its report."""
    lines: list[ReportLine] = []
    return Import(lines.append, dry=dry, over=over).run(read(content)), lines


def pieces(shop: Shop) -> dict[str, int]:
    return {sku: count for sku, (count, _) in shop.stock.items()}


@pytest.mark.parametrize("content", [BY_ROW, BY_COLUMN])
def test_pieces_at_all_locations_are_added_up_and_set_for_variants_with_and_without_a_sku(
    content: str, stocked_shop: Shop
) -> None:
    summary, _ = run(content)
    assert pieces(stocked_shop) == {"S-1": 8, "SHIRT-M": 4, "M-1": 17}
    assert (summary.stocked, summary.done[Outcome.CHANGED]) == (3, 2)


def test_a_dry_run_tells_each_number_and_sets_none(stocked_shop: Shop) -> None:
    summary, lines = run(BY_COLUMN, dry=True)
    assert pieces(stocked_shop) == {}
    assert [(each.line, each.why) for each in lines] == [
        (2, "S-1 gets 8 pieces"), (3, "SHIRT-M gets 4 pieces"), (4, "M-1 gets 17 pieces"),
    ]  # fmt: skip
    assert "2 changed, 0 unchanged" in summary.figures(dry=True)
    assert "3 SKUs stocked" in summary.figures(dry=True)


def test_promised_pieces_are_subtracted_from_a_new_number_on_hand_and_reported(stocked_shop: Shop) -> None:
    _, lines = run(BY_ROW)
    assert [(each.line, each.why) for each in lines] == [
        (5, "of 20 pieces on hand 3 are committed or unavailable: 17 are taken")
    ]


def test_pieces_that_somebody_has_set_stay_unless_it_is_asked_for(stocked_shop: Shop) -> None:
    run(BY_COLUMN)
    more = BY_COLUMN.replace(",17,0", ",1,1")
    for dry in (True, False):
        summary, lines = run(more, dry=dry)
        assert (summary.stocked, summary.done[Outcome.UNCHANGED]) == (0, 2)
        assert [each.why[:46] for each in lines] == ["M-1 keeps the 17 pieces that were set before, "]
    assert run(more, over=True)[0].stocked == 1
    assert pieces(stocked_shop)["M-1"] == 2


def test_a_second_time_sets_nothing_and_says_nothing(stocked_shop: Shop) -> None:
    run(BY_ROW)
    stocked_shop.writes.clear()
    summary, lines = run(BY_ROW)
    assert (summary.stocked, stocked_shop.writes, len(lines)) == (0, [], 1)


def test_a_product_that_the_shop_does_not_have_is_refused_and_the_others_go_in(stocked_shop: Shop) -> None:
    summary, lines = run(BY_COLUMN.replace("shirt,", "vest,"))
    assert (summary.bad, summary.stocked) == (1, 1)
    assert str(lines[0]) == (
        "line 2: vest refused: the shop has no product of this handle: import the file of products before this one"
    )


def test_a_variant_that_the_shop_does_not_have_is_left_out_alone(stocked_shop: Shop) -> None:
    summary, lines = run(BY_COLUMN.replace("Size,M", "Size,XL"))
    assert (summary.stocked, summary.unsold) == (2, 1)
    assert lines[0].why == "XL: the shop has no such variant"


def test_a_variant_that_has_another_sku_in_the_shop_is_known_by_its_options(stocked_shop: Shop) -> None:
    _, lines = run(BY_COLUMN.replace("S-1", "NEW-1"))
    assert lines[0].why == "NEW-1 is S-1 in the shop, by its options"
    assert pieces(stocked_shop)["S-1"] == 8


def test_rows_of_a_variant_with_and_without_its_sku_are_added_up_dry_and_for_real(stocked_shop: Shop) -> None:
    content = BY_ROW.replace("S-1,,,South", ",,,South")
    assert "S-1 gets 8 pieces" in [each.why for each in run(content, dry=True)[1]]
    run(content, over=True)
    assert pieces(stocked_shop)["S-1"] == 8


def test_a_sku_that_the_file_has_for_two_variants_gets_no_pieces_of_either(stocked_shop: Shop) -> None:
    for dry in (True, False):
        summary, lines = run(BY_COLUMN.replace("Size,M,,,,,,", "Size,M,,,,,S-1,"), dry=dry)
        assert (summary.stocked, summary.unsold) == (1, 1)
        assert lines[0].why == "the file has several variants for S-1, “S” and “M”: none of their pieces are set"
    assert pieces(stocked_shop) == {"M-1": 17}


def test_a_location_may_be_called_as_a_column_of_pieces_is(stocked_shop: Shop) -> None:
    run(BY_COLUMN.replace("North,South", "Lager,Stock"))
    assert pieces(stocked_shop)["S-1"] == 8


@pytest.mark.parametrize("more", ["HS Code,COO", "Location,Option1 Name"])
def test_a_list_with_prices_is_no_inventory_whatever_else_it_has(more: str) -> None:
    (mug,) = good(f"Handle,Title,SKU,{more},Price,Stock\nmug,Mug,M-1,x,,12.50,5\n")
    assert ([each.price for each in mug.product.variants], mug.stock) == ([1250], {"M-1": 5})


def test_articles_stocked_nowhere_are_left_out_and_invalid_numbers_reported(stocked_shop: Shop) -> None:
    summary, lines = run(BY_COLUMN.replace(",17,0", ",not stocked,").replace("5,3", "5,many"))
    assert (summary.skipped, pieces(stocked_shop)["S-1"]) == (1, 5)
    assert [each.why[:18] for each in lines] == ["the pieces 'many' ", "none of its varian"]


def test_such_a_file_names_no_currency_and_is_recognized_by_its_columns() -> None:
    assert words(BY_ROW).startswith("read as comma-separated, UTF-8")
    assert "currency" not in words(BY_ROW)
    assert "pieces from “North”, “South”" in words(BY_COLUMN)
    assert all(isinstance(each, Counted) for each in read(BY_ROW.replace(",", ";").encode("utf-16")))
    assert all(isinstance(each, Counted) for each in read(BY_ROW.replace(",HS Code,COO,", ",,,")))
