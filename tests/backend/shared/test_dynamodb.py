"""DynamoDB's grammar."""

from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.shared import dynamodb


def cancellation(*reasons: str) -> ClientError:
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
    monkeypatch.setattr("backend.shared.dynamodb.time.sleep", slept.append)
    return slept


def against(monkeypatch: pytest.MonkeyPatch, *errors: ClientError) -> Cloud:
    cloud = Cloud(*errors)
    monkeypatch.setattr(dynamodb, "client", lambda service: cloud)
    return cloud


def test_a_conflict_is_tried_again_as_the_same_transaction(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    cloud = against(monkeypatch, cancellation("None", "TransactionConflict"), cancellation("ThrottlingError", "None"))
    dynamodb.transact([{}])
    assert (len(cloud.tokens), len(set(cloud.tokens)), len(waits)) == (3, 1, 2)


def test_endless_conflicts_end_in_a_refusal_to_try_later(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    cloud = against(monkeypatch, *[cancellation("TransactionConflict")] * 100)
    with pytest.raises(Refused) as caught:
        dynamodb.transact([{}])
    assert caught.value.problem.status == 503
    assert len(cloud.tokens) < 10
    assert sum(waits) < 3.2


@pytest.mark.parametrize(
    "error",
    [
        cancellation("ConditionalCheckFailed", "TransactionConflict"),
        cancellation("None", "ConditionalCheckFailed"),
        cancellation("ValidationError"),
        ClientError({"Error": {"Code": "AccessDeniedException", "Message": ""}}, "TransactWriteItems"),
    ],
)
def test_an_error_that_waiting_does_not_fix_is_raised_at_once(
    error: ClientError, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    against(monkeypatch, error)
    with pytest.raises(ClientError) as caught:
        dynamodb.transact([{}])
    assert (caught.value, waits) == (error, [])


def test_a_failed_condition_is_known_alone_and_in_a_transaction() -> None:
    alone = ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}, "PutItem")
    assert dynamodb.condition_failed(alone)
    assert dynamodb.condition_failed(cancellation("None", "ConditionalCheckFailed"))
    assert not dynamodb.condition_failed(cancellation("TransactionConflict"))
    assert dynamodb.cancellation_reasons(alone) == []


class Pair(msgspec.Struct, frozen=True):
    left: int
    right: tuple[str, ...]


def test_a_conditional_write_says_whether_its_condition_held(monkeypatch: pytest.MonkeyPatch) -> None:
    against(monkeypatch, cancellation("ConditionalCheckFailed"))
    assert [dynamodb.transact_if([{}]), dynamodb.transact_if([{}])] == [False, True]


def test_a_conditional_write_does_not_take_another_failure_for_its_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    against(monkeypatch, cancellation("ValidationError"))
    with pytest.raises(ClientError):
        dynamodb.transact_if([{}])


def test_values_come_back_as_they_went() -> None:
    plain = {"pk": "x", "number": 2**53, "flag": True, "list": [1, {"a": "b"}], "bytes": b"\x00\xff"}
    assert dynamodb.from_item(dynamodb.to_item(plain)) == plain


def test_a_struct_becomes_a_map_and_none_is_left_out() -> None:
    assert dynamodb.from_item(dynamodb.to_item({"pair": Pair(1, ("a",)), "nothing": None})) == {
        "pair": {"left": 1, "right": ["a"]}
    }


class Leaves:
    """Gives one item less than asked for with each of so many reads, and then all that is asked for."""

    def __init__(self, short: int) -> None:
        self.short = short
        self.asked: list[int] = []

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803 - boto3's words
        keys = RequestItems["shop"]["Keys"]
        self.asked.append(len(keys))
        held = 0 if self.short and len(keys) == 1 else len(keys) - bool(self.short)
        self.short -= bool(self.short)
        left = {"shop": {"Keys": keys[held:]}} if keys[held:] else {}
        return {"Responses": {"shop": keys[:held]}, "UnprocessedKeys": left}


def read_from(monkeypatch: pytest.MonkeyPatch, short: int, count: int) -> tuple[Leaves, list[dynamodb.Item]]:
    cloud = Leaves(short)
    monkeypatch.setenv("TABLE", "shop")
    monkeypatch.setattr(dynamodb, "client", lambda service: cloud)
    return cloud, dynamodb.batch_get([{"pk": {"S": str(number)}} for number in range(count)])


def test_what_never_comes_is_refused_and_not_taken_for_missing(
    monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    with pytest.raises(Refused) as caught:
        read_from(monkeypatch, 1000, 3)
    assert caught.value.problem.status == 503


def test_the_last_try_may_bring_the_rest(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    cloud, items = read_from(monkeypatch, dynamodb._MAX_ATTEMPTS - 1, 3)
    assert len(cloud.asked) == dynamodb._MAX_ATTEMPTS
    assert [item["pk"]["S"] for item in items] == ["0", "1", "2"]


def test_a_read_of_nothing_is_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud, items = read_from(monkeypatch, 0, 0)
    assert (cloud.asked, items) == ([], [])


def test_more_than_a_read_holds_are_read_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud, items = read_from(monkeypatch, 0, 201)
    assert cloud.asked == [100, 100, 1]
    assert len(items) == 201
