"""The proofs condemn a shop with a bug in it: each bug is put into the running shop, and must be seen."""

import json
from typing import Any

import pytest

from backend.contracts.operation import Operation
from backend.contracts.order.operations import GET_ORDER
from backend.contracts.registry import OPERATIONS
from tests.cloud import ShopCloud
from tests.integration import api as wire
from tests.integration import mutants, test_access, test_bad_input, test_checkout_once, test_delivery
from tests.integration.api import Api, at_rest, stored
from tests.integration.callers import Who, World, world
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Ear, Queue
from tests.integration.mutate import open_route, plant_mutant
from tests.integration.shop import Shopper


@pytest.fixture(scope="module")
def owners(api: Api, staff: str) -> World:
    return world(api, staff)


def _operation(name: str) -> Operation:
    return next(operation for operation in OPERATIONS if operation.name == name)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a bug prevents is waited for in vain."""
    monkeypatch.setattr(wire, "SECONDS", 15)


def _expect_condemned(owners: World, operation: str, who: Who) -> None:
    with pytest.raises(AssertionError):
        test_access.try_to_change(owners, _operation(operation), (who,))


def test_a_route_without_its_scope(cloud: ShopCloud, owners: World) -> None:
    with open_route(cloud, "GET /orders", AuthorizationScopes=[]):
        _expect_condemned(owners, "list_orders", Who.UNSCOPED)


def test_a_staff_route_with_the_shoppers_scope(cloud: ShopCloud, owners: World) -> None:
    """The gateway then lets staff pass whom it should not: the group is looked at a second time, the scope is not."""
    with open_route(cloud, "POST /products", AuthorizationScopes=["shop/shopper"]):
        _expect_condemned(owners, "create_product", Who.STAFF_UNSCOPED)


def test_a_door_that_does_not_look_at_the_group(cloud: ShopCloud, owners: World) -> None:
    with plant_mutant(cloud, "ProductHandler", mutants.SHOPPERS_PASS_FOR_STAFF):
        _expect_condemned(owners, "replace_product", Who.SHOPPER_AS_STAFF)


def test_a_door_that_looks_for_the_group_as_a_part_of_the_claim(cloud: ShopCloud, owners: World) -> None:
    with plant_mutant(cloud, "ProductHandler", mutants.A_PART_OF_A_GROUP_WILL_DO):
        _expect_condemned(owners, "delete_product", Who.GROUP_LIKE_STAFF)


def test_orders_found_by_id_alone(cloud: ShopCloud, owners: World) -> None:
    with plant_mutant(cloud, "OrderHandler", mutants.orders_of_one(owners.sub)):
        _expect_condemned(owners, "get_order", Who.OTHER_SHOPPER)
        _expect_condemned(owners, "list_orders", Who.OTHER_SHOPPER)


def test_baskets_that_all_guests_share(cloud: ShopCloud, owners: World) -> None:
    with plant_mutant(cloud, "BasketHandler", mutants.basket_of_one(owners.guest)):
        _expect_condemned(owners, "get_guest_basket", Who.ANONYMOUS)
        _expect_condemned(owners, "clear_guest_basket", Who.OTHER_SHOPPER)


def test_a_checkout_without_its_condition(cloud: ShopCloud, new_shopper: NewShopper, sku: str) -> None:

    def several_times() -> None:
        for _ in range(5):  # a race is won now and then
            test_checkout_once.bought_once(new_shopper(), sku, 4)

    with (
        plant_mutant(cloud, "BasketHandler", mutants.A_BASKET_IS_WRITTEN_OVER),
        pytest.raises(AssertionError, match="Counter"),
    ):
        several_times()


def test_a_checkout_that_forgets_its_key(cloud: ShopCloud, shopper: Shopper, sku: str) -> None:
    with (
        plant_mutant(cloud, "BasketHandler", mutants.A_KEY_IS_FORGOTTEN),
        pytest.raises(AssertionError, match="202"),
    ):
        test_checkout_once.one_order(shopper, sku, 4)


def test_an_order_placed_without_its_condition(
    cloud: ShopCloud, ear: Ear, shopper: Shopper, sku: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put over the old one, it takes whatever the second message says."""
    queue, states = Queue(cloud, "OrderQueue"), list[dict[str, Any]]()
    monkeypatch.setattr(test_delivery, "at_rest", lambda cloud: states.append(at_rest(cloud)) or states[-1])
    with (
        plant_mutant(cloud, "OrderConsumer", mutants.AN_ORDER_IS_PLACED_OVER),
        pytest.raises(AssertionError, match="OrderTable"),
    ):
        test_delivery.test_another_checkout_under_a_known_order_id_is_not_applied(cloud, ear, queue, shopper, sku)
    at_rest(cloud)
    _put_back(cloud, "OrderTable", states[-1])


