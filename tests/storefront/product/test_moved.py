"""Categories that were renamed: their addresses lead to where the products are, and what leads nowhere offers the
nearest."""

import pytest
from django.test import Client

from backend.contracts.product.models import Categories, Moved
from storefront.product import catalogue
from tests.storefront.product.pages import page
from tests.storefront.product.products import TREE
from tests.storefront.service import Service


@pytest.fixture
def renamed_shop(shop: Service) -> Service:
    moved = (Moved(path="wall-art", to="prints"), Moved(path="wall-art/birds", to="prints/landscapes"))
    shop.tree = Categories(items=TREE.items, count=TREE.count, moved=moved)
    catalogue.clear()
    return shop


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/shop/wall-art/", "/shop/prints/"),
        ("/shop/wall-art/birds/", "/shop/prints/landscapes/"),
        ("/shop/wall-art/?page=2&f.size=A4", "/shop/prints/?page=2&f.size=A4"),
        ("/search/?q=sheet&category=wall-art", "/search/?q=sheet&category=prints"),
    ],
)
def test_an_old_address_leads_to_where_the_products_are(
    client: Client, renamed_shop: Service, old: str, new: str
) -> None:
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, new)


@pytest.mark.parametrize("down", [{"search"}, {"search", "list_products"}])
def test_it_does_so_while_search_is_down(client: Client, renamed_shop: Service, down: set[str]) -> None:
    renamed_shop.down |= down
    assert client.get("/shop/wall-art/").headers["Location"] == "/shop/prints/"


def test_a_category_that_is_there_again_is_shown(client: Client, renamed_shop: Service) -> None:
    renamed_shop.tree = Categories(items=TREE.items, count=TREE.count, moved=(Moved(path="prints", to="cards"),))
    catalogue.clear()
    assert client.get("/shop/prints/").status_code == 200


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("print", "/shop/prints/"),
        ("wall-art/landscape", "/shop/prints/landscapes/"),
        ("posters/portrait", "/shop/prints/portraits/"),
        ("prints/zzzz", "/shop/prints/"),
    ],
)
def test_an_unknown_category_offers_the_nearest_by_name(client: Client, shop: Service, path: str, offered: str) -> None:
    html = page(client, f"/shop/{path}/", 404)
    assert "There is no such category" in html
    assert f'<a class="link" href="{offered}">' in html


@pytest.mark.parametrize("path", ["zzzz", "%00", "a" * 400, "../..", "ü/ß", "'\"<script>", "prints//x"])
def test_no_path_is_a_fault(client: Client, renamed_shop: Service, path: str) -> None:
    assert client.get(f"/shop/{path}/").status_code in (301, 400, 404)
