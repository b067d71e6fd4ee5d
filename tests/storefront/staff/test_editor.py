"""What is typed into the product editor becomes exactly the product, or is told to be wrong where it is wrong."""

import re

import msgspec
import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.contracts.problem import FieldError
from backend.contracts.product.content import MAX_CONTENT, Content, Unit
from backend.contracts.product.models import Product, ProductBody
from backend.contracts.product.translations import LocalAlt, LocalOption, LocalValue, Translation
from backend.contracts.shop import LANGUAGES
from backend.contracts.tax import TaxClass
from storefront.staff.editor.differences import differences
from storefront.staff.editor.field_errors import add_field_errors
from storefront.staff.editor.product_editor import ProductEditor
from tests.storefront.product.products import AT, product

_SIGN = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")) | st.sampled_from("/,\\ \u00a0'\"<&")
LINE = st.text(_SIGN, min_size=1, max_size=8)
MAYBE = st.just("") | LINE
CONTENT = st.builds(dict, thousandths=st.integers(1, MAX_CONTENT), unit=st.sampled_from(Unit))
TEXT = st.text(_SIGN | st.sampled_from("\t\n\r"), max_size=30)


TRANSLATED = ("language", "title", "description", "category", "options", "alts", "tags")


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Any product that the contract takes."""
    options = draw(st.lists(st.tuples(LINE, st.lists(LINE, min_size=1, max_size=4)), max_size=3))
    prices = st.integers(0, 10**9)
    variants = [
        {"sku": f"S-{n}", "values": [draw(st.sampled_from(values)) for _, values in options], "price": draw(prices),
         "compare_at": draw(st.none() | prices), "content": draw(st.none() | CONTENT)}
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    category = draw(st.lists(LINE, min_size=1, max_size=4))
    sources = draw(st.lists(st.sampled_from(("a", "b")), min_size=3, max_size=3))
    pictures = [{"src": src, "alt": draw(MAYBE), "width": 1, "height": n} for n, src in enumerate(sources, 1)]
    names = st.just([]) | st.lists(LINE, min_size=len(category), max_size=len(category))
    called = dict(options)
    local = [
        {
            "option": name,
            "title": draw(LINE),
            "values": [{"value": value, "title": draw(LINE)} for value in set(values)],
        }
        for name, values in called.items()
    ]
    tags = draw(st.lists(LINE, min_size=1, max_size=3))
    alts = [{"src": src, "alt": draw(LINE)} for src in ("b", "a") if src in sources]
    texts = {
        language: (draw(MAYBE), draw(TEXT), draw(names), *draw(st.sampled_from((([], [], []), (local, alts, tags)))))
        for language in draw(st.sets(st.sampled_from(LANGUAGES[1:])))
    }
    return msgspec.convert(
        {
            "id": "any", "title": draw(LINE), "currency": "EUR", "brand": draw(MAYBE),
            "category": category, "tags": draw(st.lists(LINE, max_size=4)),
            "description": draw(TEXT), "rank": draw(st.integers(0, 10**6)), "pictures": pictures, "variants": variants,
            "options": [{"name": name, "values": values} for name, values in options], "category_path": "any", "version": 3,
            "created_at": AT, "changed_at": AT, "tax_class": draw(st.sampled_from(TaxClass)),
            "translations": [
                dict(zip(TRANSLATED, (language, *texts[language]), strict=True))
                for language in LANGUAGES
                if language in texts and any(texts[language])
            ],
        },
        Product,
    )  # fmt: skip


COLUMNS = {
    "option": ("options", "name"),
    "values": ("options", "values"),
    "src": ("pictures", "src"),
    "alt": ("pictures", "alt"),
    "place": ("pictures", "ORDER"),
}
"""The formset and field of a column of the form; others are the variants'."""


def form_of(editor: ProductEditor, **changes: str | list[str]) -> QueryDict:
    """The form as a browser sends it; a list changes a field of each form of a formset."""
    fields: dict[str, str] = {"version": str(editor.version)}
    for formset in (editor.options, editor.variants, editor.pictures):
        fields |= {f"{formset.prefix}-TOTAL_FORMS": str(len(formset.forms)), f"{formset.prefix}-INITIAL_FORMS": "0"}
    forms = [editor.form, *editor.local_forms, *editor.options, *editor.variants, *editor.pictures]
    for field in (field for form in forms for field in form if field.name != "DELETE"):
        fields[field.html_name] = re.sub(r"\r\n?|\n", "\r\n", str(field.value() or ""))
    for name, change in changes.items():
        prefix, field_name = COLUMNS.get(name, ("variants", name.replace("-", "_")))
        if isinstance(change, str):
            fields[name] = change
        elif not change:
            fields[f"{prefix}-TOTAL_FORMS"] = "0"
        else:
            fields |= {f"{prefix}-{number}-{field_name}": value for number, value in enumerate(change)}
    query = QueryDict(mutable=True)
    query.update(fields)
    return query


