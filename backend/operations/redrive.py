"""Where a letter goes to, and how."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from backend.contracts.operations.models import Kind
from backend.operations import dead_letters, domain, queues, stream
from backend.operations.dead_letters import Message
from backend.operations.domain import Stuck
from backend.operations.queues import Place


def to(place: Place, message: Message) -> str:
    """The name of what a redrive would give it to. Raises Stuck."""
    match place.kind:
        case Kind.UNDELIVERED:
            return domain.target(message.attributes, queues.fed())
        case Kind.UNPUBLISHED:
            _records(place, message)
        case Kind.UNBUILT:
            raise Stuck(domain.REBUILT)
    return place.to


def prepared(place: Place, message: Message) -> Callable[[], None]:
    """What sends it on, with all that it needs at hand. Raises Stuck, as what it gives may."""
    name = to(place, message)
    if place.kind is Kind.UNPUBLISHED:
        return partial(stream.publish, place.back, stream.read(_records(place, message)))
    return partial(dead_letters.send, queues.fed()[name], message)


def _records(place: Place, message: Message) -> domain.Range:
    return domain.records(message.body, place.stream, datetime.now(UTC))
