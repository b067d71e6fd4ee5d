"""DynamoDB's grammar."""

from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.shared import table


def cancelled(*reasons: str) -> ClientError:
    told: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": [{"Code": each} for each in reasons],
    }
    return ClientError(told, "TransactWriteItems")


class Cloud:
    """Answers each transaction with the next of these errors, then with success."""

    def __init__(self, *errors: ClientError) -> None:
        self.errors = list(errors)
        self.tokens: list[str] = []

    def transact_write_items(self, TransactItems: Any, ClientRequestToken: str) -> None:  # noqa: N803 - boto3's words
        self.tokens.append(ClientRequestToken)
        if self.errors:
            raise self.errors.pop(0)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("backend.shared.table.time.sleep", slept.append)
    return slept


def against(monkeypatch: pytest.MonkeyPatch, *errors: ClientError) -> Cloud:
    cloud = Cloud(*errors)
    monkeypatch.setattr(table, "client", lambda service: cloud)
    return cloud


def test_a_conflict_is_tried_again_as_the_same_transaction(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    cloud = against(monkeypatch, cancelled("None", "TransactionConflict"), cancelled("ThrottlingError", "None"))
    table.transact([{}])
    assert (len(cloud.tokens), len(set(cloud.tokens)), len(waits)) == (3, 1, 2)


def test_endless_conflicts_end_in_a_refusal_to_try_later(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    cloud = against(monkeypatch, *[cancelled("TransactionConflict")] * 100)
    with pytest.raises(Refused) as caught:
        table.transact([{}])
    assert caught.value.problem.status == 503
    assert len(cloud.tokens) < 10
    assert sum(waits) < 3.2


@pytest.mark.parametrize(
    "error",
    [
        cancelled("ConditionalCheckFailed", "TransactionConflict"),
        cancelled("None", "ConditionalCheckFailed"),
        cancelled("ValidationError"),
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "TransactWriteItems"),
    ],
)
def test_what_waiting_does_not_heal_is_told_at_once(error: ClientError, monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    against(monkeypatch, error)
    with pytest.raises(ClientError) as caught:
        table.transact([{}])
    assert (caught.value, waits) == (error, [])


def test_a_failed_condition_is_known_alone_and_in_a_transaction() -> None:
    alone = ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}, "PutItem")
    assert table.condition_failed(alone)
    assert table.condition_failed(cancelled("None", "ConditionalCheckFailed"))
    assert not table.condition_failed(cancelled("TransactionConflict"))
    assert table.reasons(alone) == []


class Pair(msgspec.Struct, frozen=True):
    left: int
    right: tuple[str, ...]


def test_values_come_back_as_they_went() -> None:
    plain = {"pk": "x", "number": 2**53, "flag": True, "list": [1, {"a": "b"}], "bytes": b"\x00\xff"}
    assert table.values(table.item(plain)) == plain


def test_a_struct_becomes_a_map_and_none_is_left_out() -> None:
    assert table.values(table.item({"pair": Pair(1, ("a",)), "nothing": None})) == {"pair": {"left": 1, "right": ["a"]}}
