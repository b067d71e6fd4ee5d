"""A client of the operations service. `ask` is `api.call` with the rights of a member of staff."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from backend.contracts.operation import Body, Empty, Operation, Path, Query, Reply
from backend.contracts.operations.models import (
    DeadLetter,
    DeadLetterPage,
    DeadLetterPath,
    DeadLetterQueue,
    DeadLetterQueues,
    QueuePath,
    RedriveAll,
    Redriven,
)
from backend.contracts.operations.operations import LIST_DEAD_LETTER_QUEUES, LIST_DEAD_LETTERS, REDRIVE_DEAD_LETTERS
from storefront.clients import api


class Ask(Protocol):
    """`api.call` with somebody's rights."""

    def __call__(
        self,
        operation: Operation[Path, Query, Body, Reply],
        *,
        path: Path | None = None,
        query: Query | None = None,
        body: Body | None = None,
    ) -> Reply: ...


TIMEOUT = (1.0, 20.0)
"""Seconds to connect, and to wait: the service may have to read many messages, and a redrive is not retried."""


class QueueNotFound(Exception):
    """There is no queue of this name; the message names those that there are."""


def queues(ask: Ask, only: str = "") -> DeadLetterQueues:
    """Return the queues that are not empty, or `only` this one. Raises QueueNotFound."""
    listing = ask(LIST_DEAD_LETTER_QUEUES)
    names = [queue.name for queue in listing.items]
    if only and only not in names:
        raise QueueNotFound(f"There is no queue {only}: there are {', '.join(names)}.")
    queues = tuple(queue for queue in listing.items if queue.name == only or (not only and queue.waiting + queue.held))
    return DeadLetterQueues(items=queues, at=listing.at)


def list_queue(ask: Ask, queue: DeadLetterQueue) -> DeadLetterPage:
    """Return the dead letters of a queue that can be received now."""
    return ask(LIST_DEAD_LETTERS, path=QueuePath(queue=queue.name))


def run_action(
    ask: Ask,
    operation: Operation[DeadLetterPath, Empty, Body, DeadLetter],
    where: Iterable[DeadLetterQueue],
    letter_id: str,
    body: Body | None = None,
) -> DeadLetter | None:
    """Call the operation for a dead letter in whichever queue it is. Return None if it is in none of them.

    Raises api.Refusal for other reasons.
    """
    for queue in where:
        try:
            return ask(operation, path=DeadLetterPath(queue=queue.name, letter_id=letter_id), body=body)
        except api.Refusal as refusal:
            if refusal.problem.status != 404:
                raise
    return None


def redrive_all(ask: Ask, queue: str, before: str, why: str) -> Iterator[Redriven]:
    """Redrive all messages sent up to `before`. Yield what each call has moved; the last has moved none."""
    while True:
        step = ask(REDRIVE_DEAD_LETTERS, path=QueuePath(queue=queue), body=RedriveAll(before=before, reason=why))
        yield step
        if not step.items:
            return
