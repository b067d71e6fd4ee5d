"""What a relay could not publish: read from its table's stream once more, and given to the same relay again.

The relay alone may publish in its service's name and knows how; it is called as Lambda calls it.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from backend.operations.domain import RECORDS_EXPIRED, RECORDS_NOT_READ, NotRedrivable, Range, as_lambda
from backend.shared.aws import client

Record = dict[str, Any]
BATCH_SIZE, MAX_READS = 100, 100
_TRIMMED = ("TrimmedDataAccessException", "ResourceNotFoundException")


def read(record_range: Range) -> list[Record]:
    """The records as Lambda hands them out. Raises Stuck where the stream does not have all of them any more, or did not show them now."""
    found: list[Record] = []
    last = int(record_range.end_sequence_number)
    try:
        for record in _from(record_range):
            number = int(record["dynamodb"]["SequenceNumber"])
            if number > last:
                break
            found.append(record)
            if number == last:
                return found
    except ClientError as error:
        if error.response["Error"]["Code"] not in _TRIMMED:
            raise
    raise NotRedrivable(RECORDS_EXPIRED)


def _from(record_range: Range) -> Iterator[Record]:
    """The shard's records from the first wanted one on, up to its end. Between two wanted ones there are others, which cause no event,
    and between two pages with records empty ones. Raises Stuck where it would take too long."""
    streams = client("dynamodbstreams")
    arguments = {"StreamArn": record_range.stream_arn, "ShardId": record_range.shard_id, "ShardIteratorType": "AT_SEQUENCE_NUMBER"}
    iterator = streams.get_shard_iterator(SequenceNumber=record_range.start_sequence_number, **arguments)["ShardIterator"]
    for _ in range(MAX_READS):
        page = streams.get_records(ShardIterator=iterator)
        yield from (as_lambda(record) for record in page["Records"])
        iterator = page.get("NextShardIterator")
        if not iterator:
            return
    raise NotRedrivable(RECORDS_NOT_READ)


def publish(relay: str, records: list[Record]) -> None:
    """Has the relay publish them. Raises Stuck when it could not: the letter then stays."""
    for first in range(0, len(records), BATCH_SIZE):
        payload = msgspec.json.encode({"Records": records[first : first + BATCH_SIZE]})
        reply = client("lambda").invoke(FunctionName=relay, Payload=payload)
        if "FunctionError" in reply or msgspec.json.decode(reply["Payload"].read())["batchItemFailures"]:
            raise NotRedrivable("The relay could not publish them this time, either: read its log.")
