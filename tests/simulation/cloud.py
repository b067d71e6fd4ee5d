# ruff: noqa: N803 - arguments are named as boto3 names them
"""The cloud that the functions see: the answers to `boto3.client`, the tables' streams, the bus, the queues and the
mails.

It matches the infrastructure: the relay's filters (`infra.constructs.service`, `infra.services.inventory`), the rules
of `registry.CONSUMERS`, visibility timeouts of six times the function's, five tries and then the dead-letter queue.
"""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from backend.contracts.event import name
from backend.contracts.registry import CONSUMERS, PUBLISHER, is_delivered
from backend.shared.consumer import message_id
from tests.simulation.faults import Chance, Planned
from tests.simulation.faulty_calls import Call, FaultyCalls
from tests.simulation.objects import Objects
from tests.simulation.scheduler import BEGIN, Task, World
from tests.simulation.store import READS, Item, Store, Write, cancellation, refusal

Handler = Callable[[dict[str, Any], Any], Any]
TRIES = 5
FULL = (120, 2_000)
"""From when to when after the beginning the mail provider takes no mails, where it does not."""
BESIDE = {"recommendation", "search"}  # which the checkout does not hear of
RULES = {
    name(event): (
        f"shop.{PUBLISHER[event]}",
        {each: event for each in consumers if each not in BESIDE},
    )
    for event, consumers in CONSUMERS.items()
}
MADE_BY_RELAY = {("inventory", "STOCK"), ("promotion", "PROMOTION"), ("voucher", "VOUCHER")}
"""Items that carry no event: their relays make one of the change."""

ASKED_AGAIN = {
    ("OrderPlaced.v1", "inventory"), ("StockHeld.v1", "order"), ("StockRefused.v1", "order"),
    ("PaymentRequested.v1", "payment"), ("OrderPaid.v1", "payment"),
    ("OrderPlaced.v1", "promotion"), ("PromotionHeld.v1", "order"), ("PromotionRefused.v1", "order"),
    ("OrderPlaced.v1", "voucher"), ("VoucherHeld.v1", "order"), ("VoucherRefused.v1", "order"),
    *((f"Payment{news}.v1", "order") for news in ("ActionRequired", "Authorized", "Declined", "Captured")),
}  # fmt: skip
"""What an order asks for again, and is answered again: these messages may even be lost."""


class Context:
    """Lambda's context, as far as the functions use it."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@dataclass(eq=False)
class Message:
    """A message of a queue. It keeps its id each time it is delivered."""

    id: str
    body: str
    receives: int = 0
    deleted: bool = False


@dataclass(eq=False)
class Queue:
    """A queue and its function. `seconds` is the function's timeout."""

    name: str
    service: str
    handler: Handler
    seconds: float
    batch: int
    visible: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)
    polled: bool = False


@dataclass(eq=False)
class Stream:
    """A table's stream and its relay."""

    service: str
    handler: Handler
    pending: list[Item] = field(default_factory=list)
    running: bool = False
    most: int = 100


@dataclass
class Mail:
    """A sent mail, with the activity that sent it, and the message that caused it."""

    to: str
    subject: str
    text: str
    name: str
    task: Task | None
    faults: int
    at: float
    message: str = ""

    @property
    def excused(self) -> bool:
        """Return whether a fault stopped its sender before it could record the mail: then it may be sent again."""
        return self.task is None or self.task.faults > self.faults


class Client:
    """The stand-in for a boto3 client: each call goes to the cloud of the present schedule."""

    cloud: "Cloud"

    def __init__(self, service: str, config: Config, **_: Any) -> None:
        self._service = service
        self._once = config.retries.get("total_max_attempts") == 1  # type: ignore[attr-defined]

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        return lambda **arguments: Client.cloud.call(self._service, operation, arguments, self._once)


