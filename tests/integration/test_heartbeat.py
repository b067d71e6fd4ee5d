"""The heartbeat on the local cloud: it buys through the API as a guest would, and leaves nothing behind that counts."""

from typing import Any

import pytest

from backend.basket import heartbeat
from backend.contracts import guest_keys
from backend.contracts.inventory.operations import LIST_STOCK
from backend.contracts.order.guest_operations import GET_GUEST_ORDER
from backend.contracts.order.operations import LIST_STAFF_ORDERS
from backend.contracts.order.states import State
from backend.shared import aws
from tests.integration.api import Api, at_rest, stored
from tests.integration.shop import GuestShopper, guest_id

HEARTBEATS = "OrderTable heartbeat#"
DEAF = ("NotificationTable", "DeskTable", "InvoiceTable", "RecommendationTable")
"""Tables of those that hear nothing of its orders."""


@pytest.fixture
def beat(api: Api, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The function, in this process, with what the deploy gives it: the basket's table, and two addresses."""
    for name, value in (api.cloud.cloud.environment | {"AWS_ENDPOINT_URL": api.cloud.endpoint}).items():
        monkeypatch.setenv(name, value)
    outputs = api.cloud.outputs
    for name, value in {
        "API_URL": api.cloud.api,
        "CARD_URL": f"{outputs['ProviderUrl']}/tokens",
        "TABLE": outputs["BasketTable"],
        "METRICS": "Halftone-local",
    }.items():
        monkeypatch.setenv(name, value)
    aws.client.cache_clear()
    yield lambda: heartbeat.handler({}, None)
    aws.client.cache_clear()


def pieces(api: Api, staff: str, sku: str) -> dict[str, Any]:
    """What is there of an article, but for how often it was changed."""
    (found,) = api(LIST_STOCK, staff, query={"prefix": sku}).json()["items"]
    return {name: value for name, value in found.items() if name != "version"}


def heartbeats(api: Api) -> dict[str, Any]:
    return {key: item for key, item in stored(api.cloud, "OrderTable").items() if key.startswith(HEARTBEATS)}


def test_it_buys_and_cancels_without_a_mail_and_every_piece_is_for_sale_again(
    api: Api, staff: str, sku: str, beat: Any
) -> None:
    at_rest(api.cloud)
    before, stock_before, known = stored(api.cloud, *DEAF), pieces(api, staff, sku), heartbeats(api).keys()
    assert beat() == {"CannotSell": 0}
    at_rest(api.cloud)
    (order,) = (item for key, item in heartbeats(api).items() if key not in known)
    order_id = order["sk"]["S"]
    assert int(order["expires"]["N"]) > 0
    assert not [key for key, item in stored(api.cloud, *DEAF).items() if item != before.get(key) and order_id in key]
    kept = stored(api.cloud, "InventoryTable", "PaymentTable")
    (hold,), (payment,) = (
        [item for key, item in kept.items() if key.startswith(f"{table} ORDER#{order_id}")]
        for table in ("InventoryTable", "PaymentTable")
    )
    assert hold["state"]["S"] == "back"
    assert "expires" in hold
    assert "expires" in payment
    assert "due" not in payment
    assert pieces(api, staff, sku) == stock_before
    for state in State:
        listed = api(LIST_STAFF_ORDERS, staff, query={"state": state, "limit": 50}).json()["items"]
        assert order_id not in {each["id"] for each in listed}


def test_a_guest_who_buys_just_the_same_counts_and_says_nothing_that_makes_it_a_heartbeat(api: Api, sku: str) -> None:
    known = heartbeats(api).keys()
    path = GuestShopper(api, guest_id()).buy(sku)
    at_rest(api.cloud)
    assert api(GET_GUEST_ORDER, path=path).status_code == 200
    owner = guest_keys.owner(path["order_key"])
    assert f"OrderTable {owner} {path['order_id']}" in stored(api.cloud, "OrderTable")
    assert heartbeats(api).keys() == known


def test_where_an_operation_fails_it_says_so(beat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARD_URL", "http://localhost:1/tokens")
    assert beat() == {"CannotSell": 1}
