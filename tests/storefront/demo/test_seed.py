"""`manage.py seed` against a shop in memory."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace
from pytest_django.fixtures import Settings

from backend.contracts.operation import Operation
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.operations import CREATE_PRODUCT
from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.demo import load_catalogue
from storefront.demo.catalogue import ITEMS
from storefront.demo.management.commands import seed
from storefront.imports import upsert
from tests.storefront.imports.shop import Shop

COUNT = len(ITEMS)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Shop:
    made = Shop()
    settings.PICTURES = tmp_path / "pictures"
    monkeypatch.setattr(api, "call", made.call)
    monkeypatch.setattr(upsert, "access_token", lambda: "staff-token")
    monkeypatch.setattr(load_catalogue, "access_token", lambda: "staff-token")
    monkeypatch.setattr(
        seed.stock, "fill", lambda products: made.stocked.extend(product.id for product in products) or 609
    )
    monkeypatch.setattr(seed, "draw_all", lambda items, folder, tell: 3)
    return made


def run(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    call_command("seed", **options)
    return capsys.readouterr().out


def test_a_missing_sign_in_is_reported_in_one_line(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise NotSignedIn("Nobody signed in within 300 seconds.")

    monkeypatch.setattr(load_catalogue, "access_token", refuse)
    with pytest.raises(CommandError, match="Nobody signed in"):
        call_command("seed")
    assert shop.writes == []


def test_a_refusal_by_the_shop_is_reported_with_its_reason(shop: Shop) -> None:
    shop.taken = ITEMS["four-bookmarks"].product.variants[0].sku
    with pytest.raises(CommandError, match="does not take the catalogue: Taken"):
        call_command("seed")


def test_a_shop_that_does_not_answer_is_reported_and_a_second_run_goes_on(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.down_after = 5
    with pytest.raises(CommandError, match="product service does not answer"):
        call_command("seed")
    shop.down_after, there = None, len(shop.products)
    assert 5 <= there < COUNT
    assert f"{COUNT - there} created, 0 changed, {there} unchanged" in run(capsys)


def test_a_write_whose_answer_is_lost_is_not_done_twice(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lost = shop.call, iter([True])

    def losing(operation: Operation, **more: Any) -> Any:
        reply = real(operation, **more)
        if operation is CREATE_PRODUCT and next(lost, False):
            raise api.Unavailable("product")
        return reply

    monkeypatch.setattr(api, "call", losing)
    assert f"{COUNT - 1} created, 0 changed, 1 unchanged" in run(capsys)
    assert len(shop.writes) == COUNT


def test_every_product_has_its_stock_before_it_comes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there: list[int] = []
    fill = seed.stock.fill
    monkeypatch.setattr(seed.stock, "fill", lambda products: there.append(len(shop.products)) or fill(products))
    assert "609 of their variants got their stock" in run(capsys)
    assert there == [0]
    assert sorted(shop.stocked) == sorted(shop.products)


def test_twice_changes_nothing(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"{COUNT} products: {COUNT} created, 0 changed, 0 unchanged" in run(capsys)
    assert f"{COUNT} products: 0 created, 0 changed, {COUNT} unchanged" in run(capsys)
    assert len(shop.writes) == COUNT


@pytest.mark.parametrize(("sku", "stays"), [("GV-VOUCHER-25", False), ("THEIRS", True)])
def test_what_an_earlier_version_sold_is_withdrawn_and_what_is_anothers_is_not(
    shop: Shop, capsys: pytest.CaptureFixture[str], sku: str, stays: bool
) -> None:
    older = ITEMS["four-bookmarks"].product
    old = replace(older, id="voucher", title="You Choose", variants=(replace(older.variants[0], sku=sku),))
    shop.call(CREATE_PRODUCT, body=old, token="staff-token")
    assert ("1 withdrawn" in run(capsys)) is not stays
    assert ("voucher" in shop.products) is stays
    assert "withdrawn" not in run(capsys)


def test_whatever_is_called_a_voucher_is_sold_as_one_and_nothing_else_is() -> None:
    for item in ITEMS.values():
        words = f"{item.product.title} {item.product.description} {' '.join(item.product.tags)}".lower()
        assert ("voucher" in words) is (item.product.kind is ProductKind.VOUCHER), item.product.id


def test_pictures_alone_need_no_shop(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, pictures_only=True)
    assert shop.products == {}
    assert "3 drawn" in out
