"""A product is shown in the language of the page, where it has a text in it, and else says which language it is in."""

import json
import re

import pytest
from django.test import Client
from django.utils import translation
from msgspec import structs

from backend.contracts.product.models import Categories, Category, Product, Variant, card
from backend.contracts.product.translations import (
    LocalAlt,
    LocalOption,
    LocalTitle,
    LocalValue,
    LocalValues,
    Translation,
)
from backend.contracts.recommendation.models import Reason, Recommendation, Recommendations
from backend.contracts.search.models import SearchSort
from storefront.clients import reply_cache
from storefront.clients.concurrency import start
from storefront.clients.localization import localize
from storefront.product import catalogue
from storefront.search.list_query import ProductListQuery
from tests.storefront.basket.steps import add
from tests.storefront.product.conftest import *  # noqa: F403 - the catalogue in memory
from tests.storefront.product.pages import names, page
from tests.storefront.product.products import product
from tests.storefront.service import Offer, Service
from tests.storefront.wishing import wish

GERMAN = Translation(
    language="de", title="Langsame Flut", description="Sieben Hügel.", category=("Drucke", "Landschaften")
)
TITLES = (LocalTitle(language="de", title="Langsame Flut"),)


@pytest.fixture(autouse=True)
def english() -> None:
    """Other tests speak English again."""
    translation.activate("en")


@pytest.fixture
def two_prints(shop: Service) -> Service:
    """Two prints: one with texts in German, the other without."""
    shop.products = [product(translations=(GERMAN,)), product("harbour", "Harbour")]
    shop.tree = Categories(
        items=(
            Category(path="prints", title="Prints", count=2, titles=(LocalTitle(language="de", title="Drucke"),)),
            Category(
                path="prints/landscapes", title="Landscapes", count=2,
                titles=(LocalTitle(language="de", title="Landschaften"),),
            ),
        ),
        count=2,
    )  # fmt: skip
    shop.offers = {"TIDE-A4": Offer(title="Slow Tide", price=2400, titles=TITLES), "H": Offer(title="Harbour", price=1)}
    return shop


def heading(html: str) -> tuple[str, str]:
    """Attributes and text of a page's heading."""
    match = re.search(r"<h1([^>]*)>([^<]*)</h1>", html)
    assert match
    return match[1], match[2]


def test_a_product_without_a_text_in_the_pages_language_says_which_it_is_in(two_prints: Service) -> None:
    attributes, title = heading(page(Client(), "/de/product/harbour/"))
    assert title == "Harbour"
    assert 'lang="en"' in attributes
    attributes, title = heading(page(Client(), "/fr/product/slow-tide/"))
    assert title == "Slow Tide"
    assert 'lang="en"' in attributes