def _put_back(cloud: ShopCloud, table: str, state: dict[str, Any]) -> None:
    """Whoever compares all orders of this cloud finds them as they were."""
    now = stored(cloud, table)
    for key in now:
        if key in state and state[key] != now[key]:
            cloud.client("dynamodb").put_item(TableName=cloud.outputs[table], Item=state[key])


@pytest.mark.usefixtures("impatient")
def test_a_consumer_that_fails_the_whole_batch(cloud: ShopCloud, ear: Ear, new_shopper: NewShopper, sku: str) -> None:
    queue, dead = Queue(cloud, "OrderQueue"), Queue(cloud, "OrderDeadLetters")
    with (
        plant_mutant(cloud, "OrderConsumer", mutants.POISON_FAILS_ITS_BATCH),
        pytest.raises(AssertionError, match="still"),
    ):
        test_delivery.test_poison_ends_in_the_dead_letter_queue_and_the_healthy_of_its_batch_do_not(
            cloud, ear, queue, new_shopper, sku
        )
    queue.holds(0)
    dead.take()


@pytest.mark.usefixtures("impatient")
def test_a_consumer_that_swallows_poison(cloud: ShopCloud, ear: Ear, new_shopper: NewShopper, sku: str) -> None:
    queue, dead = Queue(cloud, "OrderQueue"), Queue(cloud, "OrderDeadLetters")
    with (
        plant_mutant(cloud, "OrderConsumer", mutants.POISON_IS_SWALLOWED),
        pytest.raises(AssertionError, match="still 0"),
    ):
        test_delivery.test_poison_ends_in_the_dead_letter_queue_and_the_healthy_of_its_batch_do_not(
            cloud, ear, queue, new_shopper, sku
        )
    dead.take()


@pytest.mark.usefixtures("impatient")
def test_offers_that_take_late_events(
    cloud: ShopCloud, ear: Ear, api: Api, staff: str, new_shopper: NewShopper
) -> None:
    queue = Queue(cloud, "OrderQueue")
    with (
        plant_mutant(cloud, "BasketConsumer", mutants.LATE_STOCK_OVERWRITES),
        pytest.raises(
            AssertionError, match=r"BasketTable|total-changed|sold-out|still"
        ),  # in the table, or by who buys next
    ):
        test_delivery.test_everything_delivered_a_second_time_in_any_order_changes_nothing(
            cloud, ear, queue, api, staff, new_shopper
        )


def test_a_door_that_tells_its_faults(cloud: ShopCloud, api: Api, staff: str, shopper: Shopper, sku: str) -> None:
    shopper.arrived(shopper.buy(sku))
    sender = test_bad_input.Sender(api, staff, shopper, sku)
    with plant_mutant(cloud, "BasketHandler", mutants.FAULTS_ARE_TOLD), pytest.raises(AssertionError, match="500"):
        test_bad_input.test_a_bad_body_is_refused_clearly(sender, _operation("merge_basket"))


def test_after_all_the_shop_is_whole_again(api: Api, owners: World) -> None:
    reply = api(GET_ORDER, owners.owner.token, path={"order_id": owners.order_id})
    assert (reply.status_code, json.loads(reply.text)["id"]) == (200, owners.order_id)
