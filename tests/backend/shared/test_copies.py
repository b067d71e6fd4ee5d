"""Copies of other services' data follow the newest event, in whatever order events come."""

from collections.abc import Callable

import pytest

from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

OAK: dynamodb.Item = {"pk": {"S": "PRODUCT#oak"}, "sk": {"S": "CARD"}}


def read_stored(key: dynamodb.Item) -> dict[str, dynamodb.Value]:
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key)["Item"]
    return {name: value for name, value in dynamodb.from_item(item).items() if name not in key}


@pytest.mark.parametrize("version", [1, 2])
def test_a_version_as_new_or_newer_is_not_overwritten(service_table: Callable[[str], str], version: int) -> None:
    service_table("recommendation")
    assert write_newer(OAK, 2, {"title": "Oak"})
    assert not write_newer(OAK, version, {"title": "Late"}, remove=["title"])
    assert read_stored(OAK) == {"title": "Oak", "version": 2}


def test_a_newer_version_changes_and_removes_its_own_attributes_alone(service_table: Callable[[str], str]) -> None:
    service_table("recommendation")
    write_newer(OAK, 1, {"title": "Oak", "size": 3, "left": 9})
    assert write_newer(OAK, 2, {"title": "Elm"}, remove=["size", "never"])
    assert read_stored(OAK) == {"title": "Elm", "left": 9, "version": 2}


def test_an_item_holds_a_version_for_each_name(service_table: Callable[[str], str]) -> None:
    """A name may hold what expressions may not, such as the id of a product."""
    service_table("recommendation")
    assert write_newer(OAK, 5, {}, version_name="version#a-b")
    assert write_newer(OAK, 1, {}, version_name="version#c.d")
    assert read_stored(OAK) == {"version#a-b": 5, "version#c.d": 1}
