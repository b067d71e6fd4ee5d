"""Finds orders, newest first: for each page one Query per word, or per shard of a list."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from backend.contracts.desk.models import DeskOrder, DeskPage, DeskQuery
from backend.contracts.problem import Refused
from backend.contracts.types import OrderId, Timestamp
from backend.desk import domain, repository
from backend.shared import cursor, dynamodb
from backend.shared.shards import shard_keys

_READ = 100
"""Orders that are read for a page of which some may not match: as many as one BatchGetItem returns."""

_FIRST, _LAST = "0" * 28, "f" * 28


class Position(NamedTuple):
    """The last order that was examined for a page, as a cursor contains it."""

    order_id: OrderId


Range = tuple[str, str]
"""Ids of orders, both included."""


def find(query: DeskQuery) -> DeskPage:
    """Return a page of the orders that match. Raise Refused 400 for a bad cursor, or an invalid time."""
    within = _range(query)
    words = domain.query_words(query.q)
    if within is None or (query.q and not words):
        return DeskPage(items=(), next=None)
    if not words:
        return _page(query, *(_in_state if query.state else _newest)(query, within))
    order_ids, goes_on_at = _by_word(words, query.q, within)
    orders = [order for order in order_ids if query.state in (None, order.state)]
    return _page(query, orders, goes_on_at)


def _range(query: DeskQuery) -> Range | None:
    """Return the ids that the page may hold; None where there can be none."""
    low = _id_at(query.since) if query.since else _FIRST
    high = _before(_id_at(query.until)) if query.until else _LAST
    if query.cursor:
        end = cursor.decode(query.cursor, Position, *_of(query))
        high = min(high, _before(end.order_id))
    return (low, high) if low <= high else None


def _id_at(instant: Timestamp) -> str:
    """Return the lowest id of that millisecond. Raise Refused 400 for an invalid day or time."""
    try:
        millis = round(datetime.fromisoformat(instant).timestamp() * 1000)
    except ValueError:
        raise Refused(400, "bad-request", "There is no such day or time") from None
    return f"{max(millis, 0):012x}{'0' * 16}"


def _before(order_id: str) -> str:
    return f"{max(int(order_id, 16) - 1, 0):028x}"


def _newest(query: DeskQuery, within: Range) -> tuple[list[DeskOrder], str | None]:
    ids = [each for key in shard_keys(repository.LISTED) for each in _ids(key, within, query.limit + 1)]
    newest = sorted(ids, reverse=True)[: query.limit + 1]
    return repository.rows(newest), newest[-1] if len(newest) > query.limit else None


def _in_state(query: DeskQuery, within: Range) -> tuple[list[DeskOrder], str | None]:
    items = [item for key in shard_keys(str(query.state)) for item in _rows_in_state(key, within, query.limit + 1)]
    newest = sorted(items, key=lambda item: str(item["pk"]["S"]), reverse=True)[: query.limit + 1]
    orders = [order for item in newest if (order := repository.decode(item))]
    return orders, newest[-1]["pk"]["S"].removeprefix("ORDER#") if len(newest) > query.limit else None


def _rows_in_state(key: str, within: Range, limit: int) -> list[dynamodb.Item]:
    low, high = (f"ORDER#{each}" for each in within)
    return repository.query(
        IndexName="by_state",
        KeyConditionExpression="in_state = :state AND pk BETWEEN :low AND :high",
        ExpressionAttributeValues=dynamodb.to_item({":state": key, ":low": low, ":high": high}),
        ScanIndexForward=False,
        Limit=limit,
    )


def _by_word(words: tuple[str, ...], query: str, within: Range) -> tuple[list[DeskOrder], str | None]:
    """Return the orders with all the words, and the last that was looked at where there may be more."""
    wholes = domain.wholes(query)
    for one in wholes if len(words) > 1 or len(wholes) > 1 else ():
        if ids := _ids_by_word(one, within):
            return _matching(ids, lambda has, one=one: one in has)  # type: ignore[misc]
    ids = _ids_by_word(words[0], within)
    return _matching(ids, lambda has: has.issuperset(words))


def _ids_by_word(word: str, within: Range) -> list[str]:
    """Return the newest ids under a word, which may be an id itself."""
    if domain.is_order_id(word):
        return [word] if within[0] <= word <= within[1] else []
    return _ids(f"WORD#{word}", within, _READ)


def _matching(ids: list[str], matches: Callable[[frozenset[str]], bool]) -> tuple[list[DeskOrder], str | None]:
    orders = [order for order in repository.rows(ids) if matches(domain.words(order))]
    return orders, ids[-1] if len(ids) == _READ else None


def _ids(key: str, within: Range, limit: int) -> list[str]:
    low, high = within
    items = repository.query(
        KeyConditionExpression="pk = :key AND sk BETWEEN :low AND :high",
        ExpressionAttributeValues=dynamodb.to_item({":key": key, ":low": low, ":high": high}),
        ScanIndexForward=False,
        Limit=limit,
    )
    return [item["sk"]["S"] for item in items]


def _page(query: DeskQuery, orders: list[DeskOrder], goes_on_at: str | None) -> DeskPage:
    """Return the page; the next one continues after the last order shown, or else after the last one examined."""
    page_orders = tuple(orders[: query.limit])
    end = page_orders[-1].id if len(orders) > query.limit else goes_on_at
    return DeskPage(items=page_orders, next=cursor.encode((end,), *_of(query)) if end else None)


def _of(query: DeskQuery) -> tuple[str, ...]:
    return (query.q, query.state or "", query.since or "", query.until or "")
