"""The meter that costs are worked out with."""

from collections.abc import Callable

from backend.shared import dynamodb
from tests.backend.units import meter_units


def item(number: int, size: int = 0) -> dynamodb.Item:
    return dynamodb.to_item({"pk": f"WORD#{number}", "sk": "1", "text": "x" * size})


def test_a_batch_of_writes_costs_as_much_as_its_items_one_by_one(service_table: Callable[[str], str]) -> None:
    service_table("desk")
    with meter_units() as units:
        dynamodb.batch_put([item(1), item(2), item(3, size=1_500)])
    assert (units.write, units.calls) == (4, ["BatchWriteItem"])
