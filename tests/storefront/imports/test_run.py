"""Importing against a shop in memory: once is as good as twice, and nothing is half done."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backend.contracts.operation import Operation
from backend.contracts.problem import FieldError, Problem
from backend.contracts.product.operations import GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.product.queries import ProductPath
from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.clients.outputs import OutputsMissing
from storefront.imports import export, upsert
from tests.storefront.imports.files import file, row
from tests.storefront.imports.shop import Shop


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(file(row(), row(Handle="cup", **{"Variant SKU": "CUP"})), encoding="utf-8-sig", newline="")
    return path


def run(path: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("import_products", str(path), **options)
    return capsys.readouterr().out


def test_a_file_that_is_not_there_is_one_clear_line(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_products", str(tmp_path / "none.csv"))


def test_without_an_outputs_file_it_is_one_clear_line(
    shop: Shop, csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(operation: Operation, **more: Any) -> Any:
        raise OutputsMissing("No outputs file: start the local cloud")

    monkeypatch.setattr(api, "call", missing)
    for command, place in (("import_products", csv), ("export_products", tmp_path / "out.csv")):
        with pytest.raises(CommandError, match="start the local cloud"):
            call_command(command, str(place))
    assert not (tmp_path / "out.csv").exists()


def test_the_file_is_not_blamed_where_nobody_can_be_signed_in(
    shop: Shop, csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing() -> str:
        raise NotSignedIn("http://login.test does not answer")

    monkeypatch.setattr(upsert, "access_token", failing)
    with pytest.raises(CommandError, match="does not answer") as raised:
        call_command("import_products", str(csv))
    assert "products.csv" not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "said"), [(401, "SHOP_TOKEN.*run it again"), (403, "may not do this.*run it again")]
)
def test_missing_write_permission_is_reported_once_and_not_for_each_row(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, status: int, said: str
) -> None:
    real = shop.call

    def expire(operation: Operation, **more: Any) -> Any:
        if operation is not GET_PRODUCT and len(shop.writes) >= 1:
            raise api.Refusal(Problem(type="not-signed-in", title="Unauthorized", status=status))
        return real(operation, **more)

    monkeypatch.setattr(api, "call", expire)
    with pytest.raises(CommandError, match=said):
        call_command("import_products", str(csv))
    assert "refused" not in capsys.readouterr().out
    monkeypatch.setattr(api, "call", real)
    assert "1 created, 0 changed, 1 unchanged" in run(csv, capsys)


def test_pictures_at_other_hosts_are_named_and_counted(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = [{"Handle": "teapot", "Image Src": f"https://cdn.example/{number}.jpg"} for number in range(5)]
    csv.write_text(
        file(row(**{"Image Src": "own-1"}), *more, row(Handle="cup", **{"Variant SKU": "CUP", "Image Src": "cup.jpg"}))
    )
    out = run(csv, capsys)
    assert (
        "line 2: teapot gets a placeholder: 5 pictures are at other hosts, from which nothing is shown: https://cdn.example/0.jpg"
        in out
    )
    assert "and 2 more" in out
    assert "1 pictures without a place" in out
    assert (
        "5 pictures are at other hosts and show as a placeholder: python manage.py fetch_pictures brings them in."
        in out
    )
    assert "5 pictures are at other hosts" in run(csv, capsys, dry_run=True)


def test_twice_changes_nothing(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 created, 0 changed, 0 unchanged" in run(csv, capsys)
    assert "0 created, 0 changed, 2 unchanged" in run(csv, capsys)
    assert shop.writes == ["create_product"] * 2


def test_what_differs_is_replaced_and_the_rest_left_alone(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(csv, capsys)
    csv.write_text(file(row(**{"Variant Price": "21"}), row(Handle="cup", **{"Variant SKU": "CUP"})))
    assert "0 created, 1 changed, 1 unchanged" in run(csv, capsys)
    assert shop.products["teapot"].variants[0].price == 2100


def test_a_dry_run_tells_and_writes_nothing(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Would be: 2 created" in run(csv, capsys, dry_run=True)
    assert shop.writes == []


def test_a_refusal_by_the_shop_is_reported_with_the_line_and_the_others_go_in(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.taken = "TEA-1"
    with pytest.raises(CommandError, match="1 of the products"):
        call_command("import_products", str(csv))
    out = capsys.readouterr().out
    assert "line 2: teapot refused: Taken – variants[0].sku: is another's" in out
    assert list(shop.products) == ["cup"]


def test_a_change_by_somebody_else_is_looked_at_again(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(csv, capsys)
    csv.write_text(file(row(**{"Variant Price": "21"})))
    real, once = shop.call, iter([True])

    def overtaken(operation: Operation, **more: Any) -> Any:
        if operation is REPLACE_PRODUCT and next(once, False):
            raise api.Refusal(Problem(type="stale-version", title="Stale", status=409, version=2))
        return real(operation, **more)

    monkeypatch.setattr(api, "call", overtaken)
    assert "1 changed" in run(csv, capsys)


def test_when_the_shop_stops_answering_a_second_run_goes_on(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.down_after = 1
    with pytest.raises(CommandError, match="run it again"):
        call_command("import_products", str(csv))
    shop.down_after = None
    assert "1 created, 0 changed, 1 unchanged" in run(csv, capsys)


def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(shop: Shop, csv: Path) -> None:
    csv.write_text(file(row()) + "cup," + 9 * "\0")
    with pytest.raises(CommandError, match="line 3"):
        call_command("import_products", str(csv))
    assert shop.writes == []


STOCKED = "id\ttitle\tprice\tavailability\nA\tMug\t3 EUR\tout_of_stock\n"


@pytest.mark.parametrize("heard", [True, False], ids=["after the inventory heard of it", "before"])
def test_pieces_are_set_once_and_never_over_what_staff_have_set(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str], heard: bool
) -> None:
    shop.heard = heard
    csv.write_text(STOCKED)
    assert "1 SKUs stocked" in run(csv, capsys)
    shop.writes.clear()
    assert "0 SKUs stocked" in run(csv, capsys)
    assert shop.writes == []
    shop.stock["A"] = (9, 5)
    run(csv, capsys)
    assert shop.stock["A"] == (9, 5)
    run(csv, capsys, stock=True)
    assert shop.stock["A"] == (0, 6)


def test_a_dry_run_names_the_fields_that_differ(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(csv, capsys)
    csv.write_text(file(row(Vendor="Kiln", **{"Variant Price": "21"}), row(Handle="cup", **{"Variant SKU": "CUP"})))
    out = run(csv, capsys, dry_run=True)
    assert "line 2: teapot would be changed: variants, brand" in out
    assert "cup would" not in out


def test_neither_an_import_nor_an_export_relies_on_cached_replies(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(csv, capsys)
    shop.call(GET_PRODUCT, path=ProductPath(product_id="teapot"))  # somebody looks at its page, and the reply is kept
    for price in ("21", "22"):
        csv.write_text(file(row(**{"Variant Price": price}), row(Handle="cup", **{"Variant SKU": "CUP"})))
        assert "1 changed, 1 unchanged" in run(csv, capsys)
    assert {each.id: each.variants[0].price for each in export.catalogue()} == {"teapot": 2200, "cup": 1990}


def test_variants_without_a_quantity_are_counted_and_take_the_given_number(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv.write_text(
        "Type,SKU,Name,Regular price,In stock?,Stock\nsimple,A,Cup,3,1,\nsimple,B,Mug,3,0,\nsimple,C,Jug,3,1,4\n"
    )
    said = "1 variant comes without its number of pieces and shows as sold out until they are set"
    assert said in run(csv, capsys, dry_run=True)
    assert "--stock-if-unknown N (the field Quantity)" in run(csv, capsys)
    assert {sku: pieces for sku, (pieces, _) in shop.stock.items()} == {"B": 0, "C": 4}
    assert "of pieces and shows" not in run(csv, capsys, stock_if_unknown=5)
    assert shop.stock["A"][0] == 5


def test_what_is_ordered_back_or_not_out_yet_is_not_sold_as_if_it_were_there(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv.write_text("id\ttitle\tprice\tavailability\nA\tMug\t3 EUR\tpreorder\nB\tCup\t3 EUR\tin stock\n")
    run(csv, capsys, stock_if_unknown=5)
    assert {sku: pieces for sku, (pieces, _) in shop.stock.items()} == {"A": 0, "B": 5}


def test_the_report_begins_with_how_the_file_was_read(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(csv, capsys).splitlines()
    assert lines[1] == "line 1: the file: read as comma-separated, UTF-8, decimal point; no currency named: read as EUR"


@pytest.mark.parametrize("options", [{"rate": ["USD"]}, {"stock_if_unknown": -1}, {"pictures_at": "media"}])
def test_a_wrong_option_is_reported_in_one_line(shop: Shop, csv: Path, options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match=r"USD=0\.92|takes 0 to|takes an address"):
        call_command("import_products", str(csv), **options)


def test_prices_in_another_currency_say_how_they_are_converted(
    shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = shop.call

    def refusing(operation: Operation, **more: Any) -> Any:
        body = more.get("body")
        if getattr(body, "currency", "EUR") != "EUR":
            error = FieldError("currency", "The shop sells in EUR")
            raise api.Refusal(Problem(type="invalid", title="The product is not right", status=422, errors=(error,)))
        return real(operation, **more)

    csv.write_text("id\ttitle\tprice\nA\tMug\t10 USD\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(api, "call", refusing)
        with pytest.raises(CommandError):
            call_command("import_products", str(csv))
        assert "to convert it, say what one USD is worth: --rate USD=…" in capsys.readouterr().out
        assert "1 created" in run(csv, capsys, rate=["USD=0.9"])
    assert shop.products["a"].variants[0].price == 900
