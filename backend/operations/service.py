"""What staff do with letters: look, send on, throw away. Each deed is written into the audit log before it is done."""

from hashlib import sha256

from backend.contracts.operations.models import EXCERPT, IN_FULL, LOOKED_AT, MOVED, SHOWN, TRIES, Letter, LetterPage, Redriven
from backend.contracts.problem import Refused
from backend.operations import audit, dead_letters, domain, failure_causes, queues, redrive
from backend.operations.dead_letters import Held, Message
from backend.operations.domain import Stuck
from backend.shared.clock import instant, now


def listed(name: str) -> LetterPage:
    """The letters that can be had, oldest first."""
    queue = queues.counted(name)
    with dead_letters.held(name) as holding:
        found = sorted(holding.some(SHOWN, min(SHOWN, max(1, queue.waiting))), key=lambda message: (message.sent, message.id))
        items = tuple(shown(name, message) for message in found)
    return LetterPage(queue=queue, items=items, at=now())


def shown(name: str, message: Message, most: int = EXCERPT, stuck: str = "", cause: str = "") -> Letter:
    """A message as the contract shows it; `stuck` says why it could not be sent on when that was tried."""
    told, to = domain.told(message.body, message.attributes, message.received), ""
    try:
        to = "" if stuck else redrive.to(queues.place(name), message)
    except Stuck as reason:
        stuck = str(reason)
    return Letter(
        id=message.id, queue=name, sent=instant(message.sent), received=min(message.received, TRIES), event=told.event, source=told.source,
        reason=told.reason, to=to, stuck=stuck, size=len(message.body.encode()), body=message.body[:most],
        cause=cause, order_id=told.order_id, correlation_id=told.correlation_id,
    )  # fmt: skip


def get(name: str, letter_id: str) -> Letter:
    """One letter with its body. Refused 404 and 409 as `_find`."""
    with dead_letters.held(name) as holding:
        message = _find(name, holding, letter_id)
        return shown(name, message, IN_FULL, cause=failure_causes.last(queues.place(name), message))


def send_on(name: str, letter_id: str, who: str, why: str) -> Letter:
    """Redrives one letter. Refused 404 and 409 as `_find`, 409 where it is stuck."""
    with dead_letters.held(name) as holding:
        message = _find(name, holding, letter_id)
        try:
            _move(name, holding, message, who, why)
        except Stuck as reason:
            raise Refused(409, "stuck", "This message cannot be sent on", str(reason)) from None
        return shown(name, message)


def send_on_some(name: str, before: str, who: str, why: str) -> Redriven:
    """Redrives some letters that were sent up to an instant."""
    moved: list[Letter] = []
    stuck: list[Letter] = []
    with dead_letters.held(name) as holding:
        for message in holding.some(LOOKED_AT):
            if instant(message.sent) > before:
                continue
            try:
                _move(name, holding, message, who, why)
                moved.append(shown(name, message))
            except Stuck as reason:
                stuck.append(shown(name, message, stuck=str(reason)))
            if len(moved) == MOVED:
                break
    return Redriven(items=tuple(moved), stuck=tuple(stuck[:SHOWN]))


def throw_away(name: str, letter_id: str, who: str, why: str) -> Letter:
    """Discards one letter. Refused 404 and 409 as `_find`."""
    with dead_letters.held(name) as holding:
        message = _find(name, holding, letter_id)
        _write("discard", name, message, who, why)
        dead_letters.delete(holding, message)
        return shown(name, message)


def _move(name: str, holding: Held, message: Message, who: str, why: str) -> None:
    """At least once: sent before it is deleted, so that stopping in between doubles it, which consumers bear, and never loses it."""
    send = redrive.prepared(queues.place(name), message)
    _write("redrive", name, message, who, why)
    send()
    dead_letters.delete(holding, message)


def _write(what: str, name: str, message: Message, who: str, why: str) -> None:
    audit.write(who, what, name, message.id, why, sha256(message.body.encode()).hexdigest())


def _find(name: str, holding: Held, letter_id: str) -> Message:
    """The letter. Refused 409 while somebody else looks at letters of this queue and it may be among those, else 404."""
    for message in holding.some(LOOKED_AT):
        if message.id == letter_id:
            return message
    if not holding.all:
        raise Refused(404, "not-found", "It is not among the messages that were looked at", f"These were {len(holding.messages)}.")
    if queues.counted(name).held > len(holding.messages):
        raise Refused(409, "busy", "Somebody else looks at messages of this queue just now", "Please try again in a moment.")
    raise Refused(404, "not-found", "There is no such message in this queue")
