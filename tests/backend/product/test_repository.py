"""Products one at a time: read, created, replaced, withdrawn."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from backend.contracts.problem import Problem, Refused
from backend.contracts.product.models import MAX_CATEGORY_DEPTH, NewProduct, Product, ProductBody, Variant
from backend.contracts.tax import TaxClass
from backend.product import categories, differences, repository
from backend.shared import aws, staff_changes
from backend.shared import dynamodb as tables
from tests.backend.product.examples import body, largest, new, plain
from tests.backend.recorder import Calls

pytestmark = pytest.mark.usefixtures("table")


def refusal(action: Callable[[], object]) -> Problem:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.problem


def rows() -> list[dict[str, Any]]:
    return [tables.from_item(item) for item in aws.client("dynamodb").scan(TableName="product")["Items"]]


def event(product_id: str = "harbour") -> dict[str, Any]:
    (row,) = [row for row in rows() if (row["pk"], row["sk"]) == (f"PRODUCT#{product_id}", "PRODUCT")]
    return dict(json.loads(row["event"]))


def claims() -> dict[str, str]:
    return {row["pk"]: row["product_id"] for row in rows() if row["sk"] == "SKU"}


# Reading


def test_a_product_that_never_was_is_not_found() -> None:
    assert refusal(lambda: repository.get("harbour")).status == 404


def test_a_withdrawn_product_is_not_found() -> None:
    repository.create(new())
    repository.delete("harbour", 1)
    assert refusal(lambda: repository.get("harbour")).status == 404


def test_a_product_is_read_by_one_call(calls: Calls) -> None:
    made = repository.create(new())
    before = len(calls.made)
    assert repository.get("harbour") == made
    assert calls.made[before:] == [("dynamodb", "GetItem")]


# Creating


def test_an_id_that_is_taken_is_refused_with_its_version_and_changes_nothing() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(title="Changed"))
    before = rows()
    problem = refusal(lambda: repository.create(new()))
    assert (problem.status, problem.type, problem.version) == (409, "exists", 2)
    assert rows() == before


def test_a_product_that_is_not_right_is_refused_before_any_call(calls: Calls) -> None:
    assert refusal(lambda: repository.create(new(currency="USD"))).status == 422
    assert calls.made == []


def test_another_products_sku_is_refused_naming_the_sku_and_the_product() -> None:
    repository.create(plain("card"))
    variants = (Variant(sku="free", values=("A4",), price=1), Variant(sku="card-1", values=("A3",), price=1))
    before = rows()
    problem = refusal(lambda: repository.create(new(variants=variants)))
    assert (problem.status, problem.type) == (409, "sku-taken")
    assert [(error.field, error.message) for error in problem.errors] == [("variants[1].sku", "card-1 belongs to card")]
    assert rows() == before


def test_a_new_product_carries_its_event() -> None:
    made = repository.create(new())
    told = event()
    assert (told["type"], told["product"]["version"], told.get("removed", [])) == ("ProductChanged.v1", 1, [])
    assert told["product"]["changed_at"] == made.changed_at
    assert claims() == {"SKU#harbour-a4": "harbour", "SKU#harbour-a3": "harbour"}


def test_a_withdrawn_product_comes_back_with_the_version_after() -> None:
    repository.create(new())
    repository.delete("harbour", 1)
    assert repository.create(new()).version == 3
    assert repository.get("harbour").version == 3
    assert categories.list_categories().count == 1


# Checking

SHARED = (Variant(sku="free", values=("A4",), price=1), Variant(sku="card-1", values=("A3",), price=1))


@pytest.mark.parametrize(
    "product",
    [
        new(), new(variants=SHARED), new(currency="USD"), new(category=("?",)), new("pier"), new("pier", variants=SHARED),
        new("pier", currency="USD"), new("pier", **largest("b")), new("pier", category=("Посуд", "Чашки")), plain("card"),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_check_refuses_what_the_change_itself_refuses_and_nothing_else(product: NewProduct, withdrawn: bool) -> None:
    repository.create(plain("card"))
    repository.create(new("pier", **largest("a")))
    if withdrawn:
        repository.delete("pier", 1)
    before = rows()
    checked = problem(lambda: repository.check(product))
    assert rows() == before
    present = problem(lambda: repository.get(product.id)) is None
    changed = problem(lambda: repository.replace(product.id, 1, product) if present else repository.create(product))
    assert checked == changed


def problem(act: Callable[[], object]) -> Problem | None:
    try:
        act()
    except Refused as refused:
        return refused.problem
    return None


def test_a_check_names_who_has_a_sku() -> None:
    repository.create(plain("card"))
    (error,) = refusal(lambda: repository.check(new(variants=SHARED))).errors
    assert (error.field, error.holder) == ("variants[1].sku", "card")


# Replacing


def test_a_stale_version_is_refused_naming_the_current_one() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(title="Second"))
    before = rows()
    problem = refusal(lambda: repository.replace("harbour", 1, body(title="Third")))
    assert (problem.status, problem.type, problem.version) == (409, "stale-version", 2)
    assert rows() == before


def test_a_version_of_the_future_is_stale_too() -> None:
    repository.create(new())
    assert refusal(lambda: repository.replace("harbour", 9, body())).version == 1


def test_what_never_was_cannot_be_replaced() -> None:
    assert refusal(lambda: repository.replace("harbour", 1, body())).status == 404


def test_replacing_with_the_same_content_writes_nothing(calls: Calls) -> None:
    made = repository.create(new())
    before, made_calls = rows(), len(calls.made)
    assert repository.replace("harbour", 1, body()) == made
    assert calls.made[made_calls:] == [("dynamodb", "GetItem")]
    assert rows() == before


def test_a_replacement_tells_the_skus_that_are_gone_and_frees_them() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(variants=(Variant(sku="harbour-a4", values=("A4",), price=1),)))
    assert (event()["removed"], claims()) == (["harbour-a3"], {"SKU#harbour-a4": "harbour"})
    repository.create(plain("card", variants=(Variant(sku="harbour-a3", values=(), price=1),)))
    assert claims()["SKU#harbour-a3"] == "card"


def test_a_replacement_may_not_take_another_products_sku() -> None:
    repository.create(new())
    repository.create(plain("card"))
    problem = refusal(lambda: repository.replace("card", 1, body("card", variants=new().variants)))
    assert [error.message for error in problem.errors] == [
        "harbour-a4 belongs to harbour",
        "harbour-a3 belongs to harbour",
    ]


def test_what_one_transaction_cannot_take_is_refused_and_done_in_two_steps(calls: Calls) -> None:
    repository.create(new(**largest("a")))
    before = len(calls.made)
    problem = refusal(lambda: repository.replace("harbour", 1, body(**largest("b"))))
    assert (problem.status, problem.detail) == (422, "Change the category first, and the variants after that.")
    assert calls.made[before:] == [("dynamodb", "GetItem")]
    repository.replace("harbour", 1, body(**{**largest("a"), "category": largest("b")["category"]}))
    assert repository.replace("harbour", 2, body(**largest("b"))).version == 3
    assert [category.path for category in categories.list_categories().items] == [
        "/".join(f"b{n}" for n in range(d)) for d in range(1, MAX_CATEGORY_DEPTH + 1)
    ]


# Withdrawing


def test_withdrawing_a_stale_version_is_refused_naming_the_current_one() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(title="Second"))
    problem = refusal(lambda: repository.delete("harbour", 1))
    assert (problem.status, problem.version) == (409, 2)


def test_what_never_was_cannot_be_withdrawn() -> None:
    assert refusal(lambda: repository.delete("harbour", 1)).status == 404


def test_what_was_withdrawn_by_another_change_cannot_be_withdrawn_again() -> None:
    repository.create(new())
    repository.replace("harbour", 1, body(title="Second"))
    repository.delete("harbour", 2)
    assert refusal(lambda: repository.delete("harbour", 1)).status == 404


def test_a_withdrawal_leaves_its_event_and_nothing_in_any_list() -> None:
    repository.create(new())
    repository.delete("harbour", 1)
    assert event() == {
        "type": "ProductWithdrawn.v1",
        "product_id": "harbour",
        "version": 2,
        "skus": ["harbour-a4", "harbour-a3"],
    }
    assert claims() == {}
    assert [row["list"] for row in rows() if row["sk"].startswith("CARD#")] == ["-"], "where staff find it again"


# Answers that are lost, and others in the way


@pytest.fixture
def lose_answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the next transaction succeed in the cloud and be tried again, as when its answer is lost and the token has
    expired."""
    write = aws.client("dynamodb").transact_write_items

    def twice(**request: Any) -> Any:
        monkeypatch.setattr(aws.client("dynamodb"), "transact_write_items", write)
        write(**request)
        return write(**request)

    return lambda: monkeypatch.setattr(aws.client("dynamodb"), "transact_write_items", twice)


