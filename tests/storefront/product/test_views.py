"""The catalogue's pages, against a catalogue in memory. What goes wrong comes first."""

import re
from urllib.parse import urljoin

import pytest
from django.test import Client

from backend.contracts.product.models import Choice, Picture, Sort, Variant
from storefront.product import catalogue
from storefront.web import pictures
from tests.storefront.product.pages import LIMIT, links, names, page
from tests.storefront.product.products import product
from tests.storefront.service import Service


def test_home_stands_while_the_product_service_is_down(client: Client, shop: Service) -> None:
    shop.down |= {"list_products", "list_categories"}
    assert "The catalogue is not available right now." in page(client, "/")


def test_an_empty_shop_is_no_failure(client: Client, shop: Service) -> None:
    shop.products.clear()
    html = page(client, "/")
    assert "The catalogue is not answering" not in html
    assert "Nothing is on the wall yet." in html


def test_home_leaves_out_only_what_is_down(client: Client, shop: Service) -> None:
    shop.down |= {"list_categories"}
    html = page(client, "/")
    assert "Fresh off the press" in html
    assert 'class="tile"' not in html


def test_a_list_that_is_not_answered_is_a_503_that_says_when_to_come_back(client: Client, shop: Service) -> None:
    shop.down |= {"list_products", "search"}
    response = client.get("/shop/")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "The press is warming up" in response.content.decode()


def test_a_form_that_was_open_too_long_says_what_to_do(shop: Service) -> None:
    response = Client(enforce_csrf_checks=True).post("/basket/add/", {"sku": "A"})
    assert response.status_code == 403
    assert "Open the page again and send it once more" in response.content.decode()


def test_an_unknown_category_is_a_404_and_asks_for_no_list_once_the_tree_is_known(
    client: Client, shop: Service
) -> None:
    catalogue.tree()
    assert "See everything" in page(client, "/shop/prints/nonsense/", 404)
    assert shop.calls == ["list_categories"]


def test_a_category_is_shown_while_the_tree_cannot_be_had(client: Client, shop: Service) -> None:
    shop.down |= {"list_categories", "search"}
    assert len(names(page(client, "/shop/prints/landscapes/"))) == 24


@pytest.mark.parametrize("cursor", ["nonsense", "0", "a.b", "%00", "a" * 700])
def test_a_cursor_that_is_not_ours_leads_back_to_the_first_page(client: Client, shop: Service, cursor: str) -> None:
    shop.down |= {"search"}
    assert "Back to the first page" in page(client, f"/shop/?after={cursor}&page=2", 404)


@pytest.mark.parametrize(
    "query", ["sort=nonsense", "sort=", "page=-1", "page=9999999", "page=²", "after=&page=7", "after=..&page=2"]
)
def test_what_a_list_is_asked_in_no_known_way_is_as_if_not_asked(client: Client, shop: Service, query: str) -> None:
    shop.down.add("search")
    assert names(page(client, f"/shop/?{query}")) == names(page(client, "/shop/"))


def test_an_empty_category_shows_the_way_on(client: Client, shop: Service) -> None:
    html = page(client, "/shop/cards/")
    assert "Nothing here yet" in html
    assert 'href="/shop/"' in html


def test_a_list_page_is_one_call_beside_the_tree_that_is_kept(client: Client, shop: Service) -> None:
    page(client, "/shop/")
    shop.calls.clear()
    page(client, "/shop/prints/")
    assert shop.calls == ["search"]


@pytest.mark.parametrize("down", ["", "search"])
def test_next_and_previous_walk_the_whole_list_and_back_without_scripts(
    client: Client, shop: Service, down: str
) -> None:
    shop.down.add(down)
    pages, path = [], "/shop/prints/?sort=price-up"
    while True:
        html = page(client, path)
        pages.append(names(html))
        following = links(html, "next")
        if not following:
            break
        path = urljoin("/shop/prints/", following[0])
    assert [len(each) for each in pages] == [24, 24, 12]
    assert len({name for each in pages for name in each}) == 60
    for expected in reversed(pages[:-1]):
        html = page(client, urljoin("/shop/prints/", links(html, "prev")[0]))
        assert names(html) == expected
    assert not links(html, "prev")
    assert {query.sort for query in shop.queries} <= {Sort.PRICE_UP}


