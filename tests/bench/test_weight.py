"""What each page loads, compressed, is within its budget."""

import pytest

from bench.weight import CSS, HTML, JS, Weight, weigh


@pytest.fixture(scope="module")
def weights() -> list[Weight]:
    return weigh()


def test_every_page_is_light(weights: list[Weight]) -> None:
    assert {weight.page for weight in weights} == {"home", "list", "product", "basket", "checkout", "orders"}
    assert all(1_000 < weight.html <= HTML for weight in weights), weights


def test_style_sheets_and_scripts_of_every_page_are_light(weights: list[Weight]) -> None:
    assert all(1_000 < weight.css <= CSS and 1_000 < weight.js <= JS for weight in weights), weights
