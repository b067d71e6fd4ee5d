"""Promotions: an item each, `pk=PROMOTION#<code> sk=PROMOTION`, with its terms and the number of its uses.

The index `by_time` (pk `list`, sk `created_at`) lists them for staff. The relay makes PromotionChanged from the
stream's images of the item.
"""

import msgspec

from backend.contracts.problem import Refused
from backend.contracts.promotion.models import (
    MAX_AUTOMATIC,
    EndPromotion,
    NewPromotion,
    Promotion,
    PromotionPage,
    StaffPromotion,
    Terms,
)
from backend.contracts.shop import CURRENCY
from backend.contracts.types import PageQuery
from backend.promotion import domain
from backend.shared import clock, dynamodb, staff_changes
from backend.shared.aws import client
from backend.shared.pagination import KeyText, PageKeys, query_page

SK, LIST = "PROMOTION", "/"
AUTOMATIC: dynamodb.Item = {"pk": {"S": "AUTOMATIC"}, "sk": {"S": "COUNT"}}
_LIST_KEYS = PageKeys(varying={"pk": KeyText, "created_at": KeyText}, fixed={"list": LIST, "sk": SK})


def get(code: str) -> StaffPromotion:
    """Return the promotion by a consistent read. Raise Refused 404 if there is none."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key(code), ConsistentRead=True)
    if "Item" not in reply:
        raise Refused(404, "no-promotion", "There is no such promotion", f"Nothing has the code {code}.")
    return decode(reply["Item"])


def find(codes: tuple[str, ...]) -> dict[str, StaffPromotion]:
    """Return the promotions of these codes, without unknown ones. Raise Refused 503 if the table is busy."""
    return {each.code: each for each in map(decode, dynamodb.batch_get(map(key, codes), ConsistentRead=True))}


def list_newest(query: PageQuery) -> PromotionPage:
    """Return a page of promotions, newest first. Raise Refused 400 for a bad cursor."""
    items, after = query_page(
        query,
        _LIST_KEYS,
        IndexName="by_time",
        KeyConditionExpression="#list = :list",
        ExpressionAttributeNames={"#list": "list"},
        ExpressionAttributeValues={":list": {"S": LIST}},
        ScanIndexForward=False,
    )
    return PromotionPage(items=tuple(map(decode, items)), next=after)


def create(code: str, body: NewPromotion) -> StaffPromotion:
    """Make the promotion; the same request once more changes nothing.

    Raises Refused 422 for terms that make no sense, 409 for a code that is taken, or one automatic promotion too many.
    """
    domain.check(body)
    made = domain.new_promotion(code, body, clock.now())
    put: dynamodb.Put = {
        "TableName": dynamodb.table_name(),
        "Item": encode(made),
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    parts: list[dynamodb.TransactionItem] = [{"Put": put}, *([_count_automatic(1)] if body.automatic else [])]
    if not dynamodb.transact_if(parts):
        return _resolve_conflict(code, body)
    staff_changes.describe(*((term, "", value) for term in Terms.__struct_fields__ if (value := getattr(made, term))))
    return made


def _resolve_conflict(code: str, body: NewPromotion) -> StaffPromotion:
    """Return the promotion if an earlier try of this request made it, else raise Refused 409."""
    items = dynamodb.batch_get([key(code)], ConsistentRead=True)
    if not items:
        raise Refused(
            409, "too-many", "Too many automatic promotions", f"At most {MAX_AUTOMATIC} at once; end one of them first."
        )
    if domain.is_duplicate(promotion := decode(items[0]), body):
        return promotion
    raise Refused(409, "code-taken", "This code is taken", f"{code} is “{promotion.title}”, by {promotion.by or '–'}.")


def end(code: str, body: EndPromotion) -> StaffPromotion:
    """End the promotion for good; an ended one stays as it is. Raises Refused 404 if there is none."""
    promotion = get(code)
    ending: dynamodb.TransactionItem = {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": key(code),
            "UpdateExpression": "SET #ended = :yes, #ended_by = :by, #version = #version + :one",
            "ConditionExpression": "attribute_not_exists(#ended)",
            "ExpressionAttributeNames": {"#ended": "ended", "#ended_by": "ended_by", "#version": "version"},
            "ExpressionAttributeValues": dynamodb.to_item({":yes": True, ":by": body.by, ":one": 1}),
        }
    }
    if dynamodb.transact_if([ending, *([_count_automatic(-1)] if promotion.automatic else [])]):
        staff_changes.describe(("state", "in force", "ended"))
    return get(code)


def _count_automatic(change: int) -> dynamodb.TransactionItem:
    """Return the part of a transaction that counts automatic promotions; it fails for one too many."""
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": AUTOMATIC,
            "UpdateExpression": "ADD #count :change",
            "ConditionExpression": "attribute_not_exists(#count) OR #count <= :room",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": dynamodb.to_item({":change": change, ":room": MAX_AUTOMATIC - change}),
        }
    }


def key(code: str) -> dynamodb.Item:
    """Return the primary key of a promotion."""
    return {"pk": {"S": f"PROMOTION#{code}"}, "sk": {"S": SK}}


def encode(promotion: StaffPromotion) -> dynamodb.Item:
    """Return the item of a new promotion. `max_uses` stands beside its terms: conditions compare it with `uses`."""
    terms = msgspec.json.encode(msgspec.convert(promotion, Terms, from_attributes=True)).decode()
    values: dict[str, object] = {
        "list": LIST,
        "terms": terms,
        "created_at": promotion.created_at,
        "by": promotion.by or None,
        "version": promotion.version,
        "uses": 0,
        "max_uses": promotion.max_uses,
        "currency": promotion.currency,
    }
    return key(promotion.code) | dynamodb.to_item(values)


def decode(item: dynamodb.Item) -> StaffPromotion:
    """Return the promotion in an item."""
    terms = msgspec.structs.asdict(msgspec.json.decode(item["terms"]["S"], type=Terms))
    uses = int(item["uses"]["N"])
    return StaffPromotion(
        **terms,
        code=item["pk"]["S"].removeprefix("PROMOTION#"),
        version=int(item["version"]["N"]),
        ended=item.get("ended", {}).get("BOOL", False),
        currency=item.get("currency", {}).get("S", CURRENCY),
        used_up="max_uses" in item and uses >= int(item["max_uses"]["N"]),
        uses=uses,
        created_at=item["created_at"]["S"],
        by=item.get("by", {}).get("S", ""),
    )


def current(item: dynamodb.Item) -> Promotion:
    """Return the promotion in an item as other services know it."""
    return msgspec.convert(decode(item), Promotion, from_attributes=True)
