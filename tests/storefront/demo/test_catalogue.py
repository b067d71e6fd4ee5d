"""The demo catalogue is one that the product service takes, and that a shopper can read and see."""

import inspect
import re
from collections import Counter
from html import escape

import msgspec
import pytest

from backend.contracts.product.models import NewProduct, Product, pictures_of
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import Language
from backend.product import domain, validation
from storefront.demo import catalogue
from storefront.demo.catalogue import ITEMS
from storefront.demo.catalogue.local_pictures import read_pictures
from storefront.demo.catalogue.local_texts import read_texts
from storefront.demo.item import Item
from storefront.demo.render import MASTER
from storefront.product.description_html import render_description

PRODUCTS = [item.product for item in ITEMS.values()]
EVERY = pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.product.id)


@EVERY
def test_no_product_breaks_the_contract_or_the_services_rules(item: Item) -> None:
    product = msgspec.convert(msgspec.to_builtins(item.product), NewProduct)
    assert product == item.product
    validation.check(product, "EUR")
    kept = domain.new_product(product, 1, "2026-11-21T08:00:00.000Z")
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Product) == kept


@EVERY
def test_every_product_says_all_that_it_says_in_each_language(item: Item) -> None:
    product = item.product
    assert [each.language for each in product.translations] == list(LANGUAGES[1:])
    for each in product.translations:
        assert each.title
        assert len(each.category) == len(product.category)
        assert each.description.count("<li>") == product.description.count("<li>")
        assert each.description.count("<p>") == product.description.count("<p>")
        said = set(re.findall(r"<(?:p|li)>(.*?)</", each.description))
        assert [option.option for option in each.options] == [option.name for option in product.options]
        unnamed = [
            value
            for option, local in zip(product.options, each.options, strict=True)
            for value in option.values
            if value not in local.titles
        ]
        assert [value for value in unnamed if re.search(r"[a-z]{3}", value)] == []
        assert said.isdisjoint(re.findall(r"<(?:p|li)>(.*?)</", product.description))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_text_in_a_further_language_is_left_over_and_no_title_is_given_twice(language: Language) -> None:
    texts = read_texts(language)
    assert set(texts.products) == set(ITEMS)
    assert set(texts.categories) == {title for product in PRODUCTS for title in product.category}
    assert len({each.title for each in texts.products.values()}) == len(ITEMS)
    options = [option for product in PRODUCTS for option in product.options]
    assert set(texts.options) == {each.name for each in options}
    assert set(texts.values) < {value for each in options for value in each.values}
    said = "".join(each.description for product in PRODUCTS for each in product.translations)
    assert [fact for fact in texts.facts.values() if escape(fact, quote=False) not in said] == []


@EVERY
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_alternative_texts_are_in_each_language(item: Item, language: Language) -> None:
    product = item.product
    (texts,) = (each for each in product.translations if each.language == language)
    assert [each.src for each in texts.alts] == [each.src for each in product.pictures]
    assert len({each.alt for each in texts.alts}) == len(texts.alts)
    for picture, local in zip(product.pictures, texts.alts, strict=True):
        assert local.alt != picture.alt
        assert 20 <= len(local.alt) <= 200
        assert "{" not in local.alt


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_what_a_voucher_is_worth_is_written_as_the_language_writes_it(language: Language) -> None:
    worths = {value for product in PRODUCTS for option in product.options for value in option.values if "€" in value}
    assert {read_texts(language).values[each] for each in worths} == {"25\u00a0€", "50\u00a0€", "100\u00a0€"}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_theme_is_named_in_each_language_and_no_other(language: Language) -> None:
    assert set(read_texts(language).tags) == {tag for product in PRODUCTS for tag in product.tags}
    for product in PRODUCTS:
        (texts,) = (each for each in product.translations if each.language == language)
        assert len(set(texts.tags)) == len(product.tags)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_words_for_a_picture_are_left_over(language: Language) -> None:
    told = read_pictures(language)
    assert set(told.pictures) <= {picture.src for product in PRODUCTS for picture in product.pictures}
    every = "".join(local.alt for product in PRODUCTS for each in product.translations for local in each.alts)
    assert [word for word in told.words.values() if word not in every] == []


