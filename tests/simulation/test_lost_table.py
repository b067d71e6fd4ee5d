"""The order table is lost while people shop: it is restored from an earlier copy, brought up to date by the archived
events, and taken into use. Every invariant of the shop holds as if nothing had happened."""

import os
import time
from unittest import mock

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts.order.account_operations import CLOSE_ACCOUNT
from backend.order import recovery
from tests.simulation.buyers import Buyer
from tests.simulation.faults import Planned
from tests.simulation.monitor import Watch
from tests.simulation.schedule import crowd, play
from tests.simulation.shop import Shop
from tests.simulation.store import Item
from tests.simulation.test_erasure import DAY, Story, story  # noqa: F401 - a fixture

SEEDS = range(40)
COPIED, LOST, BACK = 5, 900, 1500
"""Seconds: the last copy is from before most orders, and the table is away for ten minutes."""


class Loss:
    """What happens to the order table of one shop. `missing` are orders that the copy did not have."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.cloud = shop, shop.cloud
        self.archive: list[bytes] = []
        self.missing, self.seconds, self.is_lost = 0, 0.0, False
        publish, call = self.cloud._publish, self.cloud.store.call

        def archive_and_publish(entry: Item) -> Item:
            self.archive.append(
                msgspec.json.encode(
                    {"detail-type": entry["DetailType"], "detail": msgspec.Raw(entry["Detail"].encode())}
                )
            )
            return publish(entry)

        def call_or_lose(operation: str, arguments: Item) -> Item:
            if self.is_lost and "'TableName': 'order'" in str(arguments):
                raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": "no table"}}, operation)
            return call(operation, arguments)

        self.cloud._publish = archive_and_publish  # type: ignore[method-assign]
        self.cloud.store.call = call_or_lose  # type: ignore[method-assign]

    def copy(self) -> None:
        """Take a backup. The archive is read from an hour before, for what was on its way then."""
        self.backup = dict(self.cloud.store.tables.get("order", {}))

    def lose(self) -> None:
        """Delete the table. Its stream can still be read, as DynamoDB's can for a day."""
        self.is_lost = True

    def restore(self) -> None:
        """Restore the copy, bring it up to date while it has no stream, and take it into use."""
        tables, streams = self.cloud.store.tables, self.cloud.streams
        lost = tables["order"]
        tables["order"], self.is_lost = dict(self.backup), False
        watch, self.cloud.watch = self.cloud.watch, lambda writes: None
        stream = streams.pop("order")
        began = time.perf_counter()
        with mock.patch.dict(os.environ, {"TABLE": "order", "SERVICE": "order"}):
            self.recovered = recovery.recover(reversed(self.archive))
            again = recovery.recover(self.archive)
        self.seconds = time.perf_counter() - began
        assert (again.placed, again.changed, again.refused) == (0, 0, 0), "the second time changed something"
        self.cloud.watch, streams["order"] = watch, stream
        assert self.recovered.refused == 0
        self.missing = len(lost.keys() - self.backup.keys())
        assert tables["order"].keys() == lost.keys()
        self.cloud.redrive(self.cloud.queues.values(), but=[])


def test_no_order_is_lost_or_paid_or_mailed_twice_when_the_table_comes_back_from_a_copy_and_the_archive(
    capsys: pytest.CaptureFixture[str],
) -> None:
    losses: list[Loss] = []

    def crowd_and_loss(shop: Shop, watch: Watch) -> list[Buyer]:
        losses.append(loss := Loss(shop))
        for seconds, step in ((COPIED, loss.copy), (LOST, loss.lose), (BACK, loss.restore)):
            shop.world.later(seconds, step)
        return crowd(shop, watch)

    reports = [play(seed, lambda world: Planned({}), crowd_and_loss) for seed in SEEDS]
    assert [report.summary() for report in reports if report.violation] == []
    assert sum(loss.missing for loss in losses) > len(SEEDS), "hardly an order was lost"
    with capsys.disabled():
        print(f" {sum(each.missing for each in losses)} orders: {sum(each.seconds for each in losses):.1f} s", end="")


def test_nobody_who_was_erased_comes_back_with_a_copy_of_before(
    story: Story,  # noqa: F811
) -> None:
    loss = Loss(story.shop)
    story.buys()
    story.receives()
    loss.copy()
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(9 * DAY)
    mails = len(story.shop.cloud.mails)
    loss.lose()
    loss.restore()
    assert loss.recovered.closed == 1
    found = story.found()  # until it is told again, the closing itself names the address that others erase by
    assert {(place, "AccountClosed" in text) for place, text in found} <= {("order", True)}
    story.wait(2 * DAY)
    assert story.found() == set()
    assert len(story.shop.cloud.mails) == mails
