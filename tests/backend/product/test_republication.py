"""Products are published again as they are, for services that have not heard of them."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.contracts.product.events import ProductChanged
from backend.contracts.product.queries import RepublishQuery
from backend.product import repository
from backend.product.republication import republish
from backend.shared import aws
from tests.backend.product.examples import body, new


def event(product_id: str) -> dict[str, Any]:
    key = {"pk": {"S": f"PRODUCT#{product_id}"}, "sk": {"S": "PRODUCT"}}
    return dict(json.loads(aws.client("dynamodb").get_item(TableName="product", Key=key)["Item"]["event"]["S"]))


@pytest.fixture
def three(table: str) -> None:
    for product_id in ("one", "two", "three"):
        repository.create(new(product_id))


@pytest.mark.usefixtures("three")
def test_every_product_is_published_again_page_by_page_and_nothing_else_about_it_changes() -> None:
    before = {name: (repository.get(name), event(name)) for name in ("one", "two", "three")}
    first = republish(RepublishQuery(limit=2))
    last = republish(RepublishQuery(limit=2, cursor=first.next))
    assert (first.count, last.count, last.next) == (2, 1, None)
    for name, (product, old) in before.items():
        assert repository.get(name) == product
        assert event(name) != old, "the relay would drop it"
        assert msgspec.convert(event(name), ProductChanged).product == product


@pytest.mark.usefixtures("three")
def test_a_withdrawn_product_stays_withdrawn() -> None:
    repository.delete("two", 1)
    assert republish(RepublishQuery()).count == 2
    assert event("two")["type"] == "ProductWithdrawn.v1"


@pytest.mark.usefixtures("three")
def test_a_product_that_changes_meanwhile_keeps_that_change(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Callable[..., Any] = repository.last_event

    def changed_right_after(product_id: str) -> Any:
        last = read(product_id)
        monkeypatch.setattr(repository, "last_event", read)
        repository.replace(product_id, 1, body(product_id, title="Changed"))
        return last

    monkeypatch.setattr(repository, "last_event", changed_right_after)
    assert republish(RepublishQuery()).count == 2
    assert "Changed" in {repository.get(name).title for name in ("one", "two", "three")}


@pytest.mark.usefixtures("three")
def test_a_change_whose_answer_was_lost_is_known_again_though_it_was_published_again_since() -> None:
    last = repository.last_event("one")
    assert isinstance(last, ProductChanged)
    republish(RepublishQuery())
    again = repository.last_event("one")
    assert again is not None
    assert again != last
    assert repository._published_once(again) == last
