"""Pages of DynamoDB lists."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.shared import cursor, dynamodb, pagination
from backend.shared.pagination import KeyNumber, KeyText, PageKeys

KEYS = PageKeys(varying={"rank": KeyNumber, "pk": KeyText}, fixed={"sk": "CARD", "list": "/"}, scope=("cards",))


def card(rank: int) -> dict[str, Any]:
    return {"pk": {"S": f"P{rank}"}, "sk": {"S": "CARD"}, "list": {"S": "/"}, "rank": {"N": str(rank)}}


class Table:
    """Answers queries as DynamoDB does: with at most `per_reply` items, and where to go on if it stopped before the
    end."""

    def __init__(self, ranks: int, per_reply: int) -> None:
        self.items, self.per_reply = [card(rank) for rank in range(ranks)], per_reply
        self.starts: list[Any] = []

    def query(self, Limit: int, ExclusiveStartKey: Any = None, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's
        self.starts.append(ExclusiveStartKey)
        first = self.items.index(ExclusiveStartKey) + 1 if ExclusiveStartKey else 0
        items = self.items[first : first + min(Limit, self.per_reply)]
        return {"Items": items} | ({"LastEvaluatedKey": items[-1]} if items and items[-1] != self.items[-1] else {})


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], Table]:
    monkeypatch.setenv("TABLE", "cards")

    def install(ranks: int, per_reply: int) -> Table:
        table = Table(ranks, per_reply)
        monkeypatch.setattr(pagination, "client", lambda _: table)
        return table

    return install


def pages(limit: int) -> list[list[int]]:
    """The ranks of each page."""
    result: list[list[int]] = []
    after: str | None = None
    while after or not result:
        items, after = pagination.query_page(PageQuery(limit=limit, cursor=after), KEYS)
        result.append([int(item["rank"]["N"]) for item in items])
        assert len(result) < 20
    return result


def test_a_reply_that_ends_at_one_megabyte_ends_neither_the_page_nor_the_list(
    table: Callable[[int, int], Table],
) -> None:
    table(7, 2)
    assert pages(3) == [[0, 1, 2], [3, 4, 5], [6]]


@pytest.mark.parametrize("number", range(5))
def test_no_page_is_empty_but_that_of_an_empty_list(table: Callable[[int, int], Table], number: int) -> None:
    table(number, 100)
    assert [len(page) for page in pages(2)] == {0: [0], 1: [1], 2: [2], 3: [2, 1], 4: [2, 2]}[number]


@pytest.mark.parametrize(
    "position",
    [(), (1,), (1, ""), (1, "x" * 257), (-1, "x"), (2**53, "x"), (True, "x"), (1.5, "x"), ("1", "x"), (1, "x", "y")],
)
def test_a_forged_position_that_dynamodb_would_refuse_is_a_bad_cursor(position: tuple[Any, ...]) -> None:
    with pytest.raises(Refused) as refused:
        KEYS.decode(cursor.encode(position, "cards"))
    assert refused.value.problem.status == 400


def test_a_cursor_of_another_list_is_a_bad_cursor() -> None:
    other = PageKeys(varying=KEYS.varying, fixed=KEYS.fixed, scope=("drafts",))
    with pytest.raises(Refused):
        KEYS.decode(other.encode(card(1)))
    assert KEYS.decode(KEYS.encode(card(1))) == card(1)


def test_a_partition_is_deleted_whole_and_no_other(service_table: Callable[[str], str]) -> None:
    """Over more items than a delete takes, and more bytes than a reply holds."""
    service_table("recommendation")
    large = {"text": "x" * 40_000}
    dynamodb.batch_put(dynamodb.to_item({"pk": "A", "sk": f"{number:02}", **large}) for number in range(30))
    dynamodb.batch_put([dynamodb.to_item({"pk": "B", "sk": "00"})])
    pagination.delete_partition("A")
    assert [list(pagination.partition_keys(pk)) for pk in ("A", "B")] == [[], [{"pk": {"S": "B"}, "sk": {"S": "00"}}]]
