"""The operations service in memory, for tests of the storefront."""

import json
from typing import Any

import msgspec

from backend.contracts.notification.mail_backlog import MailBacklog
from backend.contracts.operations.models import (
    LIST_LIMIT,
    AuditEntry,
    AuditPage,
    DeadLetter,
    DeadLetterPage,
    DeadLetterQueue,
    DeadLetterQueues,
    Kind,
    Redriven,
)
from backend.contracts.problem import Refused

AT = "2026-11-28T10:00:00.000Z"
BODY = json.dumps({"detail-type": "OrderPlaced.v1", "detail": {"town": "\u202eParis</pre><script>alert(1)</script>"}})
STUCK = "The stream keeps records for a day, and these are gone."


def letter(number: int, queue: str = "OrderDeadLetters", **changes: Any) -> DeadLetter:
    """A letter with a number for its id."""
    told = DeadLetter(
        id=f"{number:08x}-0000-4000-8000-000000000000", queue=queue, sent="2026-11-28T09:00:00.000Z", received=6, event="OrderPlaced.v1",
        source="shop.order", reason="received 6 times", to="OrderQueue", stuck="", size=len(BODY), body=BODY,
    )  # fmt: skip
    return msgspec.structs.replace(told, **changes)


class Lettering:
    """`letters` are those that wait, by id; a redrive moves `step` of them; `busy` says that somebody else looks at a
    queue; `mail_backlog` is what the notification service says of mails that wait."""

    def __init__(self) -> None:
        self.letters: dict[str, DeadLetter] = {}
        self.deeds: list[AuditEntry] = []
        self.redriven: list[str] = []
        self.busy: set[str] = set()
        self.step = LIST_LIMIT
        self.mail_backlog = MailBacklog(items=(), complete=True)

    def put(self, *letters: DeadLetter) -> None:
        self.letters |= {each.id: each for each in letters}

    def queues(self) -> DeadLetterQueues:
        kinds = {
            "BusUndelivered": Kind.DELIVERY_FAILED,
            "OrderDeadLetters": Kind.CONSUMER_FAILED,
            "OrderUnpublished": Kind.PUBLISH_FAILED,
        }
        return DeadLetterQueues(items=tuple(self._queue(name, kind) for name, kind in kinds.items()), at=AT)

    def page(self, path: Any) -> DeadLetterPage:
        queue = self._find_queue(path.queue)
        items = () if queue.held else tuple(self._in(path.queue)[:LIST_LIMIT])
        return DeadLetterPage(queue=queue, items=items, at=AT)

    def get(self, path: Any) -> DeadLetter:
        queue = self._find_queue(path.queue)
        if queue.held:
            raise Refused(
                409, "busy", "Somebody else looks at messages of this queue just now", "Please try again in a moment."
            )
        found = self.letters.get(path.letter_id)
        if found is None or found.queue != path.queue:
            raise Refused(404, "not-found", "There is no such message in this queue")
        return found

    def redrive(self, path: Any, body: Any) -> DeadLetter:
        found = self.get(path)
        if found.stuck:
            raise Refused(409, "stuck", "This message cannot be sent on", found.stuck)
        self.redriven.append(found.id)
        return self._do("redrive", found, body.reason)

    def redrive_some(self, path: Any, body: Any) -> Redriven:
        self._find_queue(path.queue)
        here = [each for each in self._in(path.queue) if each.sent <= body.before]
        going = [each for each in here if not each.stuck][: self.step]
        self.redriven += [each.id for each in going]
        return Redriven(
            items=tuple(self._do("redrive", each, body.reason) for each in going),
            stuck=tuple(each for each in here if each.stuck),
        )

    def discard(self, path: Any, body: Any) -> DeadLetter:
        return self._do("discard", self.get(path), body.reason)

    def log(self, query: Any) -> AuditPage:
        first = int(query.cursor or 0)
        newest = self.deeds[::-1]
        return AuditPage(
            items=tuple(newest[first : first + LIST_LIMIT]),
            next=str(first + LIST_LIMIT) if newest[first + LIST_LIMIT :] else None,
        )

    def _do(self, what: str, found: DeadLetter, why: str) -> DeadLetter:
        self.deeds.append(
            AuditEntry(at=AT, who="staff-sub", what=what, queue=found.queue, letter=found.id, why=why, digest="0" * 64)
        )
        del self.letters[found.id]
        return found

    def _in(self, queue: str) -> list[DeadLetter]:
        return [each for each in self.letters.values() if each.queue == queue]

    def _find_queue(self, name: str) -> DeadLetterQueue:
        for queue in self.queues().items:
            if queue.name == name:
                return queue
        raise Refused(404, "not-found", "There is no such queue")

    def _queue(self, name: str, kind: Kind) -> DeadLetterQueue:
        count = len(self._in(name))
        held = count if name in self.busy else 0
        return DeadLetterQueue(name=name, kind=kind, waiting=count - held, held=held)