def test_a_products_page_is_in_its_language_for_people_and_machines(two_prints: Service) -> None:
    html = page(Client(), "/de/product/slow-tide/")
    attributes, title = heading(html)
    assert title == "Langsame Flut"
    assert "lang=" not in attributes
    assert "<title>Langsame Flut" in html
    assert "Mehr aus: Landschaften" in html
    assert '<meta property="og:title" content="Langsame Flut">' in html
    assert '<meta name="description" content="Sieben Hügel.">' in html
    assert "Seven hills" not in html
    assert "Slow Tide" not in html
    documents = [json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    assert {"Langsame Flut"} == {each["name"] for each in documents if each["@type"] == "Product"}
    assert '<section class="prose buy__words" aria-label' in html
    assert [each for each in ("Drucke", "Landschaften") if f">{each}</a>" in html] == ["Drucke", "Landschaften"]


def test_a_description_that_is_missing_is_the_shops_own(two_prints: Service) -> None:
    two_prints.products = [product(translations=(Translation(language="de", title="Langsame Flut"),))]
    html = page(Client(), "/de/product/slow-tide/")
    assert "Seven hills" in html
    assert '<section class="prose buy__words" lang="en" aria-label' in html
    assert "lang=" not in heading(html)[0]


def test_an_english_page_stays_as_it_is(two_prints: Service) -> None:
    html = page(Client(), "/product/slow-tide/")
    assert heading(html)[1] == "Slow Tide"
    assert "Langsame" not in html


@pytest.mark.parametrize("path", ["/", "/shop/", "/shop/prints/landscapes/", "/search/?q=tide"])
def test_lists_are_in_the_pages_language(two_prints: Service, path: str) -> None:
    html = page(Client(), f"/de{path}")
    assert "Langsame Flut" in html
    assert "Slow Tide" not in html
    assert "Slow Tide" in page(Client(), path)


def test_of_a_list_each_card_that_is_in_another_language_says_so(two_prints: Service) -> None:
    html = page(Client(), "/de/shop/")
    assert set(names(html)) == {"Langsame Flut", "Harbour"}
    assert re.findall(r'<h2 class="card__name" lang="(..)"><a[^>]*>([^<]*)', html) == [("en", "Harbour")]


def test_categories_are_in_the_pages_language(two_prints: Service) -> None:
    html = page(Client(), "/de/shop/prints/")
    assert heading(html)[1] == "Drucke"
    assert "Landschaften" in html
    assert "Landscapes" not in html
    assert "Landscapes" in page(Client(), "/fr/shop/prints/")
    assert [each.title for each in catalogue.top_categories()] == ["Prints"]


def test_a_category_has_its_new_name_though_nothing_else_on_the_page_has_changed(two_prints: Service) -> None:
    assert "Landschaften" in page(Client(), "/de/shop/prints/")
    prints, landscapes = two_prints.tree.items
    renamed = structs.replace(landscapes, titles=(LocalTitle(language="de", title="Gegenden"),))
    two_prints.tree = structs.replace(two_prints.tree, items=(prints, renamed))
    catalogue.clear()
    reply_cache.clear()
    html = page(Client(), "/de/shop/prints/")
    assert "Gegenden" in html
    assert "Landschaften" not in html


@pytest.mark.parametrize("query", ["Flut", "flut", "sieben hügel", "landschaften"])
def test_words_of_every_language_are_found(two_prints: Service, query: str) -> None:
    assert "Langsame Flut" in names(page(Client(), f"/de/search/?q={query}"))
    assert "Slow Tide" in names(page(Client(), f"/search/?q={query}"))


def test_suggestions_are_in_the_pages_language(two_prints: Service) -> None:
    html = page(Client(), "/de/search/suggestions/?q=flut")
    assert "Langsame Flut" in html
    assert "Slow Tide" not in html


def test_a_basket_is_in_the_pages_language(two_prints: Service) -> None:
    client = Client()
    add(client)
    add(client, "H")
    html = page(client, "/de/basket/")
    assert re.findall(r'basket-line__title"([^>]*)><a[^>]*>([^<]*)', html) == [
        ("", "Langsame Flut"),
        (' lang="en"', "Harbour"),
    ]
    assert "Slow Tide" in page(client, "/basket/")


def test_a_message_about_a_line_is_in_the_pages_language(two_prints: Service) -> None:
    client = Client()
    client.post("/de/basket/add/", {"sku": "TIDE-A4", "quantity": 1})
    assert "Langsame Flut liegt in Ihrem Warenkorb" in page(client, "/de/basket/")


def test_a_wish_is_in_the_pages_language() -> None:
    assert localize(wish(titles=TITLES), "de").title == "Langsame Flut"
    assert localize(wish(titles=TITLES), "fr").title == wish().title


FRAME = LocalOption(
    option="Frame", title="Rahmen",
    values=(LocalValue(value="Unframed", title="Ohne Rahmen"), LocalValue(value="Oak frame", title="Rahmen in Eiche")),
)  # fmt: skip


@pytest.fixture
def print_in_frames(two_prints: Service) -> Service:
    """A print whose frames have names in German; its size has none."""
    made = product(translations=(structs.replace(GERMAN, options=(FRAME,)),))
    plain = (Variant(sku="H", values=(), price=1),)
    two_prints.products = [made, product("harbour", "Harbour", options=(), variants=plain)]
    two_prints.offers["TIDE-A4"] = structs.replace(
        two_prints.offers["TIDE-A4"],
        values=("A4", "Unframed"),
        local_values=(LocalValues(language="de", values=("A4", "Ohne Rahmen")),),
    )
    return two_prints


def test_options_without_names_in_the_pages_language_have_the_shops_own(print_in_frames: Service) -> None:
    html = page(Client(), "/fr/product/slow-tide/")
    assert "Frame\N{NO-BREAK SPACE}: <strong>Unframed" in html
    assert "Rahmen" not in html
    assert "Frame: <strong>Unframed" in page(Client(), "/product/slow-tide/")


def test_options_and_their_values_are_in_the_pages_language(print_in_frames: Service) -> None:
    html = page(Client(), "/de/product/slow-tide/")
    assert "Rahmen: <strong>Ohne Rahmen" in html
    assert "Size: <strong>A4" in html
    assert "Rahmen in Eiche" in html
    assert "Unframed" not in html
    assert "Oak frame" not in html
    assert '?v=SLOW-TIDE-A4-OA"' in html


def test_the_swatch_is_that_of_the_colour_however_it_is_called(print_in_frames: Service) -> None:
    assert 'swatch--beige"></span>Rahmen in Eiche' in page(Client(), "/de/product/slow-tide/")


def test_a_basket_calls_values_as_the_page_does(print_in_frames: Service) -> None:
    client = Client()
    add(client)
    assert "A4 · Ohne Rahmen" in page(client, "/de/basket/")
    assert "A4 · Unframed" in page(client, "/fr/basket/")


def test_filters_are_in_the_pages_language_and_their_addresses_are_not(print_in_frames: Service) -> None:
    html = page(Client(), "/de/shop/")
    assert ">Rahmen<" in html
    assert "Ohne Rahmen" in html
    assert 'name="f.frame" value="Unframed"' in html
    chosen = page(Client(), "/de/shop/?f.frame=Unframed")
    assert "Langsame Flut" in chosen
    assert re.search(r'class="chip[^>]*>[^<]*(<[^>]*>[^<]*)*Ohne Rahmen', chosen)
    assert "Ohne Rahmen" not in page(Client(), "/shop/?f.frame=Unframed")


def test_alternative_texts_are_in_the_pages_language(two_prints: Service) -> None:
    texts = structs.replace(GERMAN, alts=(LocalAlt(src="tide-1", alt="Hügel im Abendlicht"),))
    two_prints.products = [product(translations=(texts,))]
    html = page(Client(), "/de/product/slow-tide/")
    assert '="Hügel im Abendlicht"' in html
    assert '="Hills"' not in html
    assert '="Hills"' in page(Client(), "/fr/product/slow-tide/")


def test_themes_are_in_the_pages_language(two_prints: Service) -> None:
    two_prints.products = [product(translations=(structs.replace(GERMAN, tags=("Meer", "ruhig")),))]
    assert "Meer, ruhig" in page(Client(), "/de/product/slow-tide/")
    assert "sea, calm" in page(Client(), "/fr/product/slow-tide/")


def test_wishes_call_values_as_the_page_does() -> None:
    german = (LocalValues(language="de", values=("Ohne Rahmen",)),)
    assert localize(wish(values=("Unframed",), local_values=german), "de").values == ("Ohne Rahmen",)
    assert localize(wish(values=("Unframed",), local_values=german), "fr").values == ("Unframed",)


def test_the_reason_of_a_recommendation_is_in_the_pages_language() -> None:
    pick = Recommendation(
        card=card(product(translations=(GERMAN,))), reason=Reason.SEEN, because="slow-tide", because_title="Slow Tide",
        because_titles=TITLES,
    )  # fmt: skip
    (shown,) = localize(Recommendations(items=(pick,)), "de").items
    assert (shown.card.title, shown.because_title) == ("Langsame Flut", "Langsame Flut")


def test_what_is_asked_for_in_another_thread_is_in_the_pages_language() -> None:
    translation.activate("de")
    assert start(translation.get_language).result() == "de"


def test_a_product_in_the_shops_own_language_is_the_same_object() -> None:
    made: Product = product(translations=(GERMAN,))
    assert localize(made, "en") is made


def test_a_list_by_name_goes_by_the_pages_language(two_prints: Service) -> None:
    two_prints.products = [
        product("harbour", "Harbour", translations=(Translation(language="de", title="Äußerer Hafen"),)),
        product("field", "Field", translations=(Translation(language="de", title="Weites Feld"),)),
        product("autumn", "Quiet Autumn", translations=(Translation(language="de", title="Auszeit"),)),
    ]
    assert names(page(Client(), "/de/shop/?sort=name")) == ["Äußerer Hafen", "Auszeit", "Weites Feld"]
    assert names(page(Client(), "/de/search/?sort=name")) == ["Äußerer Hafen", "Auszeit", "Weites Feld"]
    assert names(page(Client(), "/shop/?sort=name")) == ["Field", "Harbour", "Quiet Autumn"]


def test_only_an_order_by_name_asks_for_a_language_so_all_other_lists_are_one_for_all() -> None:
    with translation.override("de"):
        by_sort = {sort: ProductListQuery(sort=sort).search_query.language for sort in SearchSort}
    assert by_sort == dict.fromkeys(SearchSort) | {SearchSort.NAME: "de"}
