"""The basket's copy of the promotions, built from the events of the promotion service.

A promotion with a code is an item of its own, `pk=CODE#<code> sk=PROMOTION`, read together with the offers of a basket
that has the code. The automatic ones are attributes of one item, `pk=AUTOMATIC sk=PROMOTIONS`: every basket is priced
with all of them (`automatic`). Versions order the events of a promotion, so late, duplicate and reordered ones lead to
the same copy.
"""

from collections.abc import Iterable

import msgspec

from backend.basket import offers
from backend.basket.domain import Offer
from backend.basket.fresh_copy import FreshCopy
from backend.contracts import shop
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.promotion.models import Promotion
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

PK, PROMOTION, VERSION = "CODE#", "promotion", "version"
AUTOMATIC: dynamodb.Item = {"pk": {"S": "AUTOMATIC"}, "sk": {"S": "PROMOTIONS"}}


def _read_automatic() -> tuple[Promotion, ...]:
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=AUTOMATIC).get("Item", {})
    promotions = (_decode(item[name]) for name in sorted(item) if name.startswith(f"{PROMOTION}#"))
    return tuple(each for each in promotions if not each.ended)


automatic = FreshCopy(_read_automatic)


def get(code: str) -> Promotion | None:
    """Return the promotion of a code by a consistent read, or None if it is unknown."""
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_key(code), ConsistentRead=True).get("Item")
    return _decode(item[PROMOTION]) if item else None


def find_with_offers(skus: Iterable[str], codes: Iterable[str]) -> tuple[dict[str, Offer], tuple[Promotion, ...]]:
    """Return the offers of these SKUs, and the promotions: the automatic ones and those with these codes. One batch
    read.

    Raises Refused 503 if the table is busy.
    """
    keys = [*map(offers.key, skus), *map(_key, codes)]
    items = dynamodb.batch_get(keys)
    code_promotions = [_decode(item[PROMOTION]) for item in items if item["pk"]["S"].startswith(PK)]
    return offers.decode_all(items), (*automatic.get(), *sorted(code_promotions, key=lambda each: each.code))


def save(event: PromotionChanged) -> None:
    """Store the promotion, unless a version as new is stored."""
    promotion = event.promotion
    suffix = f"#{promotion.code}" if promotion.automatic else ""
    write_newer(
        AUTOMATIC if promotion.automatic else _key(promotion.code),
        promotion.version,
        {PROMOTION + suffix: msgspec.json.encode(promotion).decode()},
        version_name=VERSION + suffix,
    )


def _key(code: str) -> dynamodb.Item:
    return {"pk": {"S": f"{PK}{code}"}, "sk": {"S": "PROMOTION"}}


def _decode(value: dynamodb.AttributeValue) -> Promotion:
    """Return the promotion; it has ended if its amounts are in a currency that the shop no longer sells in."""
    promotion = msgspec.json.decode(value["S"], type=Promotion)
    foreign = promotion.has_sums and promotion.currency != shop.currency()
    return msgspec.structs.replace(promotion, ended=True) if foreign else promotion