def edit(of: Product, **changes: str | list[str]) -> ProductEditor:
    return ProductEditor(of, form_of(ProductEditor(of), **changes))


def content(of: Product) -> ProductBody:
    return ProductBody(**{name: getattr(of, name) for name in ProductBody.__struct_fields__})


def test_a_form_sent_as_it_stood_changes_nothing() -> None:
    assert edit(product()).to_product_body() == content(product())


@settings(deadline=None)  # a busy machine is no fault
@given(products())
def test_the_form_of_any_product_sent_as_it_stood_changes_nothing(product: Product) -> None:
    assert edit(product).to_product_body() == content(product)


@settings(deadline=None)
@given(products(), LINE)
def test_what_is_typed_into_one_field_changes_no_other(product: Product, title: str) -> None:
    body = edit(product, title=f"New {title}").to_product_body()
    assert body == msgspec.structs.replace(content(product), title=f"New {title}".strip())


def test_a_mark_within_a_word_is_typed_with_a_backslash_before_it() -> None:
    old = product(category=("TV/Audio", "Radios"), tags=("red, matt", "new"))
    assert ProductEditor(old).form.text("category") == "TV\\/Audio / Radios"
    body = edit(old, category="TV\\/Audio/Records", tags="new, red\\, matt,C:\\old").to_product_body()
    assert body
    assert (body.category, body.tags) == (("TV/Audio", "Records"), ("new", "red, matt", "C:\\old"))


GERMAN = Translation(language="de", title="Langsame Flut", category=("Drucke", "Meer"))


def translated_product() -> Product:
    return product(category=("Prints", "Sea"), translations=(GERMAN,))


def test_texts_are_typed_in_each_language() -> None:
    body = edit(translated_product(), **{"text-fr-title": " Marée ", "text-de-title": ""}).to_product_body()
    assert body
    assert body.translations == (
        Translation(language="de", category=("Drucke", "Meer")),
        Translation(language="fr", title="Marée"),
    )


def test_a_language_without_texts_is_left_out() -> None:
    body = edit(translated_product(), **{"text-de-title": "", "text-de-category": " "}).to_product_body()
    assert body
    assert body.translations == ()


def test_titles_of_a_category_do_not_follow_a_product_into_another_one() -> None:
    body = edit(translated_product(), category="Cards / Birds").to_product_body()
    assert body
    assert body.translations == (Translation(language="de", title="Langsame Flut"),)
    body = edit(translated_product(), category="Cards", **{"text-de-category": "Karten"}).to_product_body()
    assert body
    assert [each.category for each in body.translations] == [("Karten",)]


def test_a_form_of_an_earlier_release_leaves_texts_in_other_languages() -> None:
    form = form_of(ProductEditor(translated_product()), title="New")
    for name in [name for name in form if name.startswith("text-")]:
        del form[name]
    body = ProductEditor(translated_product(), form).to_product_body()
    assert body
    assert (body.title, body.translations) == ("New", (GERMAN,))


def test_a_services_error_about_a_language_is_shown_at_its_field() -> None:
    editor = edit(translated_product(), **{"text-fr-title": "Marée"})
    assert editor.to_product_body()
    add_field_errors(editor, [FieldError(field="translations[0].category", message="Needs 2")])
    assert ("text-de-category", "German, Category", "Needs 2") in editor.errors
    assert [form.is_open for form in editor.local_forms] == [True, True]


FRAME = LocalOption(
    option="Frame",
    title="Rahmen",
    values=(LocalValue(value="Unframed", title="Ohne"), LocalValue(value="Oak frame", title="Eiche")),
)


def print_in_german() -> Product:
    return product(translations=(Translation(language="de", options=(FRAME,)),))


def names(editor: ProductEditor) -> tuple[LocalOption, ...]:
    body = editor.to_product_body()
    assert body, editor.errors
    return body.translations[0].options if body.translations else ()


def test_names_of_options_are_typed_beside_their_rows() -> None:
    editor = edit(product(), **{"text-de-option_1": " Rahmen ", "text-de-values_1": "Ohne, Eiche"})
    assert names(editor) == (FRAME,)
    shown = ProductEditor(print_in_german()).local_forms[0]
    assert [shown.text(name) for name in ("option_0", "values_0", "option_1", "values_1")] == [
        "", "", "Rahmen", "Ohne, Eiche",
    ]  # fmt: skip
    assert (shown.is_open, shown.are_options_open) == (False, True)


