"""What was committed arrives, once, whatever happens to the queues, the stream, the bus and the functions on the way."""

import json
import os
import random
import time

import requests

from backend.contracts.basket.operations import SET_GUEST_LINE
from backend.contracts.event import name
from backend.contracts.operations.models import MAX_RECEIVES
from backend.contracts.product.operations import DELETE_PRODUCT, GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.registry import CONSUMERS
from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.api import Api, at_rest, stored, until
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Ear, Queue
from tests.integration.placed_orders import CHECKED_OUT, CONFIRMED, PLACED, placed_once
from tests.integration.shop import Shopper, article, guest_id, sell, stock

HEARD_BY = {name(event): services for event, services in CONSUMERS.items()}
CONSUMING = sorted({service for services in CONSUMERS.values() for service in services})
POISON = (
    "not even JSON",
    json.dumps({"detail-type": "Unheard.v1", "detail": {"type": "Unheard.v1"}}),
    json.dumps({"detail-type": CHECKED_OUT, "detail": {"type": CHECKED_OUT, "order_id": "no order's id"}}),
)


def waiting(queue: Queue, shoppers: list[Shopper], sku: str) -> dict[str, Shopper]:
    """A checkout of each, waiting in the queue; by order."""
    orders = {shopper.buy(sku): shopper for shopper in shoppers}
    queue.holds(len(orders))
    return orders


def bodies(queue: Queue) -> list[str]:
    return [message["Body"] for message in queue.take()]


def test_a_message_that_comes_several_times_is_one_order(
    cloud: ShopCloud, ear: Ear, queue: Queue, shopper: Shopper, sku: str
) -> None:
    with fault_injection.hold_deliveries(cloud, "OrderConsumer"):
        orders = waiting(queue, [shopper], sku)
        body = bodies(queue)[0]
        queue.send(body, body, body)  # in one batch
    placed_once(ear, orders)
    before = at_rest(cloud)
    queue.send(body)  # and long after
    queue.holds(0)
    assert stored(cloud) == before
    placed_once(ear, orders)


def test_another_checkout_under_a_known_order_id_is_not_applied(
    cloud: ShopCloud, ear: Ear, queue: Queue, shopper: Shopper, sku: str
) -> None:
    with fault_injection.hold_deliveries(cloud, "OrderConsumer"):
        orders = waiting(queue, [shopper], sku)
        body = bodies(queue)[0]
        queue.send(body)
    placed_once(ear, orders)
    before = at_rest(cloud)
    event = json.loads(body)
    event["detail"] |= {"total": 1, "subtotal": 1, "delivery_price": 0}
    queue.send(json.dumps(event))
    queue.holds(0)
    assert stored(cloud) == before


