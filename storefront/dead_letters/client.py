"""Letters through the operations service. `ask` is `api.call` with the rights of whoever works here."""

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
"""Seconds to connect, and to wait: the service may have to look through many letters, and a redrive is not asked for
twice."""


class QueueNotFound(Exception):
    """There is no queue of this name; the message names those that there are."""


def queues(ask: Ask, only: str = "") -> DeadLetterQueues:
    """Return those where something is, or the only one that is asked for. Raises NoQueue."""
    found = ask(LIST_DEAD_LETTER_QUEUES)
    names = [queue.name for queue in found.items]
    if only and only not in names:
        raise QueueNotFound(f"There is no queue {only}: there are {', '.join(names)}.")
    kept = tuple(queue for queue in found.items if queue.name == only or (not only and queue.waiting + queue.held))
    return DeadLetterQueues(items=kept, at=found.at)


def list_queue(ask: Ask, queue: DeadLetterQueue) -> DeadLetterPage:
    """Return the letters of a queue that can be had."""
    return ask(LIST_DEAD_LETTERS, path=QueuePath(queue=queue.name))


def run_action(
    ask: Ask,
    operation: Operation[DeadLetterPath, Empty, Body, DeadLetter],
    where: Iterable[DeadLetterQueue],
    letter_id: str,
    body: Body | None = None,
) -> DeadLetter | None:
    """Do it to the letter, in whichever of the queues it is; None where it is in none of them.

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
    """Redrive all letters that were there at an instant, some in each step. It ends after a step that moved none."""
    while True:
        step = ask(REDRIVE_DEAD_LETTERS, path=QueuePath(queue=queue), body=RedriveAll(before=before, reason=why))
        yield step
        if not step.items:
            return
