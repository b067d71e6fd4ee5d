"""Baskets' owners, and what they do in tests."""

from typing import Any

import msgspec

from backend.basket import service
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Agreed, AgreedLine, CheckOut, Delivery, NewAddress
from backend.shared import aws, compression
from tests.backend import shop

ADA, BOB = "shopper#5e5b1c9a-7a8e-4a3e-9df4-0f6a3f1f0d11", "shopper#8d1f"
GUEST = "guest#" + "a" * 32
KEY = "first-checkout-key"
TOKEN = "tok_" + "a1B2" * 6
ADDRESS = msgspec.convert(msgspec.to_builtins(shop.ADDRESS), NewAddress)


def body(expected_total: int, key: str = KEY, **more: Any) -> CheckOut:
    return CheckOut(
        **(
            {
                "key": key,
                "address": ADDRESS,
                "delivery": Delivery.STANDARD,
                "expected_total": expected_total,
                "token": TOKEN,
            }
            | more
        )
    )


def agreement_for(owner: str, delivery: Delivery = Delivery.STANDARD, country: str = ADDRESS.country) -> Agreed:
    """What a review page would show of the owner's basket now."""
    basket = service.get(owner, country)
    lines = tuple(msgspec.convert(line, AgreedLine, from_attributes=True) for line in basket.lines)
    return Agreed(lines=lines, delivery=next(option for option in basket.deliveries if option.delivery is delivery))


def agreeing(seen: Agreed, key: str = KEY, **more: Any) -> CheckOut:
    """The checkout of a shopper who agrees to what was shown."""
    return body(seen.delivery.total, key, **({"agreed": seen, "delivery": seen.delivery.delivery} | more))


def check_out(owner: str, key: str = KEY) -> CheckedOut:
    """Checks out at the total that the basket shows."""
    return service.check_out(owner, body(service.get(owner).deliveries[0].total, key))


def quantities_of(owner: str) -> dict[str, int]:
    """Quantities by SKU, in the order shown."""
    return {line.sku: line.quantity for line in service.get(owner).lines}


def item(owner: str) -> dict[str, Any]:
    """The basket's item as it is kept."""
    key = {"pk": {"S": owner}, "sk": {"S": "BASKET"}}
    return dict(aws.client("dynamodb").get_item(TableName="basket", Key=key).get("Item", {}))


def event(owner: str) -> BasketCheckedOut:
    """The event in the basket's outbox."""
    decoded: BasketCheckedOut = compression.decode(item(owner)["event"]["B"], BasketCheckedOut)
    return decoded
