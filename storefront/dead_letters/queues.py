"""The stack's dead-letter queues, found by its outputs, and the messages in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from storefront import aws
from storefront.outputs import outputs

DEAD, FED = "DeadLetters", "Queue"
HELD = 60  # seconds that a message read here is hidden from everybody else


class Queue(msgspec.Struct, frozen=True):
    """A service's dead-letter queue, such as `OrderDeadLetters`, and the address of the queue its messages come from and go back to."""

    name: str
    url: str
    origin: str


class Letter(msgspec.Struct, frozen=True):
    """A message that could not be consumed. `sent` is epoch milliseconds; `received` counts every receive, this one too."""

    id: str
    body: str
    receipt: str
    sent: int
    received: int


def queues() -> list[Queue]:
    """Every dead-letter queue of the stack that feeds a function, by name. Raises `storefront.outputs.Missing`."""
    outputs()  # says in one line what is wrong with the file
    told = msgspec.json.decode(Path(settings.SHOP_OUTPUTS).read_bytes(), type=dict[str, dict[str, Any]])["Shop"]
    services = [name.removesuffix(DEAD) for name in sorted(told) if name.endswith(DEAD)]
    return [Queue(f"{service}{DEAD}", told[f"{service}{DEAD}"], told[f"{service}{FED}"]) for service in services]


@contextmanager
def held(queue: Queue) -> Iterator[list[Letter]]:
    """All messages that wait in the queue, oldest first; at the end those still there can be received again at once."""
    letters: list[Letter] = []
    try:
        while batch := _receive(queue):
            letters += batch
        yield sorted(letters, key=lambda letter: (letter.sent, letter.id))
    finally:
        for letter in letters:
            _let_go(queue, letter)


def send_back(queue: Queue, letter: Letter) -> None:
    """At least once: sent before it is deleted, so that stopping in between doubles it, which consumers bear, and never loses it."""
    _sqs().send_message(QueueUrl=queue.origin, MessageBody=letter.body)
    delete(queue, letter)


def delete(queue: Queue, letter: Letter) -> None:
    """Takes the message out for good."""
    _sqs().delete_message(QueueUrl=queue.url, ReceiptHandle=letter.receipt)


def _receive(queue: Queue) -> list[Letter]:
    # A wait makes SQS ask all of its servers: a short poll may miss messages that are there.
    answer = _sqs().receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, VisibilityTimeout=HELD, WaitTimeSeconds=1, MessageSystemAttributeNames=["All"]
    )
    return [_letter(message) for message in answer.get("Messages", [])]


def _letter(message: dict[str, Any]) -> Letter:
    told = message["Attributes"]
    sent, received = int(told["SentTimestamp"]), int(told["ApproximateReceiveCount"])
    return Letter(message["MessageId"], message["Body"], message["ReceiptHandle"], sent, received)


def _let_go(queue: Queue, letter: Letter) -> None:
    sqs = _sqs()
    try:
        sqs.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=letter.receipt, VisibilityTimeout=0)
    except sqs.exceptions.ClientError as error:  # it was sent back or thrown away meanwhile
        if error.response["Error"]["Code"].rpartition(".")[2] not in (
            "MessageNotInflight",
            "InvalidParameterValue",
            "ReceiptHandleIsInvalid",
        ):
            raise


def _sqs() -> Any:
    return aws.operators("sqs")
