"""Lists of all orders, for staff and for the sweeper, from the table's indexes."""

from msgspec.structs import replace

from backend.contracts import heartbeat
from backend.contracts.order.models import StaffOrder, StaffOrderPage, StateQuery
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.order import domain
from backend.order.item import LINKED, NO_ORDER, PASSING_STATES, RETURN_INDEX, decode_all, is_order
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.pagination import KeyText, PageKeys, primary_key, query_shards, scan_page
from backend.shared.sweeper import DUE_INDEX, OPEN, due_keys

_KEYS: dict[str, object] = {"pk": KeyText, "sk": KeyText}


def list_by_state(query: StateQuery) -> StaffOrderPage:
    """Return orders in one state, or with a return in that state beside theirs, oldest first, and unreadable ids.

    Raise Refused 400 for a bad cursor. For a passing state: those overdue longest first, and a page may hold fewer
    orders without being the last.
    """
    if query.beside:
        keys = PageKeys(varying=_KEYS, fixed={}, scope=("beside", query.state))
        return _staff_page(*query_shards(query, keys, "in_return", query.state, ("sk", "pk"), RETURN_INDEX))
    if query.state in PASSING_STATES:
        return _list_passing(query)
    keys = PageKeys(varying=_KEYS, fixed={}, scope=("state", query.state))
    return _staff_page(*query_shards(query, keys, "in_state", query.state, ("sk", "pk"), "by_state"))


def _list_passing(query: StateQuery) -> StaffOrderPage:
    keys = PageKeys(varying={"due": KeyText, **_KEYS}, fixed={}, scope=("state", query.state))
    waiting, after = query_shards(query, keys, "open", OPEN, ("due", "pk", "sk"), DUE_INDEX)
    orders = [item for item in waiting if is_order(item) and not heartbeat.is_owner(item["pk"]["S"])]
    page = _staff_page(_read(orders), after)
    return replace(page, items=tuple(order for order in page.items if order.state is query.state))


def _read(items: list[dynamodb.Item]) -> list[dynamodb.Item]:
    """Return the whole items for these keys of an index, in the same order."""
    whole = {(item["pk"]["S"], item["sk"]["S"]): item for item in dynamodb.batch_get(map(primary_key, items))}
    order = ((item["pk"]["S"], item["sk"]["S"]) for item in items)
    return [whole[key] for key in order if key in whole]


def find(order_id: str) -> StaffOrder:
    """Find an order whose owner is unknown. Raise Refused 404 if there is none that can be read."""
    items = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        IndexName="by_id",
        KeyConditionExpression="sk = :id",
        ExpressionAttributeValues=dynamodb.to_item({":id": order_id}),
    )["Items"]
    readable, _ = decode_all(item for item in _read(items) if LINKED not in item)
    if readable:
        return domain.staff_order(*readable[0])
    raise Refused(404, "not-found", "There is no such order")


def list_all(query: PageQuery) -> StaffOrderPage:
    """Return orders in every state, unsorted, and unreadable ids. Raise Refused 400 for a bad cursor."""
    return _staff_page(
        *scan_page(query, FilterExpression=" AND ".join(f"attribute_not_exists({name})" for name in NO_ORDER))
    )


def _staff_page(page: list[dynamodb.Item], after: str | None) -> StaffOrderPage:
    readable, unreadable = decode_all(page)
    return StaffOrderPage(
        items=tuple(domain.staff_order(*order) for order in readable), next=after, unreadable=unreadable
    )


def due(now: str, limit: int) -> list[tuple[str, str, str]]:
    """Return owner, id and `due` of the orders that are due, longest overdue first."""
    return [(item["pk"]["S"], item["sk"]["S"], item["due"]["S"]) for item in due_keys(now, limit)]
