"""What is typed into the product editor becomes exactly the product, or is told to be wrong where it is wrong."""

import re

import msgspec
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.problem import FieldError
from backend.contracts.product.models import Product, ProductBody
from storefront.staff.editor import initial
from storefront.staff.editor.differences import differences
from storefront.staff.editor.draft import Draft
from storefront.staff.editor.field_errors import add_field_errors
from storefront.staff.editor.parse_post import parse_post
from storefront.staff.editor.product_body import to_product_body
from tests.storefront.product.fake import AT, product

_SIGN = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")) | st.sampled_from("/,\\ \u00a0'\"<&")
LINE = st.text(_SIGN, min_size=1, max_size=8)
MAYBE = st.just("") | LINE
TEXT = st.text(_SIGN | st.sampled_from("\t\n\r"), max_size=30)


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Any product that the contract takes."""
    options = draw(st.lists(st.tuples(LINE, st.lists(LINE, min_size=1, max_size=4)), max_size=3))
    prices = st.integers(0, 10**9)
    variants = [
        {"sku": f"S-{n}", "values": [draw(st.sampled_from(values)) for _, values in options], "price": draw(prices),
         "compare_at": draw(st.none() | prices)}
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    pictures = [
        {"src": draw(st.sampled_from(("a", "b"))), "alt": draw(MAYBE), "width": 1, "height": n} for n in range(1, 4)
    ]
    return msgspec.convert(
        {
            "id": "any", "title": draw(LINE), "currency": draw(st.sampled_from(("EUR", "USD"))), "brand": draw(MAYBE),
            "category": draw(st.lists(LINE, min_size=1, max_size=4)), "tags": draw(st.lists(LINE, max_size=4)),
            "description": draw(TEXT), "rank": draw(st.integers(0, 10**6)), "pictures": pictures, "variants": variants,
            "options": [{"name": name, "values": values} for name, values in options], "category_path": "any", "version": 3,
            "created_at": AT, "changed_at": AT,
        },
        Product,
    )  # fmt: skip


def sent(draft: Draft, **changes: str | list[str]) -> QueryDict:
    """The form as a browser sends it."""
    fields: dict[str, list[str]] = {name: [re.sub(r"\r\n?|\n", "\r\n", text)] for name, text in draft.texts.items()}
    fields |= {"version": [str(draft.version)], "option": [each.name for each in draft.options]}
    fields["values"] = [each.values for each in draft.options]
    for name in ("sku", "price", "compare_at"):
        fields[name] = [getattr(row, name) for row in draft.rows]
    for number in range(len(draft.named)):
        fields[f"value-{number}"] = [row.values[number] for row in draft.rows]
    fields |= {"src": [shot.picture.src for shot in draft.shots], "alt": [shot.alt for shot in draft.shots]}
    fields["place"] = [shot.place for shot in draft.shots]
    query = QueryDict(mutable=True)
    for name, values in (
        fields | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}
    ).items():
        query.setlist(name, values)
    return query


def edited(of: Product, **changes: str | list[str]) -> Draft:
    return parse_post(sent(initial.initial_draft(of), **changes), of)


def content(of: Product) -> ProductBody:
    return ProductBody(**{name: getattr(of, name) for name in ProductBody.__struct_fields__})


def test_a_form_sent_as_it_stood_changes_nothing() -> None:
    assert to_product_body(edited(product())) == content(product())


@given(products())
def test_the_form_of_any_product_sent_as_it_stood_changes_nothing(product: Product) -> None:
    assert to_product_body(edited(product)) == content(product)


@given(products(), LINE)
def test_what_is_typed_into_one_field_changes_no_other(product: Product, title: str) -> None:
    body = to_product_body(edited(product, title=f"New {title}"))
    assert body == msgspec.structs.replace(content(product), title=f"New {title}".strip())


def test_a_mark_within_a_word_is_typed_with_a_backslash_before_it() -> None:
    old = product(category=("TV/Audio", "Radios"), tags=("red, matt", "new"))
    assert initial.initial_draft(old).texts["category"] == "TV\\/Audio / Radios"
    body = to_product_body(edited(old, category="TV\\/Audio/Records", tags="new, red\\, matt,C:\\old"))
    assert body
    assert (body.category, body.tags) == (("TV/Audio", "Records"), ("new", "red, matt", "C:\\old"))


def test_an_option_may_have_values_with_a_comma() -> None:
    draft = edited(
        product(), option=["Size", "", ""], values=["1\\,5 l, 2 l", "", ""], **{"value-0": ["1,5 l", " 2 l ", "1,5 l"]}
    )
    draft.rows[2:] = []
    body = to_product_body(draft)
    assert body
    assert body.options[0].values == ("1,5 l", "2 l")
    assert [variant.values for variant in body.variants] == [("1,5 l",), ("2 l",)]


def test_white_space_around_what_is_typed_is_not_kept() -> None:
    body = to_product_body(
        edited(product(), title=" Slow  Tide ", category=" Prints /  Portraits ", tags=" sea ,, calm ")
    )
    assert body
    assert (body.title, body.category, body.tags) == ("Slow  Tide", ("Prints", "Portraits"), ("sea", "calm"))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"category": ""}, "category"),
        ({"category": "a/b/c/d/e/f/g/h/i"}, "category"),
        ({"sku": ["no sku", "B", "C"]}, "sku-0"),
        ({"price": ["1", "twelve", "3"]}, "price-1"),
        ({"price": ["1", "2", "-3"]}, "price-2"),
        ({"price": ["1", "2", "3.001"]}, "price-2"),
        ({"compare_at": ["", "x", ""]}, "compare_at-1"),
        ({"sku": [], "price": []}, "variants"),
        ({"values": ["", "Unframed", ""]}, "values-0"),
        ({"option": ["", "Frame", ""]}, "option-0"),
        ({"value-1": ["x" * 201, "", ""]}, "value-1-0"),
        ({"alt": ["x" * 201, ""]}, "alt-0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    changes: dict[str, str | list[str]], where: str
) -> None:
    draft = edited(product(), **changes)
    assert to_product_body(draft) is None
    assert where in [id for id, _, text in draft.errors if text]
    if "title" in changes:
        assert draft.texts["title"] == changes["title"]
    if changes.get("price"):
        assert [row.price for row in draft.rows[:3]] == changes["price"]


def test_prices_may_be_typed_with_a_comma() -> None:
    body = to_product_body(edited(product(), price=["24,50", "1,299.00", "7"], compare_at=["", "", ""]))
    assert body
    assert [variant.price for variant in body.variants] == [2450, 129_900, 700]


def test_a_row_that_was_cleared_is_a_variant_taken_away() -> None:
    body = to_product_body(edited(product(), sku=["", "B", "C"], price=["", "2", "3"], compare_at=["", "", ""]))
    assert body
    assert [variant.sku for variant in body.variants] == ["B", "C"]


def test_pictures_are_ordered_described_and_removed_by_their_own_name() -> None:
    body = to_product_body(edited(product(), place=["2", "1"], alt=["Seven hills", "A wall"]))
    assert body
    assert [(each.src, each.alt) for each in body.pictures] == [("tide-2", "A wall"), ("tide-1", "Seven hills")]
    body = to_product_body(edited(product(), remove="tide-1"))
    assert body
    assert [each.src for each in body.pictures] == ["tide-2"]


def test_no_form_adds_a_picture_or_says_how_large_one_is() -> None:
    body = to_product_body(edited(product(), src=["../../secret", "https://elsewhere.test/x.jpg"], alt=["x", "y"]))
    assert body
    assert body.pictures == product().pictures


def test_what_a_service_says_is_wrong_is_told_at_the_row_that_was_typed() -> None:
    draft = edited(product(), sku=["A", "", "C"], price=["1", "", "3"], compare_at=["", "", ""])
    add_field_errors(
        draft,
        [
            FieldError(field="variants[1].sku", message="C belongs to hat"),
            FieldError(field="category[0]", message="No"),
        ],
    )
    assert ("category", "Category", "No") in draft.errors
    assert [text for id, _, text in draft.errors if id.startswith("sku")] == ["C belongs to hat"]


def test_what_is_wrong_with_a_variants_value_is_told_at_that_value() -> None:
    draft = edited(product())
    add_field_errors(
        draft,
        [
            FieldError(field="variants[2].values[1]", message="Not among them"),
            FieldError("options[1].values[3]", "Twice"),
        ],
    )
    assert [(id, text) for id, _, text in draft.errors] == [("values-1", "Twice"), ("value-1-2", "Not among them")]
    plain = edited(product(options=(), variants=product().variants[:1]), option=["", "", ""], values=["", "", ""])
    add_field_errors(plain, [FieldError(field="variants[0].values", message="Needs none")])
    assert [id for id, _, _ in plain.errors] == ["sku-0"]


def test_who_was_overtaken_is_shown_each_field_that_differs() -> None:
    mine = edited(product(), title="Mine", price=["25.00", "59.00", "48.00"])
    found = differences(product(title="Theirs"), mine)
    assert [(name, theirs, ours) for name, theirs, ours in found if name == "Title"] == [("Title", "Theirs", "Mine")]
    assert [name for name, _, _ in found] == ["Title", "SLOW-TIDE-A4-UN"]


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "1.0", ""])
def test_what_is_no_version_or_place_breaks_nothing(number: str) -> None:
    draft = edited(product(), version=number, place=[number, "1"])
    assert draft.version == 1
    assert [shot.place for shot in draft.kept] == ["1", number]