class Cloud:
    """One schedule's cloud."""

    def __init__(self, world: World, faults: Chance | Planned) -> None:
        self.world = world
        self.calls = FaultyCalls(world, faults)
        self.store = Store(
            self._note_writes, lambda: world.faulty and isinstance(faults, Chance) and world.chance(0.05)
        )
        self.objects = Objects()
        self.queues: dict[str, Queue] = {}
        self.streams: dict[str, Stream] = {}
        self.mails: list[Mail] = []
        self.refusals = world.random.choice((0.0, 0.02, 0.6))
        self.losses = world.random.choice((0.0, 0.0, 0.3))
        self.watch: Callable[[list[Write]], None] = lambda writes: None
        self._sequence = self._messages = 0

    # calls

    def call(self, service: str, operation: str, arguments: Item, once: bool = False) -> Any:
        """One call of a function. `once`: its client does not try again by itself."""
        if service == "secretsmanager":
            return {"SecretString": arguments["SecretId"]}
        arguments = Objects.read_body(arguments) if service == "s3" else arguments
        return self.calls.make(
            Call(
                operation,
                lambda: self._effect(service, operation, arguments),
                lambda fault: self._refusal(fault, service, operation, arguments),
                lambda: self.world.random.choice(
                    (ReadTimeoutError(endpoint_url=service), refusal("InternalServerError", 500))
                ),
                ClientError,
                once,
            )
        )

    def _refusal(self, fault: str, service: str, operation: str, arguments: Item) -> Exception:
        if service == "dynamodb" and operation not in READS and fault == "conflict":
            if operation == "transact_write_items":
                reasons = [{"Code": "None"} for _ in arguments["TransactItems"]]
                self.world.random.choice(reasons)["Code"] = "TransactionConflict"
                return cancellation(reasons)
            return refusal("TransactionConflictException")
        throttled = (
            refusal("ThrottlingException"),
            refusal("InternalServerError", 500),
            EndpointConnectionError(endpoint_url=service),
        )
        return self.world.random.choice(throttled)

    def _effect(self, service: str, operation: str, arguments: Item) -> Any:
        if service == "dynamodb":
            return self.store.call(operation, arguments)
        if service == "s3":
            return self.objects.call(operation, arguments)
        return {"put_events": self._put_events, "send_message": self._send_message, "send_email": self._send_email}[
            operation
        ](**arguments)

    # streams

    def _note_writes(self, writes: list[Write]) -> None:
        self.watch(writes)
        for table, _, old, new in writes:
            stream = self.streams.get(table)
            if stream and new and old != new and ("event" in new or (table, new["sk"]["S"]) in MADE_BY_RELAY):
                self._sequence += 1
                images = {"NewImage": _stream_image(new), "SequenceNumber": str(self._sequence)} | (
                    {"OldImage": _stream_image(old)} if old else {}
                )
                stream.pending.append(images)
                self._relay(stream, self.world.random.random() * 0.3)

    def _relay(self, stream: Stream, delay: float) -> None:
        if not stream.running:
            stream.running = True
            self.world.later(delay, lambda: self._begin(stream))

    def _begin(self, stream: Stream) -> None:
        batch = stream.pending[: stream.most if not self.calls.at_random else self.world.random.randint(1, stream.most)]
        event = {"Records": [{"dynamodb": {**images, "NewImage": dict(images["NewImage"])}} for images in batch]}
        self.world.start(f"{stream.service}.relay", stream.service, lambda: stream.handler(event, Context()), 30,
                         lambda result: self._end_batch(stream, batch, result))  # fmt: skip

    def _end_batch(self, stream: Stream, batch: list[Item], result: Any) -> None:
        stream.running = False
        if result is None:
            stream.most = max(1, len(batch) // 2)
        else:
            stream.most = 100
            failed = [failure["itemIdentifier"] for failure in result["batchItemFailures"]]
            numbers = [images["SequenceNumber"] for images in batch]
            done = min((numbers.index(number) for number in failed), default=len(batch))
            if not (self.calls.at_random and self.world.chance(0.03)):  # or else the batch is replayed
                del stream.pending[:done]
        if stream.pending:
            self._relay(stream, 0.2 if result else 1.0)

    # bus

    def _put_events(self, Entries: list[Item]) -> Item:
        return {"Entries": [self._publish(entry) for entry in Entries]}

    def _publish(self, entry: Item) -> Item:
        if self.calls.at_random and self.world.chance(self.refusals):
            return {"ErrorCode": "InternalFailure"}
        source, consumers = RULES[entry["DetailType"]]
        if entry["Source"] == source and entry["EventBusName"] == "shop":
            detail = msgspec.json.decode(entry["Detail"])
            for service, event in consumers.items():
                if not is_delivered(event, service, detail):
                    continue
                if (
                    self.calls.at_random
                    and (entry["DetailType"], service) in ASKED_AGAIN
                    and self.world.chance(self.losses)
                ):
                    continue
                for _ in range(1 + (self.calls.at_random and self.world.chance(0.05))):
                    self.send(
                        self.queues[service],
                        f'{{"detail-type":"{entry["DetailType"]}","detail":{entry["Detail"]}}}',
                        self._way(),
                    )
        return {"EventId": "1"}

    def _way(self) -> float:
        """Return the seconds that a message takes to arrive."""
        usual = self.world.random.random() * 0.5
        return (
            usual
            if not self.calls.at_random or self.world.random.random() > 0.06
            else self.world.random.choice((2, 60, 600, 4000))
        )

    # queues

    def _send_message(self, QueueUrl: str, MessageBody: str, DelaySeconds: int = 0) -> Item:
        self.send(self.queues[QueueUrl], MessageBody, DelaySeconds)
        return {"MessageId": f"ses-{len(self.mails)}"}

    def send(self, queue: Queue, body: str, delay: float) -> Message:
        """Put a message on a queue."""
        self._messages += 1
        message = Message(str(self._messages), body)
        self.world.later(delay, lambda: self._arrive(queue, message))
        return message

    def _arrive(self, queue: Queue, message: Message) -> None:
        if message.deleted or message in queue.visible:
            return
        if message.receives >= TRIES:
            message.deleted = True  # from this queue
            queue.dead.append(message)
            return
        queue.visible.append(message)
        if not queue.polled:
            queue.polled = True
            self.world.later(self.world.random.random() * 0.1, lambda: self._poll(queue))

    def _poll(self, queue: Queue) -> None:
        queue.polled = False
        self.world.random.shuffle(queue.visible)
        batch = queue.visible[: queue.batch]
        del queue.visible[: queue.batch]
        for message in batch:
            message.receives += 1
        if batch:
            self._deliver(queue, batch)
        if queue.visible:
            queue.polled = True
            self.world.later(0.05, lambda: self._poll(queue))

    def _deliver(self, queue: Queue, batch: list[Message]) -> None:
        event = {"Records": [{"messageId": message.id, "body": message.body} for message in batch]}
        self.world.start(f"{queue.name}.consumer", queue.service, lambda: queue.handler(event, Context()), queue.seconds,
                         lambda result: self._end_consumption(batch, result))  # fmt: skip
        for message in batch:
            self.world.later(6 * queue.seconds, lambda message=message: self._arrive(queue, message))  # type: ignore[misc]
            if self.calls.at_random and self.world.chance(0.01):  # SQS may give a message to two at once
                self.world.later(self.world.random.random() * 3, lambda message=message: self._arrive(queue, message))  # type: ignore[misc]

    def _end_consumption(self, batch: list[Message], result: Any) -> None:
        if result is None:
            return
        failed = {failure["itemIdentifier"] for failure in result["batchItemFailures"]}
        for message in batch:
            # or it comes twice
            message.deleted = message.id not in failed and not (self.calls.at_random and self.world.chance(0.03))

    def redrive(self, queues: Iterable[Queue], but: list[Message]) -> None:
        """Do what staff do with dead letters once the cause is fixed: send all but these on, as new messages."""
        for queue in queues:
            for message in [message for message in queue.dead if message not in but]:
                queue.dead.remove(message)
                self.send(queue, message.body, 0)

    # mail

    def _send_email(self, Destination: Item, Content: Item, EmailTags: list[Item], **_: Any) -> Item:
        said, task = Content["Simple"], self.world.current
        if self._mails_are_full():
            raise refusal("LimitExceededException")
        if self.calls.at_random and self.world.chance(0.02):
            raise refusal("TooManyRequestsException", 429)
        to, subject, text = Destination["ToAddresses"][0], said["Subject"]["Data"], said["Body"]["Text"]["Data"]
        self.mails.append(
            Mail(to, subject, text, EmailTags[0]["Value"], task, self._before(task), self.world.now, message_id.get(""))
        )
        return {"MessageId": f"ses-{len(self.mails)}"}

    def _mails_are_full(self) -> bool:
        """Return whether the mail provider's quota is used up: in one schedule of four, for half an hour."""
        is_then = FULL[0] <= self.world.now - BEGIN < FULL[1]
        return self.calls.at_random and self.world.seed % 4 == 1 and is_then

    def _before(self, task: Task | None) -> int:
        """Return the faults that the activity had before the present call."""
        return task.faults - (task is self.calls.failing) if task else 0


def _stream_image(image: Item) -> Item:
    """Return an image as Lambda gets it: binary as base64."""
    event = image.get("event", {})
    return {**image, "event": {"B": base64.b64encode(bytes(event["B"])).decode()}} if "B" in event else image
