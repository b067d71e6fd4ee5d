"""What each page loads, compressed, is within its budget."""

import pytest

from bench.weight import CSS, FIRST_PICTURES, HTML, JS, Weight, picture_figures, weigh


@pytest.fixture(scope="module")
def weights() -> list[Weight]:
    return weigh()


def test_every_page_is_light(weights: list[Weight]) -> None:
    assert {weight.page for weight in weights} == {"home", "list", "product", "basket", "checkout", "orders"}
    assert all(1_000 < weight.html <= HTML for weight in weights), weights


def test_style_sheets_and_scripts_of_every_page_are_light(weights: list[Weight]) -> None:
    assert all(1_000 < weight.css <= CSS and 1_000 < weight.js <= JS for weight in weights), weights


def test_pictures_are_measured_where_they_are_drawn_by_the_page_with_the_heaviest() -> None:
    bare = Weight("orders", 1, 1, 1, 1, None)
    assert picture_figures([bare]) == []
    (figure,) = picture_figures([bare, bare._replace(page="home", pictures=2), bare._replace(page="list", pictures=3)])
    assert (figure.value, figure.aim, figure.note) == (3, FIRST_PICTURES, "list, AVIF")
