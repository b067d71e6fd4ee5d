"""What is typed into the product editor becomes exactly the product, or is told to be wrong where it is wrong."""

import pytest
from django.http import QueryDict

from backend.contracts.problem import FieldError
from backend.contracts.product import Product, ProductBody
from storefront.staff import draft as drafts
from storefront.staff.draft import Draft
from tests.storefront.product.fake import product


def sent(draft: Draft, **changes: str | list[str]) -> QueryDict:
    """The form as a browser sends it."""
    fields: dict[str, list[str]] = {name: [text] for name, text in draft.texts.items()}
    fields |= {"version": [str(draft.version)], "option": [each.name for each in draft.options]}
    fields["values"] = [each.values for each in draft.options]
    for name in ("sku", "price", "compare_at"):
        fields[name] = [getattr(row, name) for row in draft.rows]
    for number in range(len(draft.named)):
        fields[f"value-{number}"] = [row.values[number] for row in draft.rows]
    fields |= {"src": [shot.picture.src for shot in draft.shots], "alt": [shot.alt for shot in draft.shots]}
    fields["place"] = [shot.place for shot in draft.shots]
    query = QueryDict(mutable=True)
    for name, values in (fields | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}).items():
        query.setlist(name, values)
    return query


def typed(of: Product, **changes: str | list[str]) -> Draft:
    return drafts.typed(sent(drafts.of(of), **changes), of)


def content(of: Product) -> ProductBody:
    return ProductBody(**{name: getattr(of, name) for name in ProductBody.__struct_fields__})


def test_a_form_sent_as_it_stood_changes_nothing() -> None:
    assert drafts.body(typed(product())) == content(product())


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
        ({"values": ["", "Unframed", ""]}, "option-0"),
        ({"alt": ["x" * 201, ""]}, "alt-0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(changes: dict[str, str | list[str]], where: str) -> None:
    draft = typed(product(), **changes)
    assert drafts.body(draft) is None
    assert where in [id for id, _, text in draft.errors if text]
    if "title" in changes:
        assert draft.texts["title"] == changes["title"]
    if changes.get("price"):
        assert [row.price for row in draft.rows[:3]] == changes["price"]


def test_prices_may_be_typed_with_a_comma() -> None:
    body = drafts.body(typed(product(), price=["24,50", "1,299.00", "7"], compare_at=["", "", ""]))
    assert body
    assert [variant.price for variant in body.variants] == [2450, 129_900, 700]


def test_a_row_that_was_cleared_is_a_variant_taken_away() -> None:
    body = drafts.body(typed(product(), sku=["", "B", "C"], price=["", "2", "3"], compare_at=["", "", ""]))
    assert body
    assert [variant.sku for variant in body.variants] == ["B", "C"]


def test_pictures_are_ordered_described_and_removed_by_their_own_name() -> None:
    body = drafts.body(typed(product(), place=["2", "1"], alt=["Seven hills", "A wall"]))
    assert body
    assert [(each.src, each.alt) for each in body.pictures] == [("tide-2", "A wall"), ("tide-1", "Seven hills")]
    body = drafts.body(typed(product(), remove="tide-1"))
    assert body
    assert [each.src for each in body.pictures] == ["tide-2"]


def test_no_form_adds_a_picture_or_says_how_large_one_is() -> None:
    body = drafts.body(typed(product(), src=["../../secret", "https://elsewhere.test/x.jpg"], alt=["x", "y"]))
    assert body
    assert body.pictures == product().pictures


def test_what_a_service_says_is_wrong_is_told_at_the_row_that_was_typed() -> None:
    draft = typed(product(), sku=["A", "", "C"], price=["1", "", "3"], compare_at=["", "", ""])
    drafts.blame(draft, [FieldError(field="variants[1].sku", message="C belongs to hat"), FieldError(field="category[0]", message="No")])
    assert ("category", "Category", "No") in draft.errors
    assert [text for id, _, text in draft.errors if id.startswith("sku")] == ["C belongs to hat"]


def test_who_was_overtaken_is_shown_each_field_that_differs() -> None:
    mine = typed(product(), title="Mine", price=["25.00", "59.00", "48.00"])
    found = drafts.differences(product(title="Theirs"), mine)
    assert [(name, theirs, ours) for name, theirs, ours in found if name == "Title"] == [("Title", "Theirs", "Mine")]
    assert [name for name, _, _ in found] == ["Title", "SLOW-TIDE-A4-UN"]
