"""The event consumer: a batch of SQS messages that carry EventBridge events → one call per event, with partial
failures.

The reply is SQS's batch response: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
It is written out here, for a library's batch processor costs a tenth of the whole cold start in imports.
"""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Never, NotRequired, TypedDict, TypeVar, Union, overload

import msgspec

from backend.contracts.alarm_messages import COMES_AGAIN, MESSAGE_FAILED, MESSAGE_LATE
from backend.shared import clock
from backend.shared.aws import preload_client
from backend.shared.log import bind, log_context, logged_ids, logger

MAX_WAIT_SECONDS = 120
"""Seconds that a message may wait for its first try, before it is logged as late."""

Result = TypeVar("Result")
Consumer = Callable[[Never], Result]
"""Takes events of one type: which, the table says that it stands in."""

AfterBatch = Callable[[list[Result]], None]
Response = dict[str, list[dict[str, str]]]


def ignore(event: object) -> None:
    """Accept an event that only an earlier release had delivered here: during an upgrade the queue may still contain
    some."""


class QueueRecord(TypedDict):
    """A message of SQS in a Lambda event."""

    messageId: str
    body: str
    attributes: NotRequired[dict[str, str]]


class QueueEvent(TypedDict):
    """A batch of messages: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""

    Records: list[QueueRecord]


message_id: ContextVar[str] = ContextVar("message_id")
"""Of the message that is being consumed: the same each time that it comes again, a new one when it is sent on from the
dead letters."""


class RetryLater(Exception):
    """Raise in a consumer to have SQS deliver the message again. Pass an id, never content: it is logged."""


@overload
def event_consumer(
    consumers: Mapping[type[msgspec.Struct], Consumer[object]],
) -> Callable[[QueueEvent, object], Response]: ...
@overload
def event_consumer(
    consumers: Mapping[type[msgspec.Struct], Consumer[Result]], after_batch: AfterBatch[Result]
) -> Callable[[QueueEvent, object], Response]: ...
def event_consumer(
    consumers: Mapping[type[msgspec.Struct], Consumer[Result]], after_batch: AfterBatch[Result] | None = None
) -> Callable[[QueueEvent, object], Response]:
    """Return the Lambda handler that passes each event to the consumer of its type.

    A message whose consumer raises, or that cannot be decoded, is reported as failed: SQS delivers it again, and moves
    it to the dead-letter queue in the end. The other messages of its batch are done. `after_batch` gets what the
    consumers returned, once per batch; if it raises, the whole batch counts as failed.
    """
    read_event = event_reader(consumers)
    preload_client("dynamodb")

    def consume(record: QueueRecord, results: list[Result]) -> bool:
        message_id.set(record["messageId"])
        with log_context():
            _note_late(record["messageId"], record.get("attributes", {}))
            try:
                event = read_event(record["body"])
                results.append(consumers[type(event)](event))  # type: ignore[arg-type]  # each takes its own type
            except RetryLater:
                logger.warning(COMES_AGAIN, message_id=record["messageId"])
                return False
            except Exception:
                logger.exception(MESSAGE_FAILED, message_id=record["messageId"])
                return False
            logger.info("consumed")
            return True

    def handler(event: QueueEvent, context: object) -> Response:
        results: list[Result] = []
        failed_records = [record for record in event["Records"] if not consume(record, results)]
        if after_batch and results and not _finish_batch(after_batch, results):
            failed_records = event["Records"]
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed_records]}

    return handler


def event_reader(event_types: Iterable[type[msgspec.Struct]]) -> Callable[[str], msgspec.Struct]:
    """Return a function that reads a message's event, which is of one of these types, and adds its ids to the log
    lines."""
    envelope = msgspec.defstruct("Envelope", [("detail", Union[tuple(event_types)])])  # noqa: UP007 - made at run time
    decoder = msgspec.json.Decoder(envelope)

    def read_event(body: str) -> msgspec.Struct:
        event: msgspec.Struct = decoder.decode(body).detail  # type: ignore[attr-defined]
        bind(event=type(event).__name__, correlation_id=_correlation_id(event), **logged_ids(event))
        return event

    return read_event


def _note_late(message: str, attributes: Mapping[str, str]) -> None:
    """Log that the message waited long for its first try. A later delivery has failed before, and is logged for
    that."""
    waited_seconds = (clock.millis() - int(attributes.get("SentTimestamp", clock.millis()))) // 1000
    if attributes.get("ApproximateReceiveCount") == "1" and waited_seconds > MAX_WAIT_SECONDS:
        logger.warning(MESSAGE_LATE, message_id=message, seconds=waited_seconds)


def _correlation_id(event: msgspec.Struct) -> object:
    """Return the event's correlation id, or UNSET for events of AWS itself, such as S3's."""
    return getattr(event, "correlation_id", msgspec.UNSET)


def _finish_batch(after_batch: AfterBatch[Result], results: list[Result]) -> bool:
    try:
        after_batch(results)
    except Exception:
        logger.exception("batch failed", count=len(results))
        return False
    return True
