"""The dead-letter queues, as the stack lists them, and their sizes.

SSM parameters below the path `LETTERS`, one per service, contain them as JSON by queue name.
"""

import os
from functools import cache
from typing import Literal

import msgspec

from backend.contracts.operations.models import DeadLetterQueue, Kind
from backend.contracts.problem import Refused
from backend.shared.aws import client

_COUNTED: list[Literal["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
]


class QueueConfig(msgspec.Struct, frozen=True):
    """A dead-letter queue.

    `to` is the name of the queue or relay that its messages go to, and `back` its physical name; both are empty if the
    message itself has to say. `stream` is what the relay reads, as an ARN; `log` is the log group of the function that
    failed.
    """

    kind: Kind
    queue: str
    to: str = ""
    back: str = ""
    stream: str = ""
    log: str = ""


def queue_configs() -> dict[str, QueueConfig]:
    """Return every dead-letter queue by name; read once while the function stays warm."""
    return _load_configs(os.environ["LETTERS"])


@cache
def _load_configs(path: str) -> dict[str, QueueConfig]:
    pages = client("ssm").get_paginator("get_parameters_by_path").paginate(Path=path)
    services = (
        msgspec.json.decode(each["Value"], type=dict[str, QueueConfig]) for page in pages for each in page["Parameters"]
    )
    return {name: config for places in services for name, config in places.items()}


def queue_config(name: str) -> QueueConfig:
    """Return the queue of this name. Raise Refused 404 if there is none."""
    if name not in queue_configs():
        raise Refused(404, "not-found", "There is no such queue", f"There are {', '.join(sorted(queue_configs()))}.")
    return queue_configs()[name]


def consumer_queues() -> dict[str, str]:
    """Return the physical names of the queues that consumers read, by name."""
    return {each.to: each.back for each in queue_configs().values() if each.kind is Kind.CONSUMER_FAILED}


@cache
def url(physical: str) -> str:
    """Return a queue's URL."""
    return str(client("sqs").get_queue_url(QueueName=physical)["QueueUrl"])


def clear_caches() -> None:
    """Clear the caches, for tests with several accounts."""
    _load_configs.cache_clear()
    url.cache_clear()


def with_counts(name: str) -> DeadLetterQueue:
    """Return the queue with its sizes."""
    attributes = client("sqs").get_queue_attributes(QueueUrl=url(queue_config(name).queue), AttributeNames=_COUNTED)[
        "Attributes"
    ]
    waiting, in_flight = (int(attributes[each]) for each in _COUNTED)
    return DeadLetterQueue(name=name, kind=queue_config(name).kind, waiting=waiting, held=in_flight)