def test_later_pages_are_not_for_search_engines(client: Client, shop: Service) -> None:
    assert "noindex" not in page(client, "/shop/")
    assert "noindex" in page(client, links(page(client, "/shop/"), "next")[0])


def test_a_list_of_24_cards_weighs_little(client: Client, shop: Service) -> None:
    html = page(client, "/shop/")
    assert len(names(html)) == 24
    sent = client.get("/shop/", headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.content) < LIMIT


def test_a_product_that_is_not_there_is_a_404_with_ways_on(client: Client, shop: Service) -> None:
    assert 'href="/shop/prints/"' in page(client, "/product/nothing/", 404)


def test_a_product_is_shown_while_the_lists_are_down(client: Client, shop: Service) -> None:
    shop.down |= {"list_products", "list_categories"}
    html = page(client, "/product/slow-tide/")
    assert "Add to basket" in html
    assert "More landscapes" not in html


def test_a_discontinued_variant_is_reported_and_the_cheapest_shown(client: Client, shop: Service) -> None:
    html = page(client, "/product/slow-tide/?v=GONE-1")
    assert "That version is no longer made." in html
    assert 'name="sku" value="SLOW-TIDE-A4-UN"' in html


def test_the_variant_in_the_address_is_the_one_that_is_bought(client: Client, shop: Service) -> None:
    html = page(client, "/product/slow-tide/?v=SLOW-TIDE-A2-UN")
    assert 'name="sku" value="SLOW-TIDE-A2-UN"' in html
    assert "€48.00" in html


def test_what_cannot_be_combined_is_no_link_and_says_why(client: Client, shop: Service) -> None:
    html = page(client, "/product/slow-tide/?v=SLOW-TIDE-A2-UN")
    assert "not made with A2" in html
    assert html.count("?v=SLOW-TIDE-A4-UN") == html.count('"?v=SLOW-TIDE-A4-UN"') + html.count(
        "/product/slow-tide/?v=SLOW-TIDE-A4-UN"
    )
    assert 'href="?v=SLOW-TIDE-A2-OA"' not in html


def test_a_description_cannot_bring_scripts_pictures_or_styles(client: Client, shop: Service) -> None:
    bad = '<p style="color:red" onclick="x()">Fine</p><script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">a</a></script>'
    shop.products.append(product("bad", "</script><b>Bad", description=bad))
    html = page(client, "/product/bad/")
    for piece in ("alert(1)", "onclick", "onerror", "javascript:", "color:red", "<b>Bad"):
        assert piece not in html
    assert "<p>Fine</p>" in html


def test_a_merchants_own_picture_address_is_never_loaded(client: Client, shop: Service) -> None:
    there = Picture(src="https://elsewhere.example/a.jpg", alt="A chair", width=10, height=10)
    shop.products.append(product("chair", "Chair", pictures=(there,)))
    html = page(client, "/product/chair/")
    assert "elsewhere" not in html
    assert 'aria-label="A chair"' in html


def test_of_pictures_that_cannot_be_had_one_stand_in_is_shown(client: Client, shop: Service) -> None:
    there = tuple(
        Picture(src=f"https://elsewhere.example/{name}.jpg", alt=f"A chair {name}", width=10, height=10)
        for name in "abc"
    )
    shop.products.append(product("chair", "Chair", pictures=there))
    html = page(client, "/product/chair/")
    assert html.count('class="gallery__slide"') == 1
    assert "gallery__thumbs" not in html


