"""The queue door: a batch of SQS messages that carry EventBridge events → one call per event, with partial failures."""

from collections.abc import Callable
from typing import Any, Union

import msgspec
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from backend.contracts.event import Event
from backend.shared.log import logger

Consumer = Callable[[Any], None]


def intake(consumers: dict[type[Event], Consumer]) -> Callable[[dict[str, Any], Any], Any]:
    """The Lambda handler that gives each event to the consumer of its type.

    A message that raises is reported as failed and comes again, until its queue moves it to the dead-letter queue; the
    others of its batch are done. What cannot be decoded fails the same way: it is poison, and must be seen.
    """
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    envelope = msgspec.defstruct("Envelope", [("detail", Union[tuple(consumers)])])  # noqa: UP007 - made at run time
    decoder = msgspec.json.Decoder(envelope)

    def consume(record: dict[str, Any]) -> None:
        try:
            event = decoder.decode(record["body"]).detail
            consumers[type(event)](event)
            logger.info(type(event).__name__, message_id=record["messageId"])
        except Exception:
            logger.exception("message failed", message_id=record["messageId"])
            raise

    def handler(event: dict[str, Any], context: Any) -> Any:
        return process_partial_response(event=event, record_handler=consume, processor=processor, context=context)

    return handler
