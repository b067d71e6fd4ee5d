"""A product is changed as it is at the moment, by staff or a command."""

from typing import Any

import pytest
from msgspec import structs

from backend.contracts.operation import Operation
from backend.contracts.product.body import body_of
from backend.contracts.product.models import Product, ProductBody
from backend.contracts.product.operations import REPLACE_PRODUCT
from storefront.clients import api
from storefront.clients.product_edits import edit_product
from storefront.imports.upsert import upsert
from tests.storefront.imports.reading import good
from tests.storefront.imports.shop import Shop


def rename(product: Product) -> ProductBody:
    return body_of(product, title=f"{product.title}!")


def put_mug(shop: Shop) -> None:
    (mug,) = good("Handle,Title,Variant Price\nmug,Mug,3\n")
    upsert(mug.product, token="staff-token")


def test_what_somebody_else_changes_meanwhile_stays(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    put_mug(shop)
    colleague = [True]

    def call(operation: Operation, **options: Any) -> Any:
        if operation is REPLACE_PRODUCT and colleague:
            colleague.clear()
            mug = shop.products["mug"]
            shop.products["mug"] = structs.replace(mug, title="Cup", version=mug.version + 1)
        return shop.call(operation, **options)

    monkeypatch.setattr(api, "call", call)
    edited = edit_product("mug", rename, token="staff-token")
    assert (edited and edited.title, shop.products["mug"].title) == ("Cup", "Cup!")


def test_what_is_as_it_should_be_is_not_written(shop: Shop) -> None:
    put_mug(shop)
    writes = len(shop.writes)
    assert edit_product("mug", lambda product: None, token="staff-token") is None
    assert len(shop.writes) == writes


def test_a_product_that_others_keep_changing_is_refused_as_busy(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    put_mug(shop)

    def call(operation: Operation, **options: Any) -> Any:
        if operation is REPLACE_PRODUCT:
            options["query"] = structs.replace(options["query"], version=99)
        return shop.call(operation, **options)

    monkeypatch.setattr(api, "call", call)
    with pytest.raises(api.Refusal) as refusal:
        edit_product("mug", rename, token="staff-token")
    assert refusal.value.problem.type == "busy"
