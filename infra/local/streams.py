"""What the tables' streams showed last outlives a stop: MiniStack keeps tables and queues, but neither its streams nor who has read them.

The relays get it once more after the next start. Most of it they have published before, which changes nothing: events come at least once.
"""

import base64
import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from infra.local.cloud import Cloud, Failed
from infra.local.paths import Place

SPAN = 60.0
"""Seconds before a stop; what was committed earlier has long been published."""

_BATCH = 100


def keep(place: Place, cloud: Cloud) -> None:
    """Writes down what the streams showed lately, by the function that reads them, behind what no start has been able to give it yet."""
    since, written = time.time() - SPAN, _written(place)
    read = {name: [*written.get(name, []), *_lately(cloud, stream, since)] for name, stream in _readers(cloud)}
    place.unread.write_text(json.dumps({name: records for name, records in read.items() if records}, default=_plain))


def replay(place: Place, cloud: Cloud) -> None:
    """Gives the functions what was written down. Raises Failed when one does not take it; it is then still there for the next start."""
    for name, records in _written(place).items():
        for first in range(0, len(records), _BATCH):
            _give(cloud, name, records[first : first + _BATCH])
    place.unread.unlink(missing_ok=True)


def _written(place: Place) -> dict[str, list[dict[str, Any]]]:
    return dict(json.loads(place.unread.read_bytes())) if place.unread.exists() else {}


def _readers(cloud: Cloud) -> list[tuple[str, str]]:
    mappings = cloud.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    streams = [each for each in mappings if "/stream/" in each["EventSourceArn"]]
    return [(each["FunctionArn"].rpartition(":")[2], each["EventSourceArn"]) for each in streams]


def _lately(cloud: Cloud, stream: str, since: float) -> Iterator[dict[str, Any]]:
    client = cloud.client("dynamodbstreams")
    for shard in client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        place = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = client.get_shard_iterator(**place)["ShardIterator"]
        while records := (page := client.get_records(ShardIterator=iterator))["Records"]:
            yield from (each for each in records if each["dynamodb"]["ApproximateCreationDateTime"].timestamp() >= since)
            iterator = page["NextShardIterator"]


def _plain(value: Any) -> Any:
    """As Lambda shows a stream's record: times as seconds, bytes as base64."""
    return value.timestamp() if isinstance(value, datetime) else base64.b64encode(value).decode()


def _give(cloud: Cloud, name: str, records: list[dict[str, Any]]) -> None:
    reply = cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps({"Records": records}))
    answer = json.load(reply["Payload"])
    if "FunctionError" in reply or answer["batchItemFailures"]:
        raise Failed(f"{name} did not take what it had not read before the last stop: {answer}")