@EVERY
def test_every_picture_is_described_and_has_one_photograph(item: Item) -> None:
    pictures = item.product.pictures
    assert 1 <= len(pictures) <= 8
    assert len(pictures) == len(item.shots)
    for picture in pictures:
        assert (picture.width, picture.height) == MASTER
        assert 20 <= len(picture.alt) <= 160
        assert not re.match(r"(?i)(picture|image|photo)", picture.alt)


@EVERY
def test_the_first_picture_of_a_choice_shows_it_as_it_is_framed_or_hung(item: Item) -> None:
    product = item.product
    for variant in product.variants:
        chosen = {option.name: value for option, value in zip(product.options, variant.values, strict=True)}
        own = pictures_of(product, variant)
        for name in chosen.keys() & {"Frame", "Hanging"}:
            assert [(each.option, each.value) for each in own[0].shows] == [(name, chosen[name])]
        if "Frame" in chosen:
            assert any(
                ("Size", chosen["Size"]) == (each.option, each.value) for picture in own for each in picture.shows
            )
        assert all(chosen[each.option] == each.value for picture in own for each in picture.shows)


@EVERY
def test_every_drawing_of_an_item_is_shown(item: Item) -> None:
    shown = {number for shot in item.shots for number in (range(len(item.arts)) if shot.of is None else [shot.of])}
    assert shown == set(range(len(item.arts)))


@EVERY
def test_every_option_changes_what_one_gets(item: Item) -> None:
    product = item.product
    for place, option in enumerate(product.options):
        assert len(option.values) > 1
        assert {variant.values[place] for variant in product.variants} == set(option.values)
    assert len({variant.values for variant in product.variants}) == len(product.variants)


@EVERY
def test_a_reduced_price_is_lower_by_a_tenth_to_a_quarter_and_ends_evenly(item: Item) -> None:
    for variant in item.product.variants:
        if variant.compare_at is not None:
            assert 0.72 < variant.price / variant.compare_at < 0.92
            assert variant.price % 50 == 0


def test_no_two_products_share_an_id_a_sku_a_title_or_a_sentence() -> None:
    written = [item.product.id for part in catalogue.PARTS for item in part.ITEMS]
    assert len(written) == len(set(written)) == len(ITEMS)
    for texts in (
        [variant.sku for product in PRODUCTS for variant in product.variants],
        [product.title for product in PRODUCTS],
        [picture.alt for product in PRODUCTS for picture in product.pictures],
        [text for product in PRODUCTS for text in re.findall(r"<p>(.*?)</p>", product.description)],
    ):
        assert [text for text, count in Counter(texts).items() if count > 1] == []


@EVERY
def test_descriptions_pass_the_page_unharmed(item: Item) -> None:
    assert str(render_description(item.product.description)) == item.product.description
    assert item.product.description.count("<li>") >= 2


def test_there_is_enough_to_fill_a_shop() -> None:
    assert len(PRODUCTS) >= 66
    assert len({product.category[0] for product in PRODUCTS}) >= 7
    assert len({product.category for product in PRODUCTS if len(product.category) > 1}) >= 8
    assert sum(product.variants[0].compare_at is not None for product in PRODUCTS) >= 8
    assert len({product.brand for product in PRODUCTS}) >= 20


def test_every_rank_is_its_own_and_the_window_leads() -> None:
    ranks = {product.id: product.rank for product in PRODUCTS}
    assert len(set(ranks.values())) == len(ranks)
    leading = sorted(ranks, key=lambda id: -ranks[id])[: len(catalogue.WINDOW)]
    assert tuple(leading) == catalogue.WINDOW


def test_every_knob_is_one_that_its_program_or_scene_has() -> None:
    for item in ITEMS.values():
        for function, knobs in [(art.draw, art.knobs) for art in item.arts] + [
            (shot.scene, shot.knobs) for shot in item.shots
        ]:
            assert set(knobs) <= set(inspect.signature(function).parameters), item.product.id
