"""Reads a queue's messages for staff. SQS cannot find a message by its id: messages are received, which hides them from
others for a while, and then released again.

A receipt is valid while its message is hidden, which is longer than a call may run: none is kept between calls.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.problem import Refused
from backend.operations import queues
from backend.shared.aws import client

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

VISIBILITY_SECONDS = 60
"""Seconds that a message is hidden: four times as long as the door may take."""
RECEIVE_SECONDS = 7.0
"""Seconds after which no more are received, so that the answer comes in time."""
WAIT_SECONDS = 1
"""Seconds that a receive waits, which makes SQS ask all of its servers: a short poll may miss messages that are there.
"""
_BATCH_SIZE = 10
_EXPIRED_RECEIPT_CODES = ("MessageNotInflight", "InvalidParameterValue", "ReceiptHandleIsInvalid")


class Message(msgspec.Struct, frozen=True):
    """A message as received. `sent` is in epoch milliseconds; `received` counts all receives, this one too."""

    id: str
    body: str
    receipt: str
    sent: int
    received: int
    attributes: dict[str, str]


class QueueSession:
    """The messages received from a queue and not deleted; `is_drained` if no more could be received."""

    def __init__(self, url: str) -> None:
        self.url, self.messages, self.is_drained = url, dict[str, Message](), False

    def receive(self, most: int, enough: int = 0) -> Iterator[Message]:
        """Yield up to `most` messages; stop after `enough`, at the queue's end, or when time is over."""
        end, seen = time.monotonic() + RECEIVE_SECONDS, 0
        while seen < (enough or most) and time.monotonic() < end:
            batch = _receive(self.url, min(_BATCH_SIZE, most - seen))
            seen, self.is_drained = seen + len(batch), not batch
            self.messages |= {message.id: message for message in batch}
            yield from batch
            if self.is_drained:
                return


@contextmanager
def open_queue(name: str) -> Iterator[QueueSession]:
    """Open a queue; at the end all messages that were not deleted become visible again."""
    session = QueueSession(queues.url(queues.queue_config(name).queue))
    try:
        yield session
    finally:
        for message in session.messages.values():
            _release(session.url, message)


def send(physical: str, message: Message) -> None:
    """Send the same message to another queue."""
    client("sqs").send_message(QueueUrl=queues.url(physical), MessageBody=message.body)


def delete(session: QueueSession, message: Message) -> None:
    """Delete the message. Raise Refused 409 if its receipt has expired."""
    try:
        client("sqs").delete_message(QueueUrl=session.url, ReceiptHandle=message.receipt)
    except ClientError as error:
        if not _is_receipt_expired(error):
            raise
        raise Refused(
            409, "taken", "Somebody else has taken this message meanwhile", "Look at its queue again."
        ) from None
    finally:
        del session.messages[message.id]


def _receive(url: str, most: int) -> list[Message]:
    answer = client("sqs").receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=most,
        VisibilityTimeout=VISIBILITY_SECONDS,
        WaitTimeSeconds=WAIT_SECONDS,
        MessageSystemAttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
        MessageAttributeNames=["All"],
    )
    return [_message(each) for each in answer.get("Messages", [])]


def _message(each: "MessageTypeDef") -> Message:
    system_attributes = each["Attributes"]
    attributes = {name: value.get("StringValue", "") for name, value in each.get("MessageAttributes", {}).items()}
    sent_at, receive_count = int(system_attributes["SentTimestamp"]), int(system_attributes["ApproximateReceiveCount"])
    return Message(each["MessageId"], each["Body"], each["ReceiptHandle"], sent_at, receive_count, attributes)


def _release(url: str, message: Message) -> None:
    try:
        client("sqs").change_message_visibility(QueueUrl=url, ReceiptHandle=message.receipt, VisibilityTimeout=0)
    except ClientError as error:
        if not _is_receipt_expired(error):
            raise


def _is_receipt_expired(error: ClientError) -> bool:
    """Return whether the error says that the receipt is no longer valid."""
    return error.response["Error"]["Code"].rpartition(".")[2] in _EXPIRED_RECEIPT_CODES