FRAMED = (
    Picture(src="tide-1", alt="The sheet", width=960, height=1200, shows=(Choice(option="Frame", value="Unframed"),)),
    Picture(src="tide-2", alt="In oak", width=960, height=1200, shows=(Choice(option="Frame", value="Oak frame"),)),
    Picture(src="tide-3", alt="Close up", width=960, height=1200),
    Picture(src="tide-4", alt="At A2", width=960, height=1200, shows=(Choice(option="Size", value="A2"),)),
)


@pytest.mark.parametrize(
    ("chosen", "alts"),
    [
        ("", ["The sheet", "Close up"]),
        ("?v=SLOW-A4-OA", ["In oak", "Close up"]),
        ("?v=SLOW-A2-UN", ["The sheet", "At A2", "Close up"]),
        ("?v=gone", ["The sheet", "Close up"]),
    ],
)
def test_the_gallery_and_the_shared_picture_follow_the_choice(
    client: Client, shop: Service, monkeypatch: pytest.MonkeyPatch, chosen: str, alts: list[str]
) -> None:
    monkeypatch.setattr(pictures, "is_ours", lambda src: True)
    shop.products.append(product("slow", "Slow", pictures=FRAMED))
    html = page(client, f"/product/slow/{chosen}")
    assert re.findall(r'gallery__slide".*? alt="([^"]*)"', html) == alts
    first = next(picture for picture in FRAMED if picture.alt == alts[0])
    assert re.search(rf'og:image" content="[^"]*/{first.src}-\d+\.webp"', html)
    assert 'hx-select-oob="#gallery"' in html


def test_a_gallery_that_is_the_same_for_every_choice_stays_where_it_is(client: Client, shop: Service) -> None:
    assert "hx-select-oob" not in page(client, "/product/print-1/").partition('id="buy"')[2].partition("buy__form")[0]


def test_a_product_without_options_needs_no_choice(client: Client, shop: Service) -> None:
    shop.products.append(
        product("one", "One", options=(), variants=(Variant(sku="ONE", values=(), price=100),), pictures=())
    )
    html = page(client, "/product/one/")
    assert 'class="option"' not in html
    assert 'value="ONE"' in html


def test_machines_read_each_offer_and_the_way_there(client: Client, shop: Service) -> None:
    html = page(client, "/product/slow-tide/")
    assert html.count('"@type": "Offer"') == 3
    assert '"price": "24.00", "priceCurrency": "EUR"' in html
    assert '"@type": "BreadcrumbList"' in html


def test_a_chosen_theme_is_in_the_page_before_any_script_runs(client: Client, shop: Service) -> None:
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in page(client, "/about/")


def test_a_made_up_theme_is_not_repeated(client: Client, shop: Service) -> None:
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in page(client, "/about/")


@pytest.mark.parametrize("path", ["/", "/shop/", "/product/slow-tide/", "/about/"])
def test_pages_are_read_only(client: Client, shop: Service, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/shop/", "/shop/prints/", "/product/slow-tide/", "/about/", "/delivery/", "/privacy/", "/nothing/"]
)
def test_every_page_has_one_heading_a_title_landmarks_and_nothing_inline(
    client: Client, shop: Service, path: str
) -> None:
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1
    assert re.search(r"<title>[^<]{5,} – Halftone</title>", html)
    assert all(html.count(f"<{landmark}") == 1 for landmark in ("header", "main", "footer"))
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|<script>', html)
    assert not re.search(r'(?:src|href)="https?://(?!localhost)', html)


@pytest.mark.parametrize("path", ["/", "/shop/", "/product/slow-tide/", "/about/"])
def test_a_page_without_a_picture_of_its_own_is_shared_with_the_shops_card(
    client: Client, shop: Service, path: str
) -> None:
    (card,) = re.findall(r'og:image" content="([^"]+)"', page(client, path))
    assert card.startswith("http")
    assert re.search(r"/static/icons/card[^/]*\.png$", card)
