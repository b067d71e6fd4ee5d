"""What the tables' streams showed last outlives a stop: MiniStack keeps tables and queues, but neither its streams nor who has read them.

The functions that read them get it once more after the next start. Most of it they have seen before, which changes nothing: whatever
comes by a stream comes at least once.
"""

import base64
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from infra.local.cloud import Cloud, Failed
from infra.local.paths import Place

SPAN = 60.0
"""Seconds before a stop; what was committed earlier has long been published."""

_BATCH = 100
Record = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """A function that reads a stream; its patterns say which records wake it."""

    function: str
    stream: str
    patterns: list[Any]


def keep(place: Place, cloud: Cloud) -> None:
    """Writes down what the streams showed lately, by the function that reads them, behind what no start has been able to give it yet."""
    since, written, client = time.time() - SPAN, _written(place), cloud.client("dynamodbstreams")
    read = {each.function: [*written.get(each.function, []), *_lately(client, each, since)] for each in _readers(cloud)}
    place.unread.write_text(json.dumps({name: records for name, records in read.items() if records}))


def replay(place: Place, cloud: Cloud, say: Callable[[str], None]) -> None:
    """Gives the functions what was written down. Raises Failed when one does not take it; it is then still there for the next start.

    What was for a function that is no longer there (another branch was deployed) nobody can take any more: it is told and dropped.
    """
    client = cloud.client("lambda")
    for name, records in _written(place).items():
        if not _given(client, name, records):
            say(f"{name} is no longer there: {len(records)} changes that it had yet to read before the last stop are dropped")
    place.unread.unlink(missing_ok=True)


def _written(place: Place) -> dict[str, list[Record]]:
    return dict(json.loads(place.unread.read_bytes())) if place.unread.exists() else {}


def _readers(cloud: Cloud) -> list[Reader]:
    mappings = cloud.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    return [_reader(each) for each in mappings if "/stream/" in each["EventSourceArn"]]


def _reader(mapping: dict[str, Any]) -> Reader:
    patterns = [json.loads(each["Pattern"]) for each in mapping.get("FilterCriteria", {}).get("Filters", [])]
    return Reader(mapping["FunctionArn"].rpartition(":")[2], mapping["EventSourceArn"], patterns)


def _lately(client: Any, reader: Reader, since: float) -> Iterator[Record]:
    for record in _all(client, reader.stream):
        plain = json.loads(json.dumps(record, default=_plain))
        if plain["dynamodb"]["ApproximateCreationDateTime"] >= since and any(fits(each, plain) for each in reader.patterns):
            yield plain


def _all(client: Any, stream: str) -> Iterator[Record]:
    for shard in client.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
        place = {"StreamArn": stream, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        iterator = client.get_shard_iterator(**place)["ShardIterator"]
        while (page := client.get_records(ShardIterator=iterator))["Records"]:
            yield from page["Records"]
            iterator = page["NextShardIterator"]


def _plain(value: Any) -> Any:
    """As Lambda shows a stream's record: times as seconds, bytes as base64."""
    return value.timestamp() if isinstance(value, datetime) else base64.b64encode(value).decode()


def fits(pattern: Any, found: Any) -> bool:
    """Whether what was found has all that the pattern asks for: by name, then one of a list of values, or `{"exists": true}`."""
    if isinstance(pattern, list):
        return found is not None and ({"exists": True} in pattern or found in pattern)
    return isinstance(found, dict) and all(fits(part, found.get(name)) for name, part in pattern.items())


def _given(client: Any, name: str, records: list[Record]) -> bool:
    """Gives a function all of it; False where there is no such function."""
    try:
        for first in range(0, len(records), _BATCH):
            _give(client, name, records[first : first + _BATCH])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise Failed(f"{name} could not be given what it had not read before the last stop: {error}") from None
        return False
    return True


def _give(client: Any, name: str, records: list[Record]) -> None:
    reply = client.invoke(FunctionName=name, Payload=json.dumps({"Records": records}))
    answer = json.load(reply["Payload"])
    if "FunctionError" in reply or (answer or {}).get("batchItemFailures"):
        raise Failed(f"{name} did not take what it had not read before the last stop: {answer}")
