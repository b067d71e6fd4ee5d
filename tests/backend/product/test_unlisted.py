"""Products that are not in the shop: drafts, and what was withdrawn. Nobody but staff hears of them."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.problem import Refused
from backend.contracts.product.models import Menu, ProductBody
from backend.contracts.product.queries import ListQuery, UnlistedQuery
from backend.product import categories, listing, repository
from backend.shared import aws
from tests.backend.product.examples import body, new, plain

pytestmark = pytest.mark.usefixtures("table")


def problem_of(call: Any, *given: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as refusal:
        call(*given)
    return refusal.value.problem.status, refusal.value.problem.type


def outside() -> list[str]:
    return [card.id for card in listing.list_unlisted(UnlistedQuery()).items]


def inside() -> list[str]:
    return [card.id for card in listing.list_products(ListQuery()).items]


def one(product_id: str, **changes: Any) -> ProductBody:
    return body(product_id, variants=plain(product_id).variants, options=(), **changes)


def test_a_draft_is_in_no_list_and_takes_no_sku_and_no_category() -> None:
    kept = repository.put_unlisted("print", 0, one("print"))
    assert (kept.draft, kept.product.version) == (True, 1)
    assert (inside(), outside()) == ([], ["print"])
    assert categories.list_categories().items == ()
    assert problem_of(repository.get, "print") == (404, "not-found")
    assert repository.get_unlisted("print") == kept
    repository.create(new("other", variants=plain("print").variants, options=()))


def test_a_draft_is_answered_like_a_product_that_does_not_exist() -> None:
    repository.put_unlisted("print", 0, one("print"))
    item = aws.client("dynamodb").get_item(
        TableName="product", Key={"pk": {"S": "PRODUCT#print"}, "sk": {"S": "PRODUCT"}}
    )["Item"]
    assert "Harbour" not in item["event"]["S"]
    assert '"skus":[]' in item["event"]["S"]


def test_a_draft_is_changed_and_then_put_into_the_shop() -> None:
    repository.put_unlisted("print", 0, one("print"))
    assert repository.put_unlisted("print", 1, one("print", title="Better")).product.version == 2
    assert repository.put_unlisted("print", 1, one("print", title="Better")).product.version == 2, (
        "the same again is no change"
    )
    assert problem_of(repository.put_unlisted, "print", 1, one("print", title="Worse")) == (409, "stale-version")
    assert problem_of(repository.replace, "print", 1, one("print")) == (409, "stale-version")
    shown = repository.replace("print", 2, one("print", title="Best"))
    assert (shown.version, repository.get("print").title) == (3, "Best")
    assert (inside(), outside()) == (["print"], [])
    assert problem_of(repository.get_unlisted, "print") == (404, "not-found")


def test_what_is_in_the_shop_is_no_draft_and_a_draft_is_not_overwritten() -> None:
    repository.create(plain("print"))
    assert problem_of(repository.put_unlisted, "print", 0, one("print")) == (409, "exists")
    repository.put_unlisted("draft", 0, one("draft"))
    assert problem_of(repository.put_unlisted, "draft", 0, one("draft", title="Another")) == (409, "stale-version")
    assert problem_of(repository.create, plain("draft")) == (409, "draft")


def test_a_draft_whose_sku_another_product_has_is_refused_when_published() -> None:
    repository.create(plain("print"))
    repository.put_unlisted("copy", 0, one("print"))
    assert problem_of(repository.replace, "copy", 1, one("print")) == (409, "sku-taken")
    assert outside() == ["copy"]


def test_what_was_withdrawn_is_kept_and_comes_back_as_it_was() -> None:
    created = repository.create(plain("print"))
    repository.delete("print", 1)
    kept = repository.get_unlisted("print")
    assert (kept.draft, kept.product.version, kept.product.title) == (False, 2, created.title)
    assert (inside(), outside()) == ([], ["print"])
    back = repository.replace("print", 2, one("print"))
    assert (back.version, back.created_at) == (3, created.created_at)
    assert (inside(), outside()) == (["print"], [])


def test_an_import_may_bring_back_what_was_withdrawn() -> None:
    repository.create(plain("print"))
    repository.delete("print", 1)
    assert repository.create(plain("print")).version == 3
    assert outside() == []


def test_what_an_earlier_version_withdrew_left_nothing_to_bring_back() -> None:
    repository.create(plain("print"))
    repository.delete("print", 1)
    aws.client("dynamodb").update_item(
        TableName="product",
        Key={"pk": {"S": "PRODUCT#print"}, "sk": {"S": "PRODUCT"}},
        UpdateExpression="REMOVE unlisted",
    )
    assert problem_of(repository.get_unlisted, "print") == (404, "not-found")
    assert problem_of(repository.replace, "print", 2, one("print")) == (404, "not-found")
    assert repository.create(plain("print")).version == 3


STEPS = st.lists(st.sampled_from(["create", "replace", "delete", "draft"]), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.uuids())
def test_a_product_is_in_the_shop_or_outside_but_never_in_both(steps: list[str], name: Any) -> None:
    product_id, version = f"p-{name}", 0
    for number, step in enumerate(steps):
        changed = one(product_id, title=f"Title {number}")
        with suppress(Refused):
            if step == "create":
                version = repository.create(plain(product_id, title=f"Title {number}")).version
            elif step == "replace":
                version = repository.replace(product_id, max(version, 1), changed).version
            elif step == "delete":
                repository.delete(product_id, max(version, 1))
                version = max(version, 1) + 1
            else:
                version = repository.put_unlisted(product_id, version, changed).product.version
    counted = (product_id in inside(), product_id in outside())
    assert counted != (True, True)


def test_staff_put_categories_first() -> None:
    repository.create(plain("print", category=("Prints",)))
    repository.create(plain("mug", category=("Mugs",)))
    assert categories.list_categories().first == ()
    categories.set_menu(Menu(first=("mugs", "gone", "prints")))
    assert categories.list_categories().first == ("mugs", "gone", "prints")
    repository.replace("mug", 1, one("mug", category=("Cups",)))
    assert categories.list_categories().first == ("cups", "gone", "prints"), "its place goes along when it is renamed"
    assert categories.list_categories().count == 2


def test_the_menu_can_be_put_in_order_before_anything_is_sold() -> None:
    categories.set_menu(Menu(first=("mugs",)))
    assert (categories.list_categories().count, categories.list_categories().first) == (0, ("mugs",))
    repository.create(plain("mug", category=("Mugs",)))
    assert [category.path for category in categories.list_categories().items] == ["mugs"]
