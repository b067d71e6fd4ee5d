"""What colours of pictures and stars are called in each language, beside addresses that stay what they are."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from backend.contracts.colours import Colour
from backend.contracts.product.models import Picture
from backend.contracts.search.models import COLOUR, RATING, Facet, FacetValue, SearchPage
from backend.contracts.shop import LANGUAGES
from storefront.search import facet_texts, facets
from storefront.search.list_query import ProductListQuery
from tests.storefront.product.pages import page
from tests.storefront.product.products import product
from tests.storefront.service import Service

GREEN = Picture(src="tide-1", alt="Hills", width=960, height=1200, colours=(Colour.GREEN,))
FOUND = SearchPage(
    items=(),
    total=9,
    page=1,
    facets=(
        Facet(
            name=COLOUR, title="Main colour", values=(FacetValue(value="blue", title="Blue", count=4, selected=True),)
        ),
        Facet(
            name=RATING,
            title="Reviews",
            values=(FacetValue(value="4", title="4 stars and more", count=2, selected=True),),
        ),
    ),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Other tests speak English again."""
    yield
    translation.activate("en")


@pytest.mark.parametrize("value", ["", "mauve", "blue ", "\x00", "%(count)s", "6", "44", "-1"])
@pytest.mark.parametrize("name", [RATING, "size", COLOUR])
def test_a_value_that_only_an_address_knows_keeps_what_the_service_calls_it(name: str, value: str) -> None:
    if (name, value) != (COLOUR, "blue "):
        assert facet_texts.value_title(name, value, "as it came") == "as it came"


def test_every_colour_has_a_name_of_its_own_in_every_language() -> None:
    assert set(facet_texts.COLOURS) == set(Colour)
    for language in LANGUAGES:
        with translation.override(language):
            assert len(set(map(str, facet_texts.COLOURS.values()))) == len(Colour)
    with translation.override("en"):
        assert [str(facet_texts.COLOURS[each]) for each in Colour] == [each.capitalize() for each in Colour]


@pytest.mark.parametrize(
    ("language", "titles", "values"),
    [
        ("en", ["Main colour", "Reviews"], ["Blue", "4 stars and more"]),
        ("de", ["Hauptfarbe", "Bewertungen"], ["Blau", "4 Sterne und mehr"]),
        ("fr", ["Couleur principale", "Avis"], ["Bleu", "4 étoiles et plus"]),
    ],
)
def test_boxes_and_chips_name_colours_and_stars_in_the_pages_language(
    language: str, titles: list[str], values: list[str]
) -> None:
    query = ProductListQuery(listing=True, chosen=((COLOUR, "blue"), (RATING, "4")))
    with translation.override(language):
        groups = facets.facet_groups(FOUND)
        assert [group.title for group in groups] == titles
        assert [value.title for group in groups for value in group.values] == values
        assert [chip.title for chip in facets.filter_chips(query, FOUND)] == values
    assert [(group.field, value.value) for group in groups for value in group.values] == [
        ("f.main-colour", "blue"),
        ("f.rating", "4"),
    ]


def test_a_german_list_shows_no_english_colour_and_its_address_still_works(shop: Service) -> None:
    shop.products = [product(pictures=(GREEN,)), product("harbour", "Harbour")]
    html = page(Client(), "/de/shop/?f.main-colour=green")
    assert 'name="f.main-colour" value="Green" checked' in html
    assert re.search(r"swatch--green\"></span>Grün<", html)
    assert re.search(r'class="chip chip--chosen"[^>]*>(<[^>]*>[^<]*)*Grün', html)
    assert ">Green<" not in html
