"""What runs between the services – streams, bus, queues – held up, cut, listened to and filled by hand."""

import fcntl
import json
import os
import signal
import struct
import termios
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra.dead_letter_queues import KIND_BY_QUEUE
from infra.local.cloud import Cloud
from infra.local.deploy import ARCHIVE
from tests.cloud import ShopCloud
from tests.integration.api import until


@cache
def _sqs(cloud: Cloud) -> Any:
    """A client of the queues, which speak TLS only, here as on AWS; the local cloud believes a proxy that it was TLS up
    to there."""
    client = cloud.client("sqs")
    client.meta.events.register(
        "before-sign.sqs", lambda request, **_: request.headers.add_header("X-Forwarded-Proto", "https")
    )
    return client


@dataclass(frozen=True)
class Queue:
    """A queue by its name in the outputs, such as OrderQueue."""

    cloud: ShopCloud
    name: str

    @property
    def sqs(self) -> Any:
        return _sqs(self.cloud.cloud)

    @property
    def url(self) -> str:
        return self.cloud.outputs[self.name]

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def put(self, body: str, **attributes: str) -> str:
        """Puts one message there, with these attributes; its id."""
        told = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
        return str(self.sqs.send_message(QueueUrl=self.url, MessageBody=body, MessageAttributes=told)["MessageId"])

    def take(self) -> list[dict[str, Any]]:
        """All messages that can be had now, taken out."""
        taken: list[dict[str, Any]] = []
        while batch := self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, AttributeNames=["All"]).get(
            "Messages", []
        ):
            for message in batch:
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            taken += batch
        return taken

    def size(self) -> int:
        """Messages that wait or are being worked on."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        return sum(int(count) for count in self.attributes(*names).values())

    def purge(self) -> None:
        self.sqs.purge_queue(QueueUrl=self.url)

    def attributes(self, *names: str) -> dict[str, str]:
        return dict(self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"])

    def holds(self, count: int) -> None:
        """Waits until so many messages are in it."""
        until(self.size, lambda size: size == count)

    @contextmanager
    def hurried(self, seconds: int = 1) -> Iterator[None]:
        """A failed message comes again after so long, not after a minute."""
        before = self.attributes("VisibilityTimeout")
        self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": str(seconds)})
        try:
            yield
        finally:
            self.sqs.set_queue_attributes(QueueUrl=self.url, Attributes=before)


def dead_letter_queues(cloud: ShopCloud) -> list[Queue]:
    """Return every dead-letter queue of the shop."""
    return [Queue(cloud, name) for name in cloud.outputs if name.endswith(tuple(KIND_BY_QUEUE))]


def empty_dead_letter_queues(cloud: ShopCloud) -> None:
    """Take out what earlier tests left: it says nothing about the next one."""
    for queue in dead_letter_queues(cloud):
        queue.purge()


@contextmanager
def hold_deliveries(cloud: ShopCloud, function: str) -> Iterator[str]:
    """Nothing is delivered to the function from its queue or stream; its event source mapping's id."""
    functions = cloud.client("lambda")
    mapping = functions.list_event_source_mappings(FunctionName=cloud.outputs[function])["EventSourceMappings"][0][
        "UUID"
    ]
    functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    try:
        yield mapping
    finally:
        functions.update_event_source_mapping(UUID=mapping, Enabled=True)


@contextmanager
def break_table(cloud: ShopCloud, function: str) -> Iterator[None]:
    """The function's table is out of its reach."""
    functions, name = cloud.client("lambda"), cloud.outputs[function]
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    functions.update_function_configuration(
        FunctionName=name, Environment={"Variables": before | {"TABLE": "out-of-reach"}}
    )
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": before})


@contextmanager
def freeze(cloud: ShopCloud, function: str, end: signal.Signals = signal.SIGKILL) -> Iterator[list[int]]:
    """The function's warm processes stand still, and at the end are killed with what they were given, or go on
    (SIGCONT); their ids."""
    pids = [process.pid for process in cloud.functions(function)]
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield pids
    finally:
        for pid in pids:
            os.kill(pid, end)


def unread(pid: int) -> int:
    """Bytes that a process was sent and has not read yet: a frozen function's next event."""
    with open(f"/proc/{pid}/fd/0", "rb") as pipe:
        return int(struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0])


@dataclass
class Ear:
    """Hears every event of the shop on the bus, on a queue of its own."""

    cloud: ShopCloud
    heard: list[dict[str, Any]]

    def listen(self) -> list[dict[str, Any]]:
        """All that was heard so far."""
        self.heard += [json.loads(message["Body"]) for message in Queue(self.cloud, "Ear").take()]
        return self.heard

    def times(self, kind: str) -> Counter[str]:
        """How often an event of that type was heard, by order."""
        return Counter(event["detail"]["order_id"] for event in self.listen() if event["detail-type"] == kind)

    def hears(self, kind: str, order_id: str) -> None:
        until(lambda: self.times(kind)[order_id])


def ear(cloud: ShopCloud) -> Ear:
    """Puts an ear on the bus; the queue is `Ear` in the outputs."""
    sqs, events, bus = cloud.client("sqs"), cloud.client("events"), cloud.outputs["EventBus"]
    url = sqs.create_queue(QueueName="proofs-ear")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    sqs.set_queue_attributes(
        QueueUrl=url, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [allowed]})}
    )
    events.put_rule(Name="proofs-ear", EventBusName=bus, EventPattern=json.dumps({"source": [{"prefix": "shop."}]}))
    events.put_targets(Rule="proofs-ear", EventBusName=bus, Targets=[{"Id": "ear", "Arn": arn}])
    cloud.outputs_file["Shop"]["Ear"] = url
    return Ear(cloud, [])


@contextmanager
def deaf(cloud: ShopCloud, queue: str) -> Iterator[None]:
    """The bus's rule for that queue is switched off."""
    events, bus = cloud.client("events"), cloud.outputs["EventBus"]
    arn = Queue(cloud, queue).attributes("QueueArn")["QueueArn"]
    rule = events.list_rule_names_by_target(TargetArn=arn, EventBusName=bus)["RuleNames"][0]
    events.disable_rule(Name=rule, EventBusName=bus)
    try:
        yield
    finally:
        events.enable_rule(Name=rule, EventBusName=bus)


def replay(cloud: ShopCloud, name: str, start: float, end: float) -> None:
    """Replays what the archive has of that time, and waits until it is on the bus again."""
    events = cloud.client("events")
    bus = events.describe_event_bus(Name=cloud.outputs["EventBus"])["Arn"]
    archive = events.describe_archive(ArchiveName=ARCHIVE)["ArchiveArn"]
    events.start_replay(
        ReplayName=name, EventSourceArn=archive, EventStartTime=start, EventEndTime=end, Destination={"Arn": bus}
    )
    until(lambda: events.describe_replay(ReplayName=name)["State"], lambda state: state == "COMPLETED")
