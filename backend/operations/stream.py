"""Redrives stream records that a relay failed to publish: they are read again and passed to the same relay.

Only the relay may publish in its service's name; it is invoked as Lambda invokes it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import msgspec
from botocore.exceptions import ClientError

from backend.operations.domain import RECORDS_EXPIRED, RECORDS_NOT_READ, NotRedrivable, Range, as_lambda
from backend.shared.aws import client

if TYPE_CHECKING:
    from backend.shared.outbox_relay import Record

BATCH_SIZE, MAX_READS = 100, 100
_TRIMMED = ("TrimmedDataAccessException", "ResourceNotFoundException")


def read(record_range: Range) -> "list[Record]":
    """Return the records in Lambda's form. Raise NotRedrivable if some have expired, or the stream did not return them
    now."""
    records: list[Record] = []
    last = int(record_range.end_sequence_number)
    try:
        for record in _from(record_range):
            number = int(record["dynamodb"]["SequenceNumber"])
            if number > last:
                break
            records.append(record)
            if number == last:
                return records
    except ClientError as error:
        if error.response["Error"]["Code"] not in _TRIMMED:
            raise
    raise NotRedrivable(RECORDS_EXPIRED)


def _from(record_range: Range) -> "Iterator[Record]":
    """Yield the shard's records from the first wanted one on. Raise NotRedrivable if that takes too many reads."""
    streams = client("dynamodbstreams")
    arguments = {
        "StreamArn": record_range.stream_arn,
        "ShardId": record_range.shard_id,
        "ShardIteratorType": "AT_SEQUENCE_NUMBER",
    }
    iterator = streams.get_shard_iterator(SequenceNumber=record_range.start_sequence_number, **arguments)[
        "ShardIterator"
    ]
    for _ in range(MAX_READS):
        page = streams.get_records(ShardIterator=iterator)
        yield from (cast("Record", as_lambda(record)) for record in page["Records"])
        iterator = page.get("NextShardIterator")
        if not iterator:
            return
    raise NotRedrivable(RECORDS_NOT_READ)


def publish(relay: str, records: "list[Record]") -> None:
    """Have the relay publish the records. Raise NotRedrivable if it fails."""
    for first in range(0, len(records), BATCH_SIZE):
        payload = msgspec.json.encode({"Records": records[first : first + BATCH_SIZE]})
        reply = client("lambda").invoke(FunctionName=relay, Payload=payload)
        if reply.get("FunctionError") or msgspec.json.decode(reply["Payload"].read())["batchItemFailures"]:
            raise NotRedrivable("The relay could not publish them this time, either: read its log.")
