"""What machines read."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.fixtures import Settings

from storefront.clients import reply_cache
from storefront.site import sitemap
from storefront.web import languages, styles
from tests.storefront.product.products import AT, product
from tests.storefront.service import Service


def test_a_sitemap_that_cannot_be_made_is_a_503_and_not_kept(client: Client, shop: Service) -> None:
    shop.down.add("list_addresses")
    assert client.get("/sitemap.xml").status_code == 503
    shop.down.clear()
    assert client.get("/sitemap.xml").status_code == 200


def locations(client: Client, path: str) -> list[str]:
    """What a file names, in English: other languages have the same."""
    response = client.get(path)
    assert response.status_code == 200
    found = [element.text for element in ElementTree.fromstring(response.content).iter() if element.tag.endswith("loc")]
    paths = [str(location).removeprefix("http://localhost:8000") for location in found]
    return [path for path in paths if languages.split(path)[0] == "en"]


def products_in(client: Client) -> list[str]:
    """The address of every product in every file of the index."""
    files = [file for file in locations(client, "/sitemap.xml") if "products" in file]
    return [place for file in files for place in locations(client, file)]


def test_the_sitemap_names_every_page_once(client: Client, shop: Service) -> None:
    assert locations(client, "/sitemap.xml") == ["/sitemap-pages.xml", "/sitemap-products-1.xml"]
    pages = locations(client, "/sitemap-pages.xml")
    assert "/shop/prints/landscapes/" in pages
    assert "/shop/cards/" not in pages, "it holds nothing"
    assert len(pages) == len(set(pages)) == len(sitemap._PAGES) + 3
    assert sorted(products_in(client)) == sorted(f"/product/{each.id}/" for each in shop.products)
    assert f"<lastmod>{AT}</lastmod>" in client.get("/sitemap-products-1.xml").content.decode()


def test_a_sitemap_of_any_size_is_split_into_files_and_names_each_product_once(client: Client, shop: Service) -> None:
    shop.products = [product(f"print-{number}", f"Print {number}") for number in range(2_100)]
    every = products_in(client)
    assert len(locations(client, "/sitemap.xml")) == 1 + 3
    assert every == [f"/product/print-{number}/" for number in range(2_100)]
    assert client.get("/sitemap-products-4.xml").status_code == 404
    assert client.get("/sitemap-products-0.xml").status_code == 404


def test_the_largest_file_fits_into_an_answer_of_the_hosted_storefront(
    client: Client, shop: Service, settings: Settings
) -> None:
    """Six megabytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html."""
    settings.SHOP_URL = f"https://{'shop.' * 10}example"
    longest = [f"{number:04}-{'x' * 95}" for number in range(sitemap.FILE_SIZE)]
    shop.products = [product(slug, "Print") for slug in longest]
    assert len(client.get("/sitemap-products-1.xml").content) < 6_000_000


def test_what_is_withdrawn_is_out_and_what_is_new_is_in_with_the_files_as_they_were(
    client: Client, shop: Service
) -> None:
    shop.products = [product(f"print-{number}", f"Print {number}") for number in range(1_300)]
    products_in(client)
    shop.products = [*shop.products[:7], *shop.products[8:], product("late", "Late")]
    reply_cache.clear()
    every = products_in(client)
    assert "/product/print-7/" not in every
    assert every[-1] == "/product/late/"
    assert len(every) == len(set(every))


def test_where_files_begin_is_looked_up_once_and_a_file_is_one_call(client: Client, shop: Service) -> None:
    shop.products = [product(f"print-{number}", f"Print {number}") for number in range(1_300)]
    client.get("/sitemap.xml")
    before = shop.calls.count("list_addresses")
    reply_cache.clear()
    client.get("/sitemap.xml")
    client.get("/sitemap-products-2.xml")
    assert (before, shop.calls.count("list_addresses")) == (2, 3)


SHARED = [
    "/robots.txt",
    "/manifest.webmanifest",
    "/service-worker.js",
    "/favicon.ico",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-products-1.xml",
]


@pytest.mark.parametrize("path", [*SHARED, styles.address()])
def test_what_is_the_same_for_everybody_is_not_fetched_anew_by_each_visitor(
    client: Client, shop: Service, path: str
) -> None:
    client.cookies.load({"sessionid": "x" * 32, "messages": "old", "theme": "dark"})
    response = client.get(path)
    assert "public" in response.headers["Cache-Control"]
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not response.cookies


def test_robots_keep_to_public_pages_and_find_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /account/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def test_browsers_may_offer_to_install_the_shop(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["display"] == "minimal-ui"
    assert manifest["short_name"]
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_every_icon_that_is_named_is_there(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert client.get("/favicon.ico").headers["Location"] == "/static/icons/favicon.svg"
