"""Addresses in templates."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import translation

from tests.storefront.service import Service


def _draw(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_a_name_that_no_page_has_is_an_error() -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            _draw("{% url 'basket:nothing' %}")


def test_an_address_that_a_variable_cannot_have_leaves_it_empty() -> None:
    assert _draw("{% url 'product:detail' id as address %}[{{ address }}]", id="no/slug") == "[]"


def test_each_value_and_each_language_has_its_own_address() -> None:
    detail = "{% url 'product:detail' slug=id %}"
    assert [_draw(detail, id=each) for each in ("a", "b", "a")] == ["/product/a/", "/product/b/", "/product/a/"]
    with translation.override("de"):
        assert _draw(detail, id="a") == "/de/product/a/"
    assert _draw(detail, id="a") == "/product/a/"


def test_values_that_are_equal_and_written_in_two_ways_have_two_addresses() -> None:
    detail = "{% url 'product:detail' id %}"
    assert [_draw(detail, id=each) for each in (1, True)] == ["/product/1/", "/product/True/"]


def test_a_page_that_is_drawn_again_looks_up_no_address_that_it_had(
    service: Service, client: Client, address_names: list[object]
) -> None:
    client.get("/")
    assert address_names
    address_names.clear()
    client.get("/")
    assert address_names == []
