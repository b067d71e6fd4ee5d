"""What happens in the shop after a restart is heard of like what happened before."""

from pathlib import Path

from infra.local import state
from infra.local.paths import Place
from tests.cloud import ShopCloud
from tests.proofs.api import Api
from tests.proofs.shop import Shopper, sell


def test_a_place_without_a_state_is_left_alone(tmp_path: Path) -> None:
    state.mend(Place(tmp_path), 4566)
    assert list(tmp_path.iterdir()) == []


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
    cloud = ShopCloud.start(tmp_path)
    try:
        again = Shopper(Api(cloud), account)
        assert {again.arrived(order_id)["id"] for order_id in bought} == set(bought)
    finally:
        cloud.stop()
