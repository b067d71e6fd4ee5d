"""The catalogue's rules."""

from typing import Any

import msgspec
import pytest

from backend.contracts.problem import Refused
from backend.contracts.product.content import Content, Unit
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import Option, Picture, Product, Variant, card
from backend.contracts.product.translations import LocalTitle, Translation
from backend.product import domain, validation
from tests.backend.product.examples import PICTURE, body, new, plain

NOW = "2026-11-21T10:00:00.000Z"
LATER = "2026-11-22T10:00:00.000Z"


def refused_fields(**changes: Any) -> dict[str, str]:
    """The fields that a product with these changes is refused for."""
    with pytest.raises(Refused) as caught:
        validation.check(body(**changes), "EUR")
    assert (caught.value.problem.status, caught.value.problem.type) == (422, "invalid")
    return {error.field: error.message for error in caught.value.problem.errors}


def test_a_right_product_is_accepted() -> None:
    validation.check(body(), "EUR")
    validation.check(plain("card"), "EUR")


def test_another_currency_than_the_shops_is_refused() -> None:
    assert refused_fields(currency="USD") == {"currency": "The shop sells in EUR"}


@pytest.mark.parametrize("title", ["☕", "&", "—", "🖼"])
def test_a_category_that_leaves_no_slug_is_refused_by_its_place(title: str) -> None:
    assert list(refused_fields(category=("Prints", title))) == ["category[1]"]


@pytest.mark.parametrize(
    ("translations", "field"),
    [
        ((Translation(language="en", title="Harbour"),), "translations[0].language"),
        ((Translation(language="de", title="a"), Translation(language="de", title="b")), "translations[1].language"),
        ((Translation(language="de"),), "translations[0].title"),
        ((Translation(language="de", category=("Drucke",)),), "translations[0].category"),
    ],
)
def test_texts_in_a_language_that_cannot_be_shown_are_refused(
    translations: tuple[Translation, ...], field: str
) -> None:
    assert list(refused_fields(translations=translations)) == [field]


def test_a_product_has_texts_in_further_languages() -> None:
    translations = (
        Translation(language="de", title="Hafen", category=("Drucke", "Meer")),
        Translation(language="fr", description="Calme."),
    )
    validation.check(body(translations=translations), "EUR")
    made = domain.new_product(new(translations=translations), 1, NOW)
    assert card(made).titles == (LocalTitle(language="de", title="Hafen"),)
    assert domain.revise(made, body(), LATER).translations == ()


def test_a_product_from_before_there_were_further_languages_is_read() -> None:
    made = domain.new_product(new(), 1, NOW)
    stored = msgspec.json.encode(made)
    assert b"translations" not in stored
    assert msgspec.json.decode(stored, type=Product) == made


def test_a_category_too_long_for_a_path_is_refused() -> None:
    assert list(refused_fields(category=("a" * 200, "b" * 200))) == ["category"]


def test_a_product_too_large_for_one_event_is_refused() -> None:
    many = tuple(Picture(src="x" * 500, alt="é" * 200, width=1, height=1) for _ in range(20))
    options = (Option(name="Size", values=("A4", "A3", *(f"{number:0200}" for number in range(98)))),)
    assert list(
        refused_fields(
            description="€" * 20_000, pictures=many, options=options, brand="é" * 200, tags=("é" * 200,) * 30
        )
    ) == [""]


def test_a_variant_needs_one_value_per_option() -> None:
    assert refused_fields(variants=(Variant(sku="a", values=(), price=1),)) == {
        "variants[0].values": "Needs 1: one value per option"
    }


def test_a_variants_value_must_be_among_its_options() -> None:
    assert refused_fields(variants=(Variant(sku="a", values=("A9",), price=1),)) == {
        "variants[0].values[0]": "Not among the option's values"
    }


def test_two_variants_may_not_share_a_sku_or_their_values() -> None:
    twice = Variant(sku="a", values=("A4",), price=1)
    assert set(refused_fields(variants=(twice, twice))) == {"variants[1].sku", "variants[1].values"}


def test_twins_that_only_their_encoding_or_case_tells_apart_are_refused() -> None:
    options = (Option(name="Größe", values=("é", "e\u0301")), Option(name="GRÖSSE", values=("x",)))
    assert {"options[1].name", "options[0].values[1]"} <= set(refused_fields(options=options))


