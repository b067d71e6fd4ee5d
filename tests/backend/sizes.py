"""Bytes of DynamoDB items, and the request units that they cost.

The rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (sizes of
items) and https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html (request
units).
"""

import math
from decimal import Decimal
from typing import Any

Item = dict[str, Any]


def size(item: Item) -> int:
    """Bytes of an item: names and values in UTF-8."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    kind, held = next(iter(value.items()))
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            digits = Decimal(held).normalize().as_tuple().digits
            return 1 + math.ceil(len(digits) / 2)
        case "B":
            return len(held)
        case "SS":
            return sum(len(each.encode()) for each in held)
        case "L":
            return 3 + sum(1 + _value(each) for each in held)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in held.items())
        case _:
            return 1  # BOOL and NULL


def read_units(items: list[Item], *, consistent: bool = False) -> float:
    """Of one call that reads these items: their sizes are added up before they are rounded."""
    return max(1, math.ceil(sum(map(size, items)) / 4096)) * (1 if consistent else 0.5)


def write_units(bytes_: int) -> int:
    """Of one write of an item of this size."""
    return max(1, math.ceil(bytes_ / 1024))
