"""The audit log of what staff changed. Each entry stands under every key that it is looked up by.

| pk                            | of                           |
|-------------------------------|------------------------------|
| AUDIT                         | all                          |
| AUDIT#WHO##<who>              | one person                   |
| AUDIT#WHO#<thing>#<who>       | one person, a kind of thing  |
| AUDIT#THING#<thing>           | a kind of thing              |
| AUDIT#THING#<thing>#<id>      | one thing                    |

The sort key is `<at>#<id>`, so a page is one Query, newest first. Staff change things by hand: copies cost less than
indexes that every row of the table would be tested for. `sk=ERASED` beside a thing's entries is when its person was
erased: older entries that arrive later are stored without the person, too.
"""

from typing import NamedTuple

from msgspec.structs import replace

from backend.contracts.desk.audit import ChangeId, Difference, StaffChange, StaffChangePage, StaffChangeQuery
from backend.contracts.operation import Thing
from backend.contracts.types import Timestamp
from backend.desk import repository
from backend.shared import compression, cursor, dynamodb, members
from backend.shared.aws import client
from backend.shared.pagination import query_all

_ERASED = "ERASED"
_FIRST, _LAST = "0", "9"
"""Below and above every sort key: an entry's begins with its year."""


class Position(NamedTuple):
    """The last entry of a page, as a cursor holds it."""

    at: Timestamp
    id: ChangeId


def record(change: StaffChange) -> None:
    """Store the entry with who it was; doubles change nothing."""
    change_with_email = replace(change, email=members.email(change.who))
    dynamodb.batch_put(_items(change_with_email))
    # Read after the write: whoever erases writes this mark first, and finds what was stored before.
    if change.thing_id and change.at <= _erased_at(change.thing, change.thing_id):
        _erase_person(change_with_email)


def list_changes(query: StaffChangeQuery) -> StaffChangePage:
    """Return a page of the log. Raise Refused 400 for a bad cursor."""
    scope = (query.who, query.thing or "", query.thing_id, query.since or "", query.until or "")
    low, high = query.since or _FIRST, query.until or _LAST
    if query.cursor:
        high = min(high, _before(cursor.decode(query.cursor, Position, *scope)))
    if low > high:
        return StaffChangePage(items=(), next=None)
    changes = _find(_partition(query), low, high, query.limit + 1)
    page_changes = changes[: query.limit]
    visible_changes = tuple(each for each in page_changes if not query.who or _person(each) == query.who.casefold())
    after = (
        cursor.encode(Position(page_changes[-1].at, page_changes[-1].id), *scope)
        if len(changes) > query.limit
        else None
    )
    return StaffChangePage(items=visible_changes, next=after)


def erase(thing: Thing, thing_id: str, at: str) -> None:
    """Take the person that a thing is about out of its entries, and out of older ones that arrive later."""
    mark = {"pk": _thing_key(thing, thing_id), "sk": _ERASED, "at": max(at, _erased_at(thing, thing_id))}
    dynamodb.batch_put([dynamodb.to_item(mark)])
    entries = query_all(
        KeyConditionExpression="pk = :pk AND sk < :last",
        ExpressionAttributeValues=dynamodb.to_item({":pk": mark["pk"], ":last": _LAST}),
        ConsistentRead=True,
    )
    for item in entries:
        _erase_person(_decode(item))


def _erase_person(change: StaffChange) -> None:
    """Leave who changed what kind of thing and when. An order is nobody's by now; a customer's id is a person's."""
    if change.thing is Thing.CUSTOMER:
        dynamodb.batch_put(_items(replace(change, thing_id="")))
        own = {"pk": _thing_key(change.thing, change.thing_id), "sk": _sort_key(change)}
        dynamodb.batch_delete([dynamodb.to_item(own)])
    else:
        without = tuple(Difference(what=each.what) for each in change.differences)
        dynamodb.batch_put(_items(replace(change, reason="", differences=without)))


def _erased_at(thing: Thing, thing_id: str) -> str:
    """Return when a thing's person was erased; an empty text if that did not happen."""
    key = dynamodb.to_item({"pk": _thing_key(thing, thing_id), "sk": _ERASED})
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True)
    return str(reply["Item"]["at"]["S"]) if "Item" in reply else ""


def _items(change: StaffChange) -> list[dynamodb.Item]:
    keys = ["AUDIT", *(_who_key(_person(change), thing) for thing in ("", change.thing)), _thing_key(change.thing)]
    if change.thing_id:
        keys.append(_thing_key(change.thing, change.thing_id))
    sk, content = _sort_key(change), compression.compress(change)
    return [dynamodb.to_item({"pk": key, "sk": sk, "change": content}) for key in keys]


def _decode(item: dynamodb.Item) -> StaffChange:
    return compression.decode(item["change"]["B"], StaffChange)


def _find(pk: str, low: str, high: str, limit: int) -> list[StaffChange]:
    items = repository.query(
        KeyConditionExpression="pk = :pk AND sk BETWEEN :low AND :high",
        ExpressionAttributeValues=dynamodb.to_item({":pk": pk, ":low": low, ":high": high}),
        ScanIndexForward=False,
        Limit=limit,
    )
    return [_decode(item) for item in items]


def _partition(query: StaffChangeQuery) -> str:
    """Return the key with the fewest entries that has all those asked for."""
    if query.thing and query.thing_id:
        return _thing_key(query.thing, query.thing_id)
    if query.who:
        return _who_key(query.who.casefold(), query.thing or "")
    return _thing_key(query.thing) if query.thing else "AUDIT"


def _person(change: StaffChange) -> str:
    return (change.email or change.who).casefold()


def _who_key(person: str, thing: str) -> str:
    return f"AUDIT#WHO#{thing}#{person}"


def _thing_key(thing: Thing, thing_id: str = "") -> str:
    return f"AUDIT#THING#{thing}#{thing_id}" if thing_id else f"AUDIT#THING#{thing}"


def _sort_key(change: StaffChange) -> str:
    return f"{change.at}#{change.id}"


def _before(end: Position) -> str:
    """Return the highest sort key below that of an entry: ids are 32 hex digits."""
    number = int(end.id, 16)
    return f"{end.at}#{number - 1:032x}" if number else f"{end.at}#"