@pytest.mark.parametrize("compare_at", [99, 100])
def test_a_reduction_must_be_one(compare_at: int) -> None:
    variants = (Variant(sku="a", values=("A4",), price=100, compare_at=compare_at),)
    assert list(refused_fields(variants=variants)) == ["variants[0].compare_at"]


def test_all_mistakes_are_reported_together() -> None:
    assert set(refused_fields(currency="USD", category=("?",), variants=(Variant(sku="a", values=(), price=1),))) == {
        "currency",
        "category[0]",
        "variants[0].values",
    }


def test_a_categorys_stored_address_stays_while_its_titles_do() -> None:
    stored = msgspec.structs.replace(domain.new_product(new(category=("Tea чай",)), 1, NOW), category_path="tea")
    assert domain.revise(stored, body(title="Other", category=("Tea чай",)), LATER).category_path == "tea"
    assert domain.revise(stored, body(category=("Tea",)), LATER).category_path == "tea"
    assert domain.revise(stored, body(category=("Чай",)), LATER).category_path == "chay"


def test_categories_go_from_the_root_down_with_their_titles() -> None:
    product = domain.new_product(new(category=("Prints", "Sea & Shore", "Harbours")), 1, NOW)
    assert product.category_path == domain.category_path(product.category)
    assert list(domain.categories(product).items()) == [
        ("prints", "Prints"),
        ("prints/sea-shore", "Sea & Shore"),
        ("prints/sea-shore/harbours", "Harbours"),
    ]


def test_a_new_product_carries_its_version_and_time() -> None:
    product = domain.new_product(new(), 7, NOW)
    assert (product.version, product.created_at, product.changed_at) == (7, NOW, NOW)


def test_the_same_content_is_the_same_product() -> None:
    product = domain.new_product(new(), 1, NOW)
    assert domain.revise(product, body(), LATER) is product


def test_other_content_is_the_next_version_of_the_same_age() -> None:
    product = domain.revise(domain.new_product(new(), 1, NOW), body(title="Harbour at dawn"), LATER)
    assert (product.title, product.version, product.created_at, product.changed_at) == (
        "Harbour at dawn",
        2,
        NOW,
        LATER,
    )


def test_a_withdrawal_counts_as_a_version_and_names_every_sku() -> None:
    event = domain.withdrawn_event(domain.new_product(new(), 3, NOW))
    assert (event.product_id, event.version, event.skus) == ("harbour", 4, ("harbour-a4", "harbour-a3"))


def test_no_product_has_no_skus() -> None:
    assert domain.skus(None) == ()


def test_the_cheapest_variant_is_the_first_of_equals() -> None:
    variants = (Variant(sku="a", values=("A4",), price=5, compare_at=9), Variant(sku="b", values=("A3",), price=5))
    assert card(domain.new_product(new(variants=variants), 1, NOW)).compare_at == 9


def test_a_card_shows_the_cheapest_variant_and_that_others_cost_more() -> None:
    shown = card(domain.new_product(new(), 1, NOW))
    assert (shown.price, shown.compare_at, shown.prices_vary, shown.variants) == (2500, None, True, 2)
    assert (shown.picture, shown.second_picture) == (PICTURE, None)


def test_a_card_of_a_plain_product_says_one_price() -> None:
    shown = card(domain.new_product(plain("card", pictures=()), 1, NOW))
    assert (shown.prices_vary, shown.variants, shown.picture) == (False, 1, None)


LITRE_AND_A_HALF = Content(thousandths=1_500, unit=Unit.LITRE)


def test_a_gift_voucher_has_no_content() -> None:
    voucher = Variant(sku="G-1", values=(), price=5_000, content=LITRE_AND_A_HALF)
    fields = refused_fields(kind=ProductKind.VOUCHER, options=(), variants=(voucher,))
    assert fields == {"variants[0].content": "A gift voucher has no content"}


def test_a_card_has_the_content_of_the_variant_whose_price_it_shows() -> None:
    large = Variant(sku="L", values=("L",), price=900)
    small = Variant(sku="S", values=("S",), price=500, content=LITRE_AND_A_HALF)
    oil = new("oil", options=(Option(name="Size", values=("L", "S")),), variants=(large, small))
    assert card(domain.new_product(oil, 1, NOW)).content == LITRE_AND_A_HALF
