"""The orders that a product was in, how products are shown, and what stands in their category.

| pk            | sk         | else                                                       |
| PRODUCT#<id>  | ORDER#<id> | others: what else was in that order                        |
| PRODUCT#<id>  | CARD       | version, category, card (packed; none once the product is withdrawn) |
| CATEGORY#<path> | PRODUCT#<id> | nothing; one that has moved stays, and is told by its card's category |

Nothing is counted when it is written: writing the same again is the same, so a message may come twice, late and in any
order. Order ids sort by time, so the newest orders of a product are one Query. Earlier releases left what was checked
out under `pk=ORDER#<id> sk=ORDER`, which nothing reads any more.
"""

from collections.abc import Iterable

from msgspec import Struct

from backend.contracts.product.models import Card
from backend.contracts.recommendation.models import MAX_ORDERS
from backend.recommendation.domain import Others
from backend.shared import compression, dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

MAX_NEIGHBOURS = 10
"""Products of a category that are looked at for one of them."""


def add_order(order_id: str, products: Others) -> None:
    """Add the order to each of its products."""
    for product in products:
        other_products = [other for other in products if other != product]
        _put({"pk": f"PRODUCT#{product}", "sk": f"ORDER#{order_id}", "others": other_products})


def orders(product_id: str) -> list[Others]:
    """Return the other products of this product's newest orders, newest first."""
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk AND begins_with(sk, :order)",
        ExpressionAttributeValues=dynamodb.to_item({":pk": f"PRODUCT#{product_id}", ":order": "ORDER#"}),
        ScanIndexForward=False,
        Limit=MAX_ORDERS,
    )
    return [tuple(each["S"] for each in item["others"]["L"]) for item in reply["Items"]]


class Shown(Struct, frozen=True):
    """A product that can be bought. `category` is empty where nothing has been heard of the product lately."""

    card: Card
    category: str = ""


def save_card(product_id: str, version: int, card: Card | None, category: str = "") -> None:
    """Store the product's card and category, or that it has no card, unless a version as new is stored."""
    if card:
        _put({"pk": f"CATEGORY#{category}", "sk": f"PRODUCT#{product_id}"})
        write_newer(_card_key(product_id), version, {"card": compression.compress(card), "category": category})
    else:
        write_newer(_card_key(product_id), version, {}, remove=["card"])


def find_products(product_ids: Iterable[str]) -> dict[str, Shown]:
    """Return those of these products that can be bought. Raise Refused 503 if the table is busy."""
    items = dynamodb.batch_get(map(_card_key, dict.fromkeys(product_ids)))
    shown = [
        Shown(compression.decode(item["card"]["B"], Card), item.get("category", {}).get("S", ""))
        for item in items
        if "card" in item
    ]
    return {each.card.id: each for each in shown}


def neighbours(category: str, product_id: str) -> list[str]:
    """Return the ids of products that were in the category: those that follow the product in the alphabet, then the
    first ones, without itself.

    So each product has neighbours of its own.
    """
    following = _list_category(category, f"PRODUCT#{product_id}", MAX_NEIGHBOURS)
    first = _list_category(category, "PRODUCT#", MAX_NEIGHBOURS - len(following))
    return [each for each in dict.fromkeys((*following, *first)) if each != product_id]


def _list_category(category: str, after: str, limit: int) -> list[str]:
    if not limit:
        return []
    reply = client("dynamodb").query(
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk AND sk > :after",
        ExpressionAttributeValues=dynamodb.to_item({":pk": f"CATEGORY#{category}", ":after": after}),
        Limit=limit,
    )
    return [item["sk"]["S"].removeprefix("PRODUCT#") for item in reply["Items"]]


def _card_key(product_id: str) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"PRODUCT#{product_id}", "sk": "CARD"})


def _put(values: dict[str, object]) -> None:
    client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=dynamodb.to_item(values))
