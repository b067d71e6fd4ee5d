"""The model of DynamoDB answers as moto does: the same random calls have the same replies, refusals and items. T-11.

The local cloud is asked the same in `tests/integration/test_model.py`.
"""

from collections.abc import Callable
from typing import Any

import pytest

from backend.shared import aws
from tests.simulation.calls import agree
from tests.simulation.expressions import Unknown, condition, update
from tests.simulation.store import Store


@pytest.mark.parametrize("seed", range(4))
def test_the_same_calls_have_the_same_replies_in_the_model_and_in_moto(
    service_table: Callable[[str], str], seed: int
) -> None:
    service_table("order")
    agree(aws.client("dynamodb"), seed, 150)


@pytest.mark.parametrize(
    "text",
    [
        "a BETWEEN :a",
        "begins_with(a)",
        "attribute_type(a, :a)",
        "a.b = :a",
        "a IN (:a)",
        ":a",
        "a = ",
        "a == :a",
        "a = :a extra",
    ],
)
def test_a_condition_it_does_not_know_is_an_error(text: str) -> None:
    with pytest.raises((Unknown, KeyError)):
        condition(text)


@pytest.mark.parametrize(
    "text", ["SET a = :a * :b", "SET a = list_append(a, :a)", "SET a.b = :a", "REMOVE a[0]", "PUT a :a"]
)
def test_an_update_it_does_not_know_is_an_error(text: str) -> None:
    with pytest.raises((Unknown, KeyError)):
        update(text)


def test_values_that_no_expression_uses_are_an_error() -> None:
    put = {
        "TableName": "t",
        "Item": {"pk": {"S": "p"}, "sk": {"S": "s"}},
        "ExpressionAttributeValues": {":unused": {"S": "a"}},
    }
    with pytest.raises(Unknown):
        Store(lambda writes: None).call("put_item", put)


def test_a_transaction_repeated_with_its_token_writes_once() -> None:
    heard: list[Any] = []
    store = Store(heard.append)
    put = {
        "Put": {
            "TableName": "t",
            "Item": {"pk": {"S": "p"}, "sk": {"S": "s"}},
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }
    for _ in range(2):
        store.call("transact_write_items", {"TransactItems": [put], "ClientRequestToken": "once"})
    assert len(heard) == 1
