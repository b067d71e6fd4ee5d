"""What is drawn once is drawn again for whatever looks different."""

from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from storefront.product import parts
from storefront.product.parts import render_part
from storefront.web.memoize import MAX_LARGE, memoize, memoized_part


def test_a_text_that_is_not_safe_is_escaped_after_the_same_one_that_is() -> None:
    safe, unsafe = (render_part("checkout/header.html", shop_name=kind("<b>Shop</b>")) for kind in (SafeString, str))
    assert "<b>Shop</b>" in safe
    assert "&lt;b&gt;Shop&lt;/b&gt;" in unsafe


def test_a_text_that_is_safe_is_escaped_once_after_the_same_one_that_is_not() -> None:
    unsafe, safe = (render_part("checkout/header.html", shop_name=kind("A &amp; B")) for kind in (str, SafeString))
    assert "A &amp;amp; B" in unsafe
    assert "A &amp; B" in safe


@pytest.mark.parametrize("values", [(1, True), (True, 1), (1, 1.0), (0, False)])
def test_numbers_that_are_equal_and_written_in_two_ways_are_two(values: tuple[object, object]) -> None:
    for kind in (memoize, memoized_part):
        draw: Callable[[object], str] = kind(str)
        assert [draw(value) for value in values] == [str(value) for value in values]


@pytest.mark.parametrize("label", [gettext_lazy("Basket"), format_lazy("{}", gettext_lazy("Basket"))])
def test_a_text_that_is_translated_late_is_drawn_in_each_language(label: str) -> None:
    names = []
    for language in ("en", "de", "fr", "en"):
        with translation.override(language):
            names.append(render_part("components/heart.html", key="a", words=label).split("<span>")[1].split("<")[0])
    assert names == ["Basket", "Warenkorb", "Panier", "Basket"]


def test_a_value_may_have_any_name() -> None:
    assert "<strong" not in render_part("basket/countries.html", template="a", language="b", countries=())


def test_many_different_requests_use_limited_memory_and_evict_no_other_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: list[str] = []
    monkeypatch.setattr(parts, "render_to_string", lambda name, _: str(names.append(name)))
    render_part("frame.html", shop_name="Shop")
    for number in range(MAX_LARGE + 1):
        render_part("search.html", q=str(number))
    names.clear()
    render_part("frame.html", shop_name="Shop")
    assert names == []
    render_part("search.html", q="0")
    assert names == ["search.html"]
