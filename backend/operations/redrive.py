"""Redriving: where a dead letter is sent, and how."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from backend.contracts.operations.models import Kind
from backend.operations import dead_letters, domain, queues, stream
from backend.operations.dead_letters import Message
from backend.operations.domain import NotRedrivable
from backend.operations.queues import QueueConfig


def destination(config: QueueConfig, message: Message) -> str:
    """Return the name of the queue or relay that a redrive sends the message to. Raise NotRedrivable."""
    match config.kind:
        case Kind.DELIVERY_FAILED:
            return domain.target(message.attributes, queues.consumer_queues())
        case Kind.PUBLISH_FAILED:
            _records(config, message)
        case Kind.BUILD_FAILED:
            raise NotRedrivable(domain.REBUILD_INSTEAD)
    return config.to


def prepare(config: QueueConfig, message: Message) -> Callable[[], None]:
    """Return the function that sends the message, with everything it needs at hand. Raise NotRedrivable, now or when
    called."""
    name = destination(config, message)
    if config.kind is Kind.PUBLISH_FAILED:
        return partial(stream.publish, config.back, stream.read(_records(config, message)))
    return partial(dead_letters.send, queues.consumer_queues()[name], message)


def _records(config: QueueConfig, message: Message) -> domain.Range:
    return domain.records(message.body, config.stream, datetime.now(UTC))
