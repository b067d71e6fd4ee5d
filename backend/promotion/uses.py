"""Uses of limited promotions: one item per order, `pk=ORDER#<order_id> sk=USE`, written in one transaction with the
counts that it changes.

The order keeps a held use until it is refused or cancelled, so nothing is written when the order is confirmed. No use
can get stuck: the order service's sweeper brings every order to an end, and that end is an event.
"""

from typing import NamedTuple, cast

from botocore.exceptions import ClientError
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts.order.events import OrderCancelled, OrderPlaced, OrderRefused
from backend.contracts.promotion.events import PromotionHeld, PromotionRefused
from backend.contracts.promotion.models import Use, UsePage, UseState
from backend.contracts.types import PageQuery
from backend.promotion import counts, domain, repository
from backend.shared import clock, compression, dynamodb, outbox
from backend.shared.consumer import RetryLater
from backend.shared.pagination import scan_table

SK = "USE"
_TRIES = 10
_Answer = cast("type[PromotionHeld | PromotionRefused]", PromotionHeld | PromotionRefused)


class Claim(NamedTuple):
    """A claim of an order on a code: the write that takes it, and the check that fails where that can be done."""

    code: str
    take: dynamodb.TransactionItem
    check: dynamodb.TransactionItem
    person: str = ""


def hold(event: OrderPlaced) -> None:
    """Hold a use of each of the order's limited promotions, or refuse and name those that have none left.

    An answered order keeps its answer. A refusal is conditional too: it is written only if the uses are missing at that
    moment. Raises RetryLater after the last try.
    """
    if event.codes is UNSET:
        return
    claims = _claims(event, event.codes)
    for _ in range(_TRIES):
        failed = _try_hold(event, claims)
        if failed is None or _try_refuse(event, failed):
            return
    raise RetryLater(event.order_id)


def release(event: OrderRefused | OrderCancelled) -> None:
    """Return the order's uses. An order that holds none yet gets an item that blocks a late hold.

    Raises RetryLater after the last try.
    """
    if event.codes is UNSET:
        return
    for _ in range(_TRIES):
        if _try_release(event.order_id, _read(event.order_id)):
            return
    raise RetryLater(event.order_id)


def list_all(query: PageQuery) -> UsePage:
    """Return the uses of all orders, in no order. Raise Refused 400 for a bad cursor."""
    items, after = scan_table(SK, query)
    return UsePage(items=tuple(decode(item) for item in items), next=after)


def decode(item: dynamodb.Item) -> Use:
    """Return the uses in an item."""
    return Use(
        order_id=item["pk"]["S"].removeprefix("ORDER#"),
        state=UseState(item["state"]["S"]),
        at=item["at"]["S"],
        codes=tuple(_codes(item)),
    )


def _codes(item: dynamodb.Item) -> list[str]:
    return [code["S"] for code in item["codes"]["L"]] if "codes" in item else []


def key(order_id: str) -> dynamodb.Item:
    """Return the primary key of an order's uses."""
    return {"pk": {"S": f"ORDER#{order_id}"}, "sk": {"S": SK}}


def _claims(event: OrderPlaced, codes: tuple[str, ...]) -> list[Claim]:
    """Return the order's claims, sorted so that concurrent transactions claim them in the same order."""
    promotions = repository.find(codes)
    claims = [Claim(code, counts.take(code), counts.check_used_up(code)) for code in sorted(codes)]
    for code in sorted(promotions):
        for digest in domain.shopper_digests(promotions[code], event):
            take, check = counts.mark_person(code, digest), counts.check_marked(code, digest)
            claims.append(Claim(code, take, check, digest))
    return claims


def _try_hold(event: OrderPlaced, claims: list[Claim]) -> list[Claim] | None:
    """Try to hold the uses. Return None if the order has an answer now, else the claims that failed."""
    answer = PromotionHeld(order_id=event.order_id, owner=event.owner, at=clock.now())
    values = {
        "codes": [claim.code for claim in claims if not claim.person],
        "people": [[claim.code, claim.person] for claim in claims if claim.person],
    }
    put = _new(event.order_id, UseState.HELD, answer.at, **values, event=outbox.compress_event(answer))
    try:
        dynamodb.transact([put, *(claim.take for claim in claims)])
    except ClientError as error:
        is_answered, *failed_conditions = _failed_conditions(error)
        if not is_answered:
            return [claim for claim, lacks in zip(claims, failed_conditions, strict=True) if lacks]
        _republish_if_missed(event)
    return None


def _try_refuse(event: OrderPlaced, failed_claims: list[Claim]) -> bool:
    """Try to refuse the order. Return whether it has an answer now; it has none if a use has been returned."""
    codes = tuple(dict.fromkeys(claim.code for claim in failed_claims))
    answer = PromotionRefused(order_id=event.order_id, owner=event.owner, at=clock.now(), codes=codes)
    put = _new(event.order_id, UseState.REFUSED, answer.at, event=outbox.compress_event(answer))
    try:
        dynamodb.transact([put, *(claim.check for claim in failed_claims)])
    except ClientError as error:
        return _failed_conditions(error)[0]
    return True


def _republish_if_missed(event: OrderPlaced) -> None:
    """Publish the answer again if the order asked for it after it was published; released uses have none."""
    item = _read(event.order_id) or {}
    if "event" not in item:
        return
    published = compression.decode(item["event"]["B"], _Answer)
    if published.at >= event.at:
        return
    again = outbox.compress_event(replace(published, at=clock.now()))
    dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=key(event.order_id),
        UpdateExpression="SET #event = :again",
        ConditionExpression="#event = :published",
        ExpressionAttributeNames={"#event": "event"},
        ExpressionAttributeValues={":published": item["event"], ":again": {"B": again}},
    )


def _try_release(order_id: str, item: dynamodb.Item | None) -> bool:
    """Try to return the uses; return False if another write came first."""
    if item is None:
        return dynamodb.transact_if([_new(order_id, UseState.RELEASED, clock.now())])
    if item["state"]["S"] != UseState.HELD:
        return True
    people = ([each["S"] for each in person["L"]] for person in item["people"]["L"])
    parts = [_release_update(order_id), *(counts.give_back(code) for code in _codes(item))]
    return dynamodb.transact_if([*parts, *(counts.unmark_person(*person) for person in people)])


def _release_update(order_id: str) -> dynamodb.TransactionItem:
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": key(order_id),
            "UpdateExpression": "SET #state = :released REMOVE #event, #people",
            "ConditionExpression": "#state = :held",
            "ExpressionAttributeNames": {"#state": "state", "#event": "event", "#people": "people"},
            "ExpressionAttributeValues": dynamodb.to_item({":held": UseState.HELD, ":released": UseState.RELEASED}),
        }
    }


def _read(order_id: str) -> dynamodb.Item | None:
    """Return the order's item by a consistent read, or None."""
    items = dynamodb.batch_get([key(order_id)], ConsistentRead=True)
    return items[0] if items else None


def _new(order_id: str, state: UseState, at: str, **values: object) -> dynamodb.TransactionItem:
    """Return the write of the item of an order that has none."""
    item = key(order_id) | dynamodb.to_item({"state": state, "at": at, **values})
    return {
        "Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    }


def _failed_conditions(error: ClientError) -> list[bool]:
    """Return which parts of the transaction failed by their condition; re-raise any other error."""
    if not dynamodb.condition_failed(error):
        raise error
    return [reason == "ConditionalCheckFailed" for reason in dynamodb.cancellation_reasons(error)]
