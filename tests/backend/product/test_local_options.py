"""What options and their values are called in further languages: which names are taken, and who copies them."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.problem import Refused
from backend.contracts.product.local_options import fit_alts, fit_options, local_values, product_in
from backend.contracts.product.models import Choice, Option, Picture, Product, Variant, card, pictures_of
from backend.contracts.product.translations import LocalAlt, LocalOption, LocalValue, Translation, values_in
from backend.product import domain, validation
from tests.backend.product.examples import body, new

NOW = "2026-11-21T10:00:00.000Z"
OPTIONS = (Option(name="Size", values=("A4", "A3")), Option(name="Frame", values=("Unframed", "Oak")))
VARIANTS = (
    Variant(sku="A4-N", values=("A4", "Unframed"), price=2500),
    Variant(sku="A3-OAK", values=("A3", "Oak"), price=3900),
)
PICTURES = tuple(
    Picture(src=value.lower(), alt=value, width=4, height=5, shows=(Choice(option="Frame", value=value),))
    for value in ("Unframed", "Oak")
)


def local(option: str, title: str = "", **values: str) -> LocalOption:
    return LocalOption(
        option=option, title=title, values=tuple(LocalValue(value=value, title=name) for value, name in values.items())
    )


def german(*options: LocalOption) -> Translation:
    return Translation(language="de", options=options)


FRAME = local("Frame", "Rahmen", Unframed="Ohne Rahmen", Oak="Eiche")


def product(*options: LocalOption) -> Product:
    texts = (german(*options),) if options else ()
    changes: dict[str, Any] = {"options": OPTIONS, "variants": VARIANTS, "pictures": PICTURES, "translations": texts}
    return domain.new_product(new(**changes), 1, NOW)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ([local("Colour", "Farbe")], "options[0].option"),
        ([FRAME, FRAME], "options[1].option"),
        ([local("Frame")], "options[0].title"),
        ([local("Frame", Walnut="Nussbaum")], "options[0].values[0].value"),
        ([replace(FRAME, values=FRAME.values * 2)], "options[0].values[2].value"),
        ([local("Frame", Unframed="Eiche", Oak="eiche")], "options[0].values[1].title"),
        ([local("Frame", Unframed="Oak")], "options[0].values[0].title"),
        ([local("Frame", "Size")], "options[0].title"),
        ([local("Size", "Maß"), local("Frame", "MASS")], "options[1].title"),
    ],
)
def test_names_that_nobody_could_use_are_refused_where_they_stand(options: Sequence[LocalOption], field: str) -> None:
    with pytest.raises(Refused) as refused:
        validation.check(body(options=OPTIONS, variants=VARIANTS, translations=(german(*options),)), "EUR")
    assert field in {each.field.removeprefix("translations[0].") for each in refused.value.problem.errors}


@pytest.mark.parametrize("title", ["", "x" * 201, "a\nb"])
def test_a_name_that_is_no_line_of_text_is_refused(title: str) -> None:
    sent = {"language": "de", "options": [{"option": "Frame", "values": [{"value": "Oak", "title": title}]}]}
    with pytest.raises(msgspec.ValidationError, match="title"):
        msgspec.convert(sent, Translation)


def test_right_names_are_taken_and_come_back() -> None:
    validation.check(body(options=OPTIONS, variants=VARIANTS, translations=(german(FRAME),)), "EUR")
    assert msgspec.json.decode(msgspec.json.encode(product(FRAME)), type=Product) == product(FRAME)


def test_a_translation_without_names_costs_no_bytes_and_one_from_before_is_read() -> None:
    stored = msgspec.json.encode(Translation(language="de", title="Hafen"))
    assert stored == b'{"language":"de","title":"Hafen"}'
    assert msgspec.json.decode(stored, type=Translation).options == ()


def test_a_variants_copies_name_the_languages_that_call_it_otherwise() -> None:
    (german_values,) = local_values(product(FRAME), VARIANTS[1])
    assert (german_values.language, german_values.values) == ("de", ("A3", "Eiche"))
    assert local_values(product(local("Frame", "Rahmen", Oak="Eiche")), VARIANTS[0]) == ()
    assert local_values(product(), VARIANTS[0]) == ()
    assert values_in("de", ("A3", "Oak"), (german_values,)) == ("A3", "Eiche")
    assert values_in("fr", ("A3", "Oak"), (german_values,)) == ("A3", "Oak")


def test_a_product_in_a_language_still_shows_each_variant_by_its_own_pictures() -> None:
    ours = product(FRAME)
    theirs = product_in(ours, ours.translations[0])
    assert [(each.name, each.values) for each in theirs.options] == [
        ("Size", ("A4", "A3")),
        ("Rahmen", ("Ohne Rahmen", "Eiche")),
    ]
    for mine, other in zip(ours.variants, theirs.variants, strict=True):
        assert [each.src for each in pictures_of(theirs, other)] == [each.src for each in pictures_of(ours, mine)]
    assert product_in(ours, Translation(language="fr", title="Port")) is ours


@pytest.mark.parametrize(
    ("alts", "field"),
    [((LocalAlt(src="gone", alt="Weg"),), "alts[0].src"), ((LocalAlt(src="oak", alt="Eiche"),) * 2, "alts[1].src")],
)
def test_words_for_no_picture_or_twice_for_one_are_refused(alts: tuple[LocalAlt, ...], field: str) -> None:
    texts = (Translation(language="de", alts=alts),)
    with pytest.raises(Refused) as refused:
        validation.check(body(options=OPTIONS, variants=VARIANTS, pictures=PICTURES, translations=texts), "EUR")
    assert [each.field for each in refused.value.problem.errors] == [f"translations[0].{field}"]


def test_alternative_texts_are_in_the_requested_language_or_the_shops_own() -> None:
    texts = Translation(language="de", alts=(LocalAlt(src="oak", alt="In Eiche"),))
    assert [each.alt for each in product_in(product(), texts).pictures] == ["Unframed", "In Eiche"]
    assert fit_alts(texts.alts, PICTURES[:1]) == ()
    assert card(replace(product(), translations=(texts,))) == card(product())


def test_names_of_what_is_gone_do_not_fit() -> None:
    assert fit_options((FRAME, local("Size", "Maß")), (Option(name="Frame", values=("Oak",)),)) == (
        local("Frame", "Rahmen", Oak="Eiche"),
    )
    assert fit_options((local("Frame", Oak="Eiche"),), (Option(name="Frame", values=("Walnut",)),)) == ()