def test_a_creation_whose_answer_was_lost_is_no_conflict(lose_answer: Callable[[], None]) -> None:
    lose_answer()
    assert repository.create(new()) == repository.get("harbour")
    assert categories.list_categories().count == 1


def test_a_replacement_whose_answer_was_lost_is_no_conflict(lose_answer: Callable[[], None]) -> None:
    repository.create(new())
    lose_answer()
    assert repository.replace("harbour", 1, body(title="Second")).version == 2


def test_a_withdrawal_whose_answer_was_lost_is_no_conflict(lose_answer: Callable[[], None]) -> None:
    repository.create(new())
    lose_answer()
    repository.delete("harbour", 1)
    assert categories.list_categories().count == 0


def test_a_caller_who_repeats_a_change_is_answered_with_that_change() -> None:
    repository.create(new())
    second = repository.replace("harbour", 1, body(title="Second"))
    assert repository.replace("harbour", 1, body(title="Second")) == second
    repository.delete("harbour", 2)
    repository.delete("harbour", 2)


def test_a_change_that_comes_between_reading_and_writing_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    repository.create(new())
    write = tables.transact

    def after_another(items: list[tables.Item]) -> None:
        monkeypatch.setattr(tables, "transact", write)
        repository.replace("harbour", 1, body(title="Theirs"))
        write(items)

    monkeypatch.setattr(tables, "transact", after_another)
    problem = refusal(lambda: repository.replace("harbour", 1, body(title="Ours")))
    assert (problem.type, problem.version, repository.get("harbour").title) == ("stale-version", 2, "Theirs")