def test_a_value_that_is_called_the_same_has_no_name_of_its_own() -> None:
    (named,) = names(edit(product(), **{"text-de-values_1": "Unframed, Eiche"}))
    assert named.values == FRAME.values[1:]


def test_names_are_taken_away_by_emptying_their_fields() -> None:
    assert names(edit(print_in_german(), **{"text-de-option_1": "", "text-de-values_1": ""})) == ()


@pytest.mark.parametrize("typed", ["Ohne", "Ohne, Eiche, Nussbaum"])
def test_more_or_fewer_names_than_values_are_refused_where_they_stand(typed: str) -> None:
    editor = edit(print_in_german(), **{"text-de-values_1": typed})
    assert editor.to_product_body() is None
    ((field, label, text),) = editor.errors
    assert (field, label) == ("text-de-values_1", "German, Values of option 2")
    assert text.startswith("Enter 2 values")


def test_a_name_for_an_option_that_is_not_there_is_refused() -> None:
    editor = edit(print_in_german(), **{"text-de-option_2": "Farbe"})
    assert editor.to_product_body() is None
    assert [field for field, *_ in editor.errors] == ["text-de-option_2"]


def test_names_stay_with_their_values_in_whatever_order_these_stand() -> None:
    assert names(edit(print_in_german(), **{"options-1-values": "Walnut, Oak frame, Unframed"})) == (
        msgspec.structs.replace(FRAME, values=FRAME.values[::-1]),
    )


def test_names_stay_with_their_options_in_whatever_order_these_stand() -> None:
    swapped = {"options-0-name": "Frame", "options-0-values": "Unframed, Oak frame", "options-1-name": "Size",
               "options-1-values": "A4, A2, A0"}  # fmt: skip
    assert names(edit(print_in_german(), **swapped)) == (FRAME,)


def test_the_names_of_an_option_that_is_renamed_stay_and_of_one_that_is_taken_away_go() -> None:
    (renamed,) = names(edit(print_in_german(), **{"options-1-name": "Framing"}))
    assert (renamed.option, renamed.title, renamed.values) == ("Framing", "Rahmen", FRAME.values)
    assert names(edit(print_in_german(), **{"options-1-name": "", "options-1-values": ""})) == ()


def test_a_form_of_an_earlier_release_leaves_the_names_of_options() -> None:
    form = form_of(ProductEditor(print_in_german()), title="New")
    for name in [name for name in form if "-option_" in name or "-values_" in name]:
        del form[name]
    assert names(ProductEditor(print_in_german(), form)) == (FRAME,)


def test_a_services_error_about_a_name_is_shown_at_its_field() -> None:
    editor = edit(print_in_german())
    assert editor.to_product_body()
    at = "translations[0].options[0]"
    add_field_errors(editor, [FieldError(field=f"{at}.values[1].title", message="Twice")])
    add_field_errors(editor, [FieldError(field=f"{at}.title", message="Too long")])
    assert {(field, text) for field, _, text in editor.errors} == {
        ("text-de-values_1", "Twice"),
        ("text-de-option_1", "Too long"),
    }


def test_a_name_that_is_too_long_is_reported_at_its_field() -> None:
    editor = edit(print_in_german(), **{"text-de-values_1": f"Ohne, {'x' * 201}"})
    assert editor.to_product_body() is None
    assert [field for field, *_ in editor.errors] == ["text-de-values_1"]


SHOWN = (LocalAlt(src="tide-1", alt="Hügel"),)


def print_shown_in_german() -> Product:
    return product(translations=(Translation(language="de", alts=SHOWN),))


def alts(editor: ProductEditor) -> tuple[LocalAlt, ...]:
    body = editor.to_product_body()
    assert body, editor.errors
    return body.translations[0].alts if body.translations else ()


def test_tags_are_typed_in_each_language_and_stay_with_a_form_of_an_earlier_release() -> None:
    body = edit(product(), **{"text-de-tags": "Meer, ruhig"}).to_product_body()
    assert body
    assert body.translations == (Translation(language="de", tags=("Meer", "ruhig")),)
    tagged = msgspec.structs.replace(product(), translations=body.translations)
    form = form_of(ProductEditor(tagged), title="New")
    del form["text-de-tags"]
    after = ProductEditor(tagged, form).to_product_body()
    assert after
    assert after.translations == body.translations


def test_what_a_picture_shows_is_typed_in_each_language() -> None:
    assert alts(edit(product(), **{"pictures-0-alt_de": " Hügel "})) == SHOWN
    assert ProductEditor(print_shown_in_german()).pictures.forms[0].text("alt_de") == "Hügel"
    assert alts(edit(print_shown_in_german(), **{"pictures-0-alt_de": ""})) == ()