def test_poison_ends_in_the_dead_letter_queue_and_the_healthy_of_its_batch_do_not(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    dead = Queue(cloud, "OrderDeadLetters")
    with queue.hurried():
        with fault_injection.hold_deliveries(cloud, "OrderConsumer"):
            orders = waiting(queue, [new_shopper() for _ in range(5)], sku)
            mixed = [*bodies(queue), *POISON]
            random.Random(2).shuffle(mixed)
            queue.send(*mixed)
        placed_once(ear, orders)
        dead.holds(len(POISON))
    died = dead.take()
    assert sorted(message["Body"] for message in died) == sorted(POISON)
    # ours is one more
    assert [int(message["Attributes"]["ApproximateReceiveCount"]) for message in died] == [MAX_RECEIVES + 1] * len(
        POISON
    )


def test_what_died_of_an_outage_is_placed_once_it_is_sent_back(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    dead = Queue(cloud, "OrderDeadLetters")
    with queue.hurried(), fault_injection.break_table(cloud, "OrderConsumer"):
        orders = {shopper.buy(sku): shopper for shopper in (new_shopper(), new_shopper())}
        dead.holds(len(orders))
        assert not any(shopper.orders() for shopper in orders.values())
    queue.send(*bodies(dead))  # what a redrive does: the local cloud has no StartMessageMoveTask
    placed_once(ear, orders)


def test_a_relay_killed_between_write_and_publish_loses_nothing(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    first, second = new_shopper(), new_shopper()
    first.arrived(first.buy(sku))  # the relay is warm now
    at_rest(cloud)
    with fault_injection.freeze(cloud, "BasketRelay") as pids:
        order_id = second.buy(sku)
        until(lambda: any(fault_injection.unread(pid) for pid in pids))
        assert not ear.times(CHECKED_OUT)[order_id]
    placed_once(ear, {order_id: second})


def test_a_consumer_killed_with_a_message_in_hand_loses_nothing(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    first, second = new_shopper(), new_shopper()
    first.arrived(first.buy(sku))
    at_rest(cloud)
    with queue.hurried(2):
        with fault_injection.freeze(cloud, "OrderConsumer") as pids:
            order_id = second.buy(sku)
            until(lambda: any(fault_injection.unread(pid) for pid in pids))
        placed_once(ear, {order_id: second})


def test_events_written_while_the_relay_is_off_arrive_once_it_is_on(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    with fault_injection.hold_deliveries(cloud, "BasketRelay"):
        orders = {shopper.buy(sku): shopper for shopper in (new_shopper(), new_shopper())}
        # the next write to a basket takes the event off the item, not out of the stream
        next(iter(orders.values())).add(sku)
        assert not ear.times(CHECKED_OUT).keys() & orders.keys()
    placed_once(ear, orders)


def test_what_the_bus_or_the_queue_lost_comes_back_from_the_archive(
    cloud: ShopCloud, ear: Ear, queue: Queue, new_shopper: NewShopper, sku: str
) -> None:
    started = time.time() - 1
    not_lost = new_shopper()
    orders = {not_lost.buy(sku): not_lost}
    not_lost.arrived(next(iter(orders)))
    at_rest(cloud)  # else the queue holds news of orders of before, too
    with fault_injection.deaf(cloud, "OrderQueue"):
        orders |= {(order_id := (shopper := new_shopper()).buy(sku)): shopper}
        ear.hears(CHECKED_OUT, order_id)
    with fault_injection.hold_deliveries(cloud, "OrderConsumer"):
        orders |= {(order_id := (shopper := new_shopper()).buy(sku)): shopper}
        ear.hears(CHECKED_OUT, order_id)
        queue.holds(1)
        queue.purge()
    assert [bool(shopper.orders()) for shopper in orders.values()] == [True, False, False]
    fault_injection.replay(cloud, f"lost-{os.urandom(4).hex()}", started, time.time() + 1)
    for order_id, shopper in orders.items():
        shopper.arrived(order_id)
        assert shopper.orders() == [order_id]


def test_everything_delivered_a_second_time_in_any_order_changes_nothing(
    cloud: ShopCloud, ear: Ear, queue: Queue, api: Api, staff: str, new_shopper: NewShopper
) -> None:
    ear.listen()
    seen = len(ear.heard)
    _play_script(api, staff, new_shopper)
    until(lambda: [event["detail-type"] for event in ear.listen()[seen:]], lambda kinds: kinds.count(CONFIRMED) == 3)
    before, mails = at_rest(cloud), _mails(cloud)
    told = ear.listen()[seen:]
    assert {event["detail-type"] for event in told} >= {
        "ProductChanged.v1",
        "ProductWithdrawn.v1",
        CHECKED_OUT,
        PLACED,
        CONFIRMED,
    }
    for seed in (1, 2):
        for service in CONSUMING:
            events = [json.dumps(event) for event in told if service in HEARD_BY[event["detail-type"]]]
            again = Queue(cloud, f"{service.title()}Queue")
            again.send(*random.Random(seed).sample(events, len(events)))
            again.holds(0)
    assert at_rest(cloud) == before
    assert _mails(cloud) == mails
    assert {service: Queue(cloud, f"{service.title()}DeadLetters").size() for service in CONSUMING} == dict.fromkeys(
        CONSUMING, 0
    )


def _mails(cloud: ShopCloud) -> int:
    """How many were sent so far."""
    return sum(map(len, requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=60).json()["messages"].values()))


def _play_script(api: Api, staff: str, new_shopper: NewShopper) -> None:
    """Products come, change, lose a SKU and go; shoppers buy before, between and after."""
    id = f"twice-{os.urandom(4).hex()}"
    sku, product = sell(api, staff, id, 1000), {"product_id": id}
    first, second = new_shopper(), new_shopper()
    first.arrived(first.buy(sku))
    body = {key: value for key, value in article(id, 1500).items() if key != "id"}
    api(REPLACE_PRODUCT, staff, path=product, query={"version": 1}, body=body)
    until(lambda: second.add(sku)["subtotal"], lambda subtotal: subtotal == 1500)
    second.arrived(second.buy(sku))
    other = body | {"variants": [{"sku": f"{sku}-NEW", "values": [], "price": 2000}]}
    assert api(REPLACE_PRODUCT, staff, path=product, query={"version": 2}, body=other).status_code == 200
    stock(api, staff, f"{sku}-NEW", 100)
    line = {"guest_id": guest_id(), "sku": f"{sku}-NEW"}
    until(
        lambda: api(SET_GUEST_LINE, path=line, body={"quantity": 1}),
        lambda reply: reply.ok and reply.json().get("can_check_out"),
    )
    first.arrived(first.buy(f"{sku}-NEW"))
    assert api(DELETE_PRODUCT, staff, path=product, query={"version": 3}).status_code == 204
    assert api(GET_PRODUCT, path=product).status_code == 404
    until(lambda: api(SET_GUEST_LINE, path=line, body={"quantity": 2}).status_code, lambda status: status == 409)
