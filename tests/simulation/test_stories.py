"""Two stories told on purpose: one checkout sent by many at once (T-07), and functions that wake up long after their
time (T-08)."""

import msgspec
import pytest

from backend.contracts.basket.models import CheckOut, Delivery, SetLine
from backend.contracts.basket.operations import CHECK_OUT, GET_BASKET, SET_LINE
from tests.simulation.buyers import ADDRESS, GOOD, Buyer
from tests.simulation.faults import Chance
from tests.simulation.monitor import Watch
from tests.simulation.schedule import Report, play
from tests.simulation.scheduler import PEOPLE, World
from tests.simulation.shop import Shop

HOUR = 3600
CLICKS, STORIES = 20, 25


class Impatient(Buyer):
    """Sends one checkout 20 times at once, with other details under the same key, and again after 23 and 25 hours."""

    def shops(self) -> None:
        self.ask(SET_LINE, path={"sku": "A-1"}, body=SetLine(quantity=2))
        _, basket = self.ask(GET_BASKET)
        body = CheckOut(
            key="k" * 32,
            address=ADDRESS,
            delivery=Delivery.STANDARD,
            expected_total=basket["deliveries"][0]["total"],
            token=self.token(GOOD),
        )
        other = msgspec.structs.replace(body, address=msgspec.structs.replace(ADDRESS, name="B"))
        for number in range(CLICKS):
            sent = other if number % 7 == 3 else body
            self.world.start("buyer", PEOPLE, lambda sent=sent: self._clicks(sent), 1e9, lambda _: None)  # type: ignore[misc]
        for wait in (HOUR / 60, 23 * HOUR, 2 * HOUR):
            self.world.sleep(wait)
            answers = {self.ask(CHECK_OUT, body=each)[0] for each in (body, other)}
            assert answers == {202, 422}, f"INV-3: the same key with other details, answered {answers}"


def impatient(shop: Shop, watch: Watch) -> list[Buyer]:
    """Two shoppers who happen to use the same key."""
    shop.world.longest = 30 * HOUR
    buyers: list[Buyer] = [Impatient(shop, number, []) for number in range(2)]
    for buyer in buyers:
        shop.world.start("buyer", PEOPLE, buyer.shops, 1e9, lambda _: None)
    return buyers


def sleepy(world: World) -> Chance:
    """Functions stall for up to two minutes, past their deadline and their message's visibility, and then go on."""
    world.zombies = True
    faults = Chance(world.random)
    faults.likely, faults.kinds = 0.1, ["stalled"]
    return faults


def list_violations(reports: list[Report]) -> list[str]:
    return [f"{report.seed}: {report.violation}" for report in reports if report.violation]


def test_a_checkout_sent_many_times_at_once_and_a_day_later_is_one_order() -> None:
    reports = [play(seed, story=impatient) for seed in range(STORIES)]
    assert list_violations(reports) == []
    assert {report.checkouts for report in reports} == {2}


def test_what_wakes_up_after_its_time_does_nothing_twice() -> None:
    reports = [play(seed, sleepy) for seed in range(STORIES)]
    assert list_violations(reports) == []
    assert sum(report.faults["stalled"] for report in reports) > 20 * STORIES


@pytest.mark.parametrize("seed", range(3))
def test_a_story_told_again_is_the_same(seed: int) -> None:
    assert play(seed, story=impatient).trace == play(seed, story=impatient).trace
