"""What machines read."""

import xml.etree.ElementTree as ElementTree

from django.contrib.staticfiles import finders
from django.test import Client

from tests.storefront.product.fake import Fake


def test_a_sitemap_that_cannot_be_made_is_a_503_and_not_kept(client: Client, shop: Fake) -> None:
    shop.down.add("list_products")
    assert client.get("/sitemap.xml").status_code == 503
    shop.down.clear()
    assert client.get("/sitemap.xml").status_code == 200


def test_the_sitemap_names_every_page_once_and_is_kept(client: Client, shop: Fake) -> None:
    response = client.get("/sitemap.xml")
    found = [element.text for element in ElementTree.fromstring(response.content).iter() if element.tag.endswith("loc")]
    assert len(found) == len(set(found)) == 5 + 4 + 60
    assert "http://localhost:8000/product/slow-tide/" in found
    calls = len(shop.calls)
    client.get("/sitemap.xml")
    assert len(shop.calls) == calls


def test_robots_keep_to_public_pages_and_find_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /account/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def test_every_icon_that_is_named_is_there(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert client.get("/favicon.ico").headers["Location"] == "/static/icons/favicon.svg"
