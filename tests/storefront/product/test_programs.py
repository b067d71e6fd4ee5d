"""The block that tells which program drew a product: what it does, and lines that it really has."""

import textwrap
from pathlib import Path

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.shop import LANGUAGES
from storefront.demo import art
from storefront.demo.catalogue import ITEMS
from storefront.product.programs import find_program, read_programs
from tests.storefront.product.pages import page
from tests.storefront.product.products import product
from tests.storefront.service import Service

BRANDS = sorted(read_programs())
MOONS = "/product/waxing-mostly/"


@pytest.fixture
def moons(shop: Service) -> Service:
    """A shop with a print that a program drew, and one that no program did."""
    drawn = replace(product("waxing-mostly", "Waxing, Mostly"), brand="Perigee")
    shop.products = [drawn, replace(product("oak-frame", "Oak Frame"), brand="Halftone Workshop")]
    return shop


def test_what_no_program_drew_has_no_block(client: Client, moons: Service) -> None:
    assert find_program("") is None
    assert find_program("Halftone Workshop") is None
    assert 'id="program"' not in page(client, "/product/oak-frame/")


def test_a_product_says_which_program_drew_it_shows_its_lines_and_leads_to_its_other_works(
    client: Client, moons: Service
) -> None:
    html = page(client, MOONS)
    assert "Drawn by Perigee" in html
    assert "z = np.sqrt(np.clip(1 - reach, 0, 1))" in html
    assert 'href="/search/?f.brand=Perigee"' in html


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_it_is_told_in_the_language_of_the_page(client: Client, moons: Service, language: str) -> None:
    html = page(client, f"/{language}{MOONS}")
    program = read_programs()["Perigee"]
    assert program.words[language] in html
    assert program.words["en"] not in html


@pytest.mark.parametrize("brand", BRANDS)
def test_the_lines_shown_stand_in_the_program_itself(brand: str) -> None:
    program = read_programs()[brand]
    text = Path(art.__file__).with_name(f"{program.module}.py").read_text(encoding="utf-8").splitlines()
    shown = program.code.splitlines()
    runs = (textwrap.dedent("\n".join(text[start : start + len(shown)])) for start in range(len(text)))
    assert program.code in runs


@pytest.mark.parametrize("brand", BRANDS)
def test_a_program_is_told_in_every_language(brand: str) -> None:
    assert set(read_programs()[brand].words) == set(LANGUAGES)


def test_every_print_of_the_demo_has_its_program() -> None:
    prints = {item.product.brand for item in ITEMS.values() if item.product.category[0] == "Art prints"}
    assert prints <= set(BRANDS)
