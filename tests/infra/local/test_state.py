"""What happens in the shop after a restart is heard of like what happened before."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import state, streams
from infra.local.accounts import Account
from infra.local.paths import Place
from tests.cloud import ShopCloud
from tests.proofs.api import Api
from tests.proofs.shop import Shopper, sell


def arrive_after_a_restart(folder: Path, account: Account, bought: list[str]) -> None:
    cloud = ShopCloud.start(folder)
    try:
        shopper = Shopper(Api(cloud), account)
        assert {shopper.arrived(order_id)["id"] for order_id in bought} == set(bought)
    finally:
        cloud.stop()


def test_a_place_without_a_state_is_left_alone(tmp_path: Path) -> None:
    state.mend(Place(tmp_path), 4566)
    assert list(tmp_path.iterdir()) == []


def test_a_message_that_a_function_was_at_work_on_is_there_again_at_once_and_a_delayed_one_stays_delayed(tmp_path: Path) -> None:
    place, later = Place(tmp_path), 9e9
    place.state.mkdir()
    messages = [{"visible_at": later, "receive_count": count} for count in (1, 0)]
    queues = {"__account_region_scoped__": True, "data": {"queue": {"messages": messages}}}
    (place.state / "sqs.json").write_text(json.dumps({"__ministack_format__": 1, "payload": {"queues": queues}}))
    state.mend(place, 4566)
    kept = json.loads((place.state / "sqs.json").read_text())["payload"]["queues"]["data"]["queue"]["messages"]
    assert [message["visible_at"] for message in kept] == [0, later]


def test_after_a_restart_on_another_port_products_can_be_bought_and_orders_are_placed(tmp_path: Path) -> None:
    for name in ("before", "after"):
        cloud = ShopCloud.start(tmp_path)
        try:
            api = Api(cloud)
            shopper = Shopper(api, cloud.new_account())
            sku = sell(api, str(cloud.tokens(cloud.account("staff"))["access_token"]), name)
            assert shopper.arrived(shopper.buy(sku))["lines"][0]["sku"] == sku
        finally:
            cloud.stop()


def test_what_was_acknowledged_the_moment_before_a_stop_is_not_lost(tmp_path: Path) -> None:
    cloud = ShopCloud.start(tmp_path)
    try:
        api, account = Api(cloud), cloud.new_account()
        shopper = Shopper(api, account)
        sku = sell(api, str(cloud.tokens(cloud.account("staff"))["access_token"]), "late")
        bought = [shopper.buy(sku) for _ in range(3)]
    finally:
        cloud.stop()
    arrive_after_a_restart(tmp_path, account, bought)


def test_while_the_streams_are_read_for_a_stop_nothing_is_acknowledged_that_none_of_them_would_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud, read, bought = ShopCloud.start(tmp_path), streams._lately, list[str]()
    try:
        api, account = Api(cloud), cloud.new_account()
        shopper = Shopper(api, account)
        sku = sell(api, str(cloud.tokens(cloud.account("staff"))["access_token"]), "meanwhile")
        bought.append(shopper.buy(sku))
    finally:
        with monkeypatch.context() as meanwhile:

            def lately(client: Any, reader: streams.Reader, since: float) -> Iterator[streams.Record]:
                """The stream is read, and right after that somebody tries to buy."""
                yield from list(read(client, reader, since))
                with contextlib.suppress(AssertionError):
                    bought.append(shopper.buy(sku))

            meanwhile.setattr(streams, "_lately", lately)
            cloud.stop()
    arrive_after_a_restart(tmp_path, account, bought)
