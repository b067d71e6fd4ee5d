"""Runs every minute: sends the mails that SES put off, once it takes mails again.

One call tells whether it does: where SES puts the first mail off again, the run is over. So a closed day costs a call a
minute, and nothing has to remember how long it is closed.
"""

from typing import Any

from backend.contracts.alarm_messages import MAILS_WAIT, MESSAGE_FAILED
from backend.notification import backlog, service
from backend.notification.backlog import Entry
from backend.notification.sending import PutOff
from backend.shared import clock
from backend.shared.consumer import RetryLater, event_reader, message_id
from backend.shared.log import log_context, logger
from backend.shared.sweeper import MIN_REMAINING_MS, LambdaContext

_MOST = 500  # about as many as are sent in a minute, one after the other
_MOST_GIVEN_UP = 100  # of each rank: the next run gives up the next
_read_event = event_reader(service.CONSUMERS)
LATE_SECONDS = 900
"""How long a mail may wait before somebody is told: a full second or minute is over by then, a full day is not."""


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Send what waits, mails about orders first, while SES takes mails and time remains."""
    entries = backlog.read(_MOST)
    given_up = _give_up_overdue() if entries else []
    entries = [entry for entry in entries if entry not in given_up]
    sent = _send_while_taken(entries, context)
    waiting = [entry for entry in entries if entry not in sent]
    outcome = {"waiting": len(waiting), "sent": len(sent), "given_up": len(given_up)}
    if any(outcome.values()):
        logger.info("backlog swept", **outcome)
    _tell_if_late(waiting)
    return outcome


def _give_up_overdue() -> list[Entry]:
    """Make dead letters of what waited for too long, and return it."""
    overdue = list(backlog.read_overdue(_MOST_GIVEN_UP))
    for entry in overdue:
        logger.error("a mail was put off for too long", message_id=entry.message_id, since=entry.since)
        backlog.give_up(entry)
    return overdue


def _send_while_taken(entries: list[Entry], context: LambdaContext) -> list[Entry]:
    """Return those that were sent. What fails otherwise is passed over, and tried again in the next run."""
    sent = []
    for entry in entries:
        if context.get_remaining_time_in_millis() < MIN_REMAINING_MS:
            break
        try:
            sent += [entry] if _send(entry) else []
        except PutOff:
            break
    return sent


def _send(entry: Entry) -> bool:
    """Send an entry's mail by its message's claim, and return whether it is sent. Raise PutOff while SES is full."""
    message_id.set(entry.message_id)
    with log_context(message_id=entry.message_id):
        try:
            _consume(entry.body)
        except PutOff:
            raise
        except RetryLater:  # another run is sending it
            return False
        except Exception:
            logger.exception(MESSAGE_FAILED)
            return False
        backlog.remove(entry)
        return True


def _consume(body: str) -> None:
    event = _read_event(body)
    service.CONSUMERS[type(event)](event)  # type: ignore[arg-type]  # each takes its own type


def _tell_if_late(waiting: list[Entry]) -> None:
    """Say so in each run while a mail waits for long: its alarm rings once, until none does."""
    if waiting and (since := min(entry.since for entry in waiting)) < clock.later(clock.now(), -LATE_SECONDS):
        logger.error(MAILS_WAIT, since=since, waiting=len(waiting))
