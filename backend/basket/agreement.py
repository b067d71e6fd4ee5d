"""Compares a checkout with what its shopper agreed to on the review page."""

from collections.abc import Iterator

import msgspec

from backend.contracts.basket.models import Agreed, AgreedLine, CheckOut, DeliveryOption, OrderLine
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.problem import FieldError, Refused
from backend.contracts.types import Model


def check(body: CheckOut | CheckOutForCustomer, lines: tuple[OrderLine, ...], option: DeliveryOption) -> None:
    """Refuse an order that differs from what was agreed to. Lines may have changed places: a line that was removed in
    another tab and added again is the last one of the basket.

    Raises Refused: 409 `order-changed`, which names each difference, or 409 `total-changed` for a client that sends
    only a total.
    """
    if body.agreed and (differences := tuple(_differences(body.agreed, lines, option))):
        title = "The order is not the one that was agreed to"
        raise Refused(
            409, "order-changed", title, "Please look at it once more.", errors=differences, total=option.total
        )
    if option.total != body.expected_total:
        raise Refused(409, "total-changed", "The total has changed", "Please look at it once more.", total=option.total)


def _differences(agreed: Agreed, lines: tuple[OrderLine, ...], option: DeliveryOption) -> Iterator[FieldError]:
    before = {line.sku: line for line in agreed.lines}
    now = {line.sku: msgspec.convert(line, AgreedLine, from_attributes=True) for line in lines}
    for sku in before | now:
        yield from _changes(f"lines.{sku}", before.get(sku), now.get(sku))
    if len(before) < len(agreed.lines):
        yield FieldError(field="lines", message="A SKU stands there twice")
    yield from _changes("delivery", agreed.delivery, option)


def _changes(name: str, before: Model | None, now: Model | None) -> Iterator[FieldError]:
    if before is None or now is None:
        yield FieldError(field=name, message="Not agreed to" if before is None else "No longer in the basket")
        return
    for field in now.__struct_fields__:
        old_value, new_value = getattr(before, field), getattr(now, field)
        if old_value != new_value:
            yield FieldError(
                field=f"{name}.{field}", message=f"Was {_to_json(old_value)}, is {_to_json(new_value)} now"
            )


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
