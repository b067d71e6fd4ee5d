"""Importing against a shop in memory: once is as good as twice, and nothing is half done."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command

from backend.contracts.operation import Operation
from backend.contracts.problem import FieldError, Problem
from backend.contracts.product import CREATE_PRODUCT, GET_PRODUCT, REPLACE_PRODUCT, Product
from storefront import api
from storefront.imports import put
from tests.storefront.imports.files import file, row

AT = "2026-11-03T10:11:12.123Z"


class Shop:
    """The staff API in memory. `writes` are the operations that changed it; `taken` a SKU that belongs to somebody else."""

    def __init__(self) -> None:
        self.products: dict[str, Product] = {}
        self.writes: list[str] = []
        self.taken = ""
        self.down_after: int | None = None

    def call(self, operation: Operation, *, path: Any = None, query: Any = None, body: Any = None, token: str | None = None) -> Any:
        if operation is GET_PRODUCT:
            return self._found(path.product_id)
        assert token == "staff-token"
        if self.down_after is not None and len(self.writes) >= self.down_after:
            raise api.Unavailable("product")
        if any(variant.sku == self.taken for variant in body.variants):
            raise api.Refusal(Problem(type="sku-taken", title="Taken", status=409, errors=(FieldError("variants[0].sku", "is another's"),)))
        if operation is CREATE_PRODUCT:
            return self._write(operation, body.id, body, 1)
        assert operation is REPLACE_PRODUCT
        present = self._found(path.product_id)
        if query.version != present.version:
            raise api.Refusal(Problem(type="stale-version", title="Stale", status=409, version=present.version))
        return self._write(operation, path.product_id, body, present.version + 1)

    def _found(self, id: str) -> Product:
        if id not in self.products:
            raise api.Refusal(Problem(type="not-found", title="No such product", status=404))
        return self.products[id]

    def _write(self, operation: Operation, id: str, body: Any, version: int) -> Product:
        kept = msgspec.to_builtins(body) | {"id": id, "version": version, "category_path": "x", "created_at": AT, "changed_at": AT}
        self.products[id] = msgspec.convert(kept, Product)
        self.writes.append(operation.name)
        return self.products[id]


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    made = Shop()
    monkeypatch.setattr(put.api, "call", made.call)
    monkeypatch.setattr(put, "access_token", lambda: "staff-token")
    return made


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


def test_twice_changes_nothing(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2 created, 0 changed, 0 unchanged" in run(csv, capsys)
    assert "0 created, 0 changed, 2 unchanged" in run(csv, capsys)
    assert shop.writes == ["create_product"] * 2


def test_what_differs_is_replaced_and_the_rest_left_alone(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(csv, capsys)
    csv.write_text(file(row(**{"Variant Price": "21"}), row(Handle="cup", **{"Variant SKU": "CUP"})))
    assert "0 created, 1 changed, 1 unchanged" in run(csv, capsys)
    assert shop.products["teapot"].variants[0].price == 2100


def test_a_dry_run_tells_and_writes_nothing(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Would be: 2 created" in run(csv, capsys, dry_run=True)
    assert shop.writes == []


def test_a_refusal_of_the_shop_is_told_with_the_line_and_the_others_go_in(
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

    monkeypatch.setattr(put.api, "call", overtaken)
    assert "1 changed" in run(csv, capsys)


def test_when_the_shop_stops_answering_a_second_run_goes_on(shop: Shop, csv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop.down_after = 1
    with pytest.raises(CommandError, match="run it again"):
        call_command("import_products", str(csv))
    shop.down_after = None
    assert "1 created, 0 changed, 1 unchanged" in run(csv, capsys)
