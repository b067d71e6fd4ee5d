"""What every page of the shop begins with: for keyboards, and for machines."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.storefront.product.pages import page
from tests.storefront.service import Service

PAGES = ("/", "/shop/", "/shop/prints/", "/product/slow-tide/", "/about/", "/delivery/", "/privacy/")


@pytest.mark.parametrize("path", [*PAGES, "/nothing/", "/basket/"])
def test_the_first_link_of_every_page_leads_past_its_header(client: Client, shop: Service, path: str) -> None:
    body = client.get(path).content.decode().partition("<body>")[2]
    first = re.search(r"<(?:a|button|input|select|summary)\b[^>]*>", body)
    assert first
    assert 'href="#main"' in first[0]
    assert body.index(first[0]) < body.index("<header")
    assert re.search(r'<main id="main"[^>]* tabindex="-1"', body)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_described_and_names_its_address(client: Client, shop: Service, path: str) -> None:
    head = page(client, path).partition("</head>")[0]
    assert re.search(r'<meta name="description" content="[^"]{20,}">', head)
    assert f'<link rel="canonical" href="{settings.SHOP_URL}{path}">' in head


@pytest.mark.parametrize("path", ["/", "/product/slow-tide/", "/basket/"])
def test_what_all_pages_have_around_them_is_drawn_once(client: Client, shop: Service, path: str) -> None:
    names = {"menu", "menu-button", "header-start", "header-tools", "footer", "links", "languages", "card"}
    once = {f"layout/{name}.html" for name in names} | {"newsletter/consent.html", "newsletter/fields.html"}
    first, second = ({each.name for each in client.get(path).templates} for _ in range(2))
    assert "layout/menu.html" in first
    assert not once & second