def test_of_two_who_create_at_once_the_second_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    write = tables.transact

    def after_another(items: list[tables.Item]) -> None:
        monkeypatch.setattr(tables, "transact", write)
        repository.create(new(title="Theirs"))
        write(items)

    monkeypatch.setattr(tables, "transact", after_another)
    problem = refusal(lambda: repository.create(new(title="Ours")))
    assert (problem.type, problem.version, repository.get("harbour").title) == ("exists", 1, "Theirs")


def test_an_error_that_is_no_condition_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(items: list[tables.Item]) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "TransactWriteItems")

    monkeypatch.setattr(tables, "transact", deny)
    with pytest.raises(ClientError):
        repository.create(new())


def test_the_audit_log_says_so_when_a_product_is_taxed_as_something_else() -> None:
    repository.create(new())
    with staff_changes.collect_facts() as facts:
        repository.replace("harbour", 1, body(tax_class=TaxClass.ZERO))
    assert facts.differences == (("tax class", TaxClass.STANDARD, TaxClass.ZERO),)


def test_the_audit_log_knows_every_field_of_a_product_that_staff_change() -> None:
    apart = {"kind", "variants"}  # the one never changes, of the others prices and contents are told
    assert {*differences._SHOWN, *differences._NAMED} | apart == {*ProductBody.__struct_fields__}


def test_what_is_read_is_what_was_made() -> None:
    made = repository.create(new(description="Two\nlines", tags=("sea",)))
    assert isinstance(made, Product)
    assert repository.get("harbour") == made