def test_the_words_for_a_picture_go_with_it_and_stay_wherever_it_stands() -> None:
    assert alts(edit(print_shown_in_german(), **{"pictures-0-DELETE": "on"})) == ()
    assert alts(edit(print_shown_in_german(), place=["2", "1"])) == SHOWN


def test_a_form_of_an_earlier_release_leaves_what_pictures_show() -> None:
    form = form_of(ProductEditor(print_shown_in_german()), title="New")
    for name in [name for name in form if "-alt_" in name]:
        del form[name]
    assert alts(ProductEditor(print_shown_in_german(), form)) == SHOWN


def test_an_alternative_text_that_is_too_long_is_reported_at_its_field() -> None:
    editor = edit(print_shown_in_german(), **{"pictures-1-alt_de": "x" * 201})
    assert editor.to_product_body() is None
    assert [field for field, *_ in editor.errors] == ["pictures-1-alt_de"]


def test_texts_that_somebody_else_typed_in_another_language_are_marked() -> None:
    editor = edit(translated_product(), **{"text-de-title": "Ebbe"})
    assert ("Title (German)", "Langsame Flut", "Ebbe") in differences(translated_product(), editor)


def test_an_option_may_have_values_with_a_comma() -> None:
    editor = edit(
        product(),
        option=["Size", "", ""],
        values=["1\\,5 l, 2 l", "", ""],
        **{"value-0": ["1,5 l", " 2 l "], "variants-TOTAL_FORMS": "2"},
    )
    body = editor.to_product_body()
    assert body
    assert body.options[0].values == ("1,5 l", "2 l")
    assert [variant.values for variant in body.variants] == [("1,5 l",), ("2 l",)]


def test_white_space_around_what_is_typed_is_not_kept() -> None:
    body = edit(
        product(), title=" Slow  Tide ", category=" Prints /  Portraits ", tags=" sea ,, calm "
    ).to_product_body()
    assert body
    assert (body.title, body.category, body.tags) == ("Slow  Tide", ("Prints", "Portraits"), ("sea", "calm"))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"category": ""}, "category"),
        ({"category": "a/b/c/d/e/f/g/h/i"}, "category"),
        ({"sku": ["no sku", "B", "C"]}, "variants-0-sku"),
        ({"price": ["1", "twelve", "3"]}, "variants-1-price"),
        ({"price": ["1", "2", "-3"]}, "variants-2-price"),
        ({"price": ["1", "2", "3.001"]}, "variants-2-price"),
        ({"compare_at": ["", "x", ""]}, "variants-1-compare_at"),
        ({"content": ["", "", "26 oz"]}, "variants-2-content"),
        ({"content": ["1,500 kg", "", ""]}, "variants-0-content"),
        ({"sku": [], "price": []}, "variants"),
        ({"values": ["", "Unframed", ""]}, "options-0-values"),
        ({"option": ["", "Frame", ""]}, "options-0-name"),
        ({"value-1": ["x" * 201, "", ""]}, "variants-0-value_1"),
        ({"alt": ["x" * 201, ""]}, "pictures-0-alt"),
        ({"text-fr-title": "x" * 201}, "text-fr-title"),
        ({"text-de-category": "a/b/c/d/e/f/g/h/i", "text-fr-title": "x"}, "text-de-category"),
    ],
)
def test_mistakes_are_shown_at_their_fields_and_nothing_typed_is_lost(
    changes: dict[str, str | list[str]], where: str
) -> None:
    editor = edit(product(), **changes)
    assert editor.to_product_body() is None
    assert where in [id for id, _, text in editor.errors if text]
    if "title" in changes:
        assert editor.form.text("title") == changes["title"]
    if changes.get("price"):
        assert [form.text("price") for form in editor.variants.forms[:3]] == changes["price"]


def test_prices_may_be_typed_with_a_comma() -> None:
    body = edit(product(), price=["24,50", "1,299.00", "7"], compare_at=["", "", ""]).to_product_body()
    assert body
    assert [variant.price for variant in body.variants] == [2450, 129_900, 700]


def test_contents_are_typed_as_people_write_them() -> None:
    body = edit(product(), content=["0,75 l", "0.18 m²", ""]).to_product_body()
    assert body
    assert [variant.content for variant in body.variants] == [
        Content(thousandths=750, unit=Unit.LITRE),
        Content(thousandths=180, unit=Unit.SQUARE_METRE),
        None,
    ]


