"""The use cases of staff: list, redrive and discard dead letters. Each action is logged before it is taken."""

from hashlib import sha256

from backend.contracts.operations.models import (
    EXCERPT_LENGTH,
    LIST_LIMIT,
    MAX_BODY_LENGTH,
    MAX_RECEIVES,
    REDRIVE_LIMIT,
    SCAN_LIMIT,
    DeadLetter,
    DeadLetterPage,
    Redriven,
)
from backend.contracts.problem import Refused
from backend.operations import audit, dead_letters, domain, failure_causes, queues, redrive
from backend.operations.dead_letters import Message, QueueSession
from backend.operations.domain import NotRedrivable
from backend.shared.clock import instant, now
from backend.shared.staff_changes import describe


def list_dead_letters(name: str) -> DeadLetterPage:
    """Return the dead letters of a queue that can be received now, oldest first."""
    queue = queues.with_counts(name)
    with dead_letters.open_queue(name) as session:
        received = session.receive(LIST_LIMIT, min(LIST_LIMIT, max(1, queue.waiting)))
        messages = sorted(received, key=lambda message: (message.sent, message.id))
        items = tuple(to_dead_letter(name, message) for message in messages)
    return DeadLetterPage(queue=queue, items=items, at=now())


def to_dead_letter(
    name: str, message: Message, most: int = EXCERPT_LENGTH, stuck: str = "", cause: str = ""
) -> DeadLetter:
    """Convert a message to the contract's type; `stuck` says why it could not be redriven."""
    summary, to = domain.summarize(message.body, message.attributes, message.received), ""
    try:
        to = "" if stuck else redrive.destination(queues.queue_config(name), message)
    except NotRedrivable as reason:
        stuck = str(reason)
    return DeadLetter(
        id=message.id, queue=name, sent=instant(message.sent), received=min(message.received, MAX_RECEIVES),
        event=summary.event, source=summary.source, reason=summary.reason, to=to, stuck=stuck,
        size=len(message.body.encode()), body=message.body[:most], cause=cause, order_id=summary.order_id,
        correlation_id=summary.correlation_id,
    )  # fmt: skip


def get(name: str, letter_id: str) -> DeadLetter:
    """Return one dead letter with its body. Raise Refused 404 and 409 as `_find`."""
    with dead_letters.open_queue(name) as session:
        message = _find(name, session, letter_id)
        return to_dead_letter(
            name, message, MAX_BODY_LENGTH, cause=failure_causes.last_cause(queues.queue_config(name), message)
        )


def redrive_one(name: str, letter_id: str, who: str, why: str) -> DeadLetter:
    """Redrive one dead letter. Raise Refused 404 and 409 as `_find`, 409 if it is not redrivable."""
    with dead_letters.open_queue(name) as session:
        message = _find(name, session, letter_id)
        try:
            _redrive(name, session, message, who, why)
        except NotRedrivable as reason:
            raise Refused(409, "stuck", "This message cannot be sent on", str(reason)) from None
        describe(("sent on", "", letter_id), reason=why)
        return to_dead_letter(name, message)


def redrive_batch(name: str, before: str, who: str, why: str) -> Redriven:
    """Redrive some dead letters that were sent up to a time."""
    moved: list[DeadLetter] = []
    stuck: list[DeadLetter] = []
    with dead_letters.open_queue(name) as session:
        for message in session.receive(SCAN_LIMIT):
            if instant(message.sent) > before:
                continue
            try:
                _redrive(name, session, message, who, why)
                moved.append(to_dead_letter(name, message))
            except NotRedrivable as reason:
                stuck.append(to_dead_letter(name, message, stuck=str(reason)))
            if len(moved) == REDRIVE_LIMIT:
                break
    describe(*(("sent on", "", letter.id) for letter in moved), reason=why)
    return Redriven(items=tuple(moved), stuck=tuple(stuck[:LIST_LIMIT]))


def discard(name: str, letter_id: str, who: str, why: str) -> DeadLetter:
    """Delete one dead letter. Raise Refused 404 and 409 as `_find`."""
    with dead_letters.open_queue(name) as session:
        message = _find(name, session, letter_id)
        _write("discard", name, message, who, why)
        dead_letters.delete(session, message)
        describe(("discarded", letter_id, ""), reason=why)
        return to_dead_letter(name, message)


def _redrive(name: str, session: QueueSession, message: Message, who: str, why: str) -> None:
    """Send, then delete: a crash in between doubles the message, which consumers tolerate, and never loses it."""
    send = redrive.prepare(queues.queue_config(name), message)
    _write("redrive", name, message, who, why)
    send()
    dead_letters.delete(session, message)


def _write(what: str, name: str, message: Message, who: str, why: str) -> None:
    audit.write(who, what, name, message.id, why, sha256(message.body.encode()).hexdigest())


def _find(name: str, session: QueueSession, letter_id: str) -> Message:
    """Return the message. Raise Refused 409 if it may be hidden by somebody else's session, else 404."""
    for message in session.receive(SCAN_LIMIT):
        if message.id == letter_id:
            return message
    if not session.is_drained:
        raise Refused(
            404, "not-found", "It is not among the messages that were looked at", f"These were {len(session.messages)}."
        )
    if queues.with_counts(name).held > len(session.messages):
        raise Refused(
            409, "busy", "Somebody else looks at messages of this queue just now", "Please try again in a moment."
        )
    raise Refused(404, "not-found", "There is no such message in this queue")
