"""The relay against a bus that refuses part of what it is given: real stream records, the real bus, and a hand on
botocore.

It runs in this process, under a loop that does what Lambda's event source mapping does with `batchItemFailures`: the
local cloud's own takes a stream's batch for done when the function has answered.
"""

import base64
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from backend.basket import relay
from backend.shared import aws
from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.conftest import NewShopper
from tests.integration.fault_injection import Ear
from tests.integration.placed_orders import CHECKED_OUT, placed_once

Record = dict[str, Any]
ROUNDS = 50  # that a batch may take before it counts as stuck


@pytest.fixture
def _as_the_relay(cloud: ShopCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {**cloud.cloud.environment, "BUS": cloud.outputs["EventBus"], "SERVICE": "basket"}.items():
        monkeypatch.setenv(name, value)
    aws.client.cache_clear()
    yield
    aws.client.cache_clear()


class Stream:
    """The basket table's stream from now on."""

    def __init__(self, cloud: ShopCloud) -> None:
        self.client = cloud.client("dynamodbstreams")
        arn = cloud.client("dynamodb").describe_table(TableName=cloud.outputs["BasketTable"])["Table"][
            "LatestStreamArn"
        ]
        shards = self.client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        self.iterators = [
            self.client.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="LATEST")[
                "ShardIterator"
            ]
            for shard in shards
        ]

    def records(self) -> list[Record]:
        """What was written since, as Lambda hands it to a function: binary attributes in base64, times in seconds."""
        return [
            _as_lambda_does(record)
            for each in self.iterators
            for record in self.client.get_records(ShardIterator=each)["Records"]
        ]


def _as_lambda_does(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_lambda_does(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_lambda_does(each) for each in value]
    if isinstance(value, datetime):
        return value.timestamp()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


@contextmanager
def refusing(seed: int) -> Iterator[list[int]]:
    """The bus refuses most of the entries of each call, and says which; how many it refused, by call."""
    chance, refused, counts = random.Random(seed), [], []
    events = aws.client("events").meta.events

    def before(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        entries = params["Entries"]
        # a call must carry one at least
        refused[:] = [place for place in range(1, len(entries)) if chance.random() < 0.9]
        return params | {"Entries": [entry for place, entry in enumerate(entries) if place not in refused]}

    def after(parsed: dict[str, Any], **_: Any) -> None:
        for place in refused:
            parsed["Entries"].insert(place, {"ErrorCode": "InternalFailure", "ErrorMessage": "refused by the test"})
        parsed["FailedEntryCount"] = len(refused)
        counts.append(len(refused))

    events.register("provide-client-params.events.PutEvents", before)
    events.register("after-call.events.PutEvents", after)
    yield counts
    events.unregister("provide-client-params.events.PutEvents", before)
    events.unregister("after-call.events.PutEvents", after)


def deliver(records: list[Record]) -> int:
    """Gives a batch to the relay until it reports no failure, as an event source mapping does; the rounds that took."""
    for taken in range(1, ROUNDS):
        failures = relay.handler({"Records": records}, None)["batchItemFailures"]
        if not failures:
            return taken
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        records = records[numbers.index(failures[0]["itemIdentifier"]) :]
    raise AssertionError(f"{len(records)} records are stuck")


@pytest.mark.usefixtures("_as_the_relay")
@pytest.mark.parametrize("seed", [1, 2])
def test_entries_that_the_bus_refuses_are_published_later_and_nothing_is_doubled(
    cloud: ShopCloud, ear: Ear, queue: fault_injection.Queue, new_shopper: NewShopper, sku: str, seed: int
) -> None:
    with fault_injection.hold_deliveries(cloud, "BasketRelay"):
        stream = Stream(cloud)
        orders = {shopper.buy(sku): shopper for shopper in (new_shopper() for _ in range(12))}
        with refusing(seed) as counts:
            rounds = deliver(stream.records())
        assert sum(counts) >= 12
        assert rounds > 1
        placed_once(ear, orders)
        heard = ear.times(CHECKED_OUT)
        assert all(heard[order_id] for order_id in orders)
    # now that the cloud's own relay was given the same batch once more, as if the first had died at its end
    placed_once(ear, orders)