def test_a_row_that_was_cleared_is_a_variant_taken_away() -> None:
    body = edit(product(), sku=["", "B", "C"], price=["", "2", "3"], compare_at=["", "", ""]).to_product_body()
    assert body
    assert [variant.sku for variant in body.variants] == ["B", "C"]


def test_pictures_are_ordered_described_and_removed_by_their_own_name() -> None:
    body = edit(product(), place=["2", "1"], alt=["Seven hills", "A wall"]).to_product_body()
    assert body
    assert [(each.src, each.alt) for each in body.pictures] == [("tide-2", "A wall"), ("tide-1", "Seven hills")]
    body = edit(product(), **{"pictures-0-DELETE": "on"}).to_product_body()
    assert body
    assert [each.src for each in body.pictures] == ["tide-2"]


def test_no_form_adds_a_picture_or_says_how_large_one_is() -> None:
    body = edit(product(), src=["../../secret", "https://elsewhere.test/x.jpg"], alt=["x", "y"]).to_product_body()
    assert body
    assert body.pictures == product().pictures


def test_a_form_of_an_earlier_release_is_refused_and_none_of_the_products_variants_goes() -> None:
    form = QueryDict("title=Slow+Tide&version=3&sku=A&price=1")
    editor = ProductEditor(product(), form)
    assert editor.to_product_body() is None
    assert ("variants", "Variants", "This page was out of date. Please look at it once more.") in editor.errors
    assert [each.text("sku") for each in editor.filled_variants] == [each.sku for each in product().variants]


@pytest.mark.parametrize("total", ["9" * 30, "-1", "x", "", "43"])
def test_no_number_of_rows_that_a_form_claims_breaks_anything(total: str) -> None:
    editor = edit(product(), **{f"{name}-TOTAL_FORMS": total for name in ("options", "variants", "pictures")})
    assert editor.to_product_body() is None
    assert len(editor.variants.forms) <= 42
    assert len(editor.pictures.forms) == len(product().pictures)


def test_a_services_error_is_shown_at_the_row_that_was_typed() -> None:
    editor = edit(product(), sku=["A", "", "C"], price=["1", "", "3"], compare_at=["", "", ""])
    add_field_errors(
        editor,
        [
            FieldError(field="variants[1].sku", message="C belongs to hat"),
            FieldError(field="category[0]", message="No"),
        ],
    )
    assert ("category", "Category", "No") in editor.errors
    assert [text for id, _, text in editor.errors if id.endswith("sku")] == ["C belongs to hat"]


def test_a_mistake_in_a_variants_value_is_shown_at_that_value() -> None:
    editor = edit(product())
    add_field_errors(
        editor,
        [
            FieldError(field="variants[2].values[1]", message="Not among them"),
            FieldError("options[1].values[3]", "Twice"),
        ],
    )
    assert [(id, text) for id, _, text in editor.errors] == [
        ("options-1-values", "Twice"),
        ("variants-2-value_1", "Not among them"),
    ]
    plain = edit(product(options=(), variants=product().variants[:1]), option=["", "", ""], values=["", "", ""])
    add_field_errors(plain, [FieldError(field="variants[0].values", message="Needs none")])
    assert [id for id, _, _ in plain.errors] == ["variants-0-sku"]


def test_the_loser_of_a_race_sees_each_field_that_differs() -> None:
    mine = edit(product(), title="Mine", price=["25.00", "59.00", "48.00"])
    found = differences(product(title="Theirs"), mine)
    assert [(name, theirs, ours) for name, theirs, ours in found if name == "Title"] == [("Title", "Theirs", "Mine")]
    assert [name for name, _, _ in found] == ["Title", "SLOW-TIDE-A4-UN"]


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "1.0", ""])
def test_what_is_no_version_or_place_breaks_nothing(number: str) -> None:
    editor = edit(product(), version=number, place=[number, "1"])
    assert editor.version == 1
    assert [form["ORDER"].value() for form in editor.kept_pictures] == ["1", number]


def test_a_class_of_tax_that_there_is_not_is_refused_and_a_form_without_one_leaves_it() -> None:
    book = msgspec.structs.replace(product(), tax_class=TaxClass.BOOKS)
    assert edit(book, tax_class="none").to_product_body() is None
    form = form_of(ProductEditor(book), title="New")
    del form["tax_class"]
    body = ProductEditor(book, form).to_product_body()
    assert body
    assert (body.title, body.tax_class) == ("New", TaxClass.BOOKS)


def test_the_loser_of_a_race_sees_another_tax_class() -> None:
    editor = edit(product(), tax_class="reduced")
    assert ("Tax class", "standard", "reduced") in differences(product(), editor)
