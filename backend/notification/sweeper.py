"""Runs every minute: sends the mails that SES put off, once it takes mails again.

One call tells whether it does: where SES puts the first mail off again, the run is over. So a closed day costs a call a
minute, and nothing has to remember how long it is closed.
"""

from collections.abc import Collection, Iterable
from typing import Any

from backend.contracts.alarm_messages import MAILS_WAIT, MESSAGE_FAILED
from backend.notification import backlog, service
from backend.notification.backlog_entry import Entry
from backend.notification.sending import PutOff
from backend.shared import clock
from backend.shared.consumer import RetryLater, event_reader, message_id
from backend.shared.log import log_context, logger
from backend.shared.sweeper import MIN_REMAINING_MS, LambdaContext

_MOST = 500  # of each rank: about as many as are sent in a minute, one after the other
_MOST_GIVEN_UP = 200  # the next run gives up the next
_read_event = event_reader(service.CONSUMERS)
LATE_SECONDS = 900
"""How long a mail may wait before somebody is told: a full second or minute is over by then, a full day is not."""


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Send what waits, mails about orders first, while SES takes mails and time remains."""
    due = backlog.read_due(_MOST)
    given_up = _give_up_overdue(due)
    left = [entry for entry in due if entry not in given_up]
    sent, failed = _send_while_taken(left, context)
    outcome = {"waiting": len(left) - len(sent), "sent": len(sent), "given_up": len(given_up)}
    if any(outcome.values()):
        logger.info("backlog swept", **outcome)
    _tell_if_late([entry for entry in left if entry not in sent and entry not in failed])
    return outcome


def _give_up_overdue(due: Iterable[Entry]) -> Collection[Entry]:
    """Make dead letters of what waited for too long, and return it."""
    overdue = [entry for entry in due if entry.is_overdue][:_MOST_GIVEN_UP]
    for entry in overdue:
        backlog.give_up(entry)
    return set(overdue)


def _send_while_taken(entries: Iterable[Entry], context: LambdaContext) -> tuple[set[Entry], set[Entry]]:
    """Return those that were sent, and those that failed, which are tried again when their time has come."""
    sent, failed = set[Entry](), set[Entry]()
    for entry in entries:
        if context.get_remaining_time_in_millis() < MIN_REMAINING_MS:
            break
        try:
            (sent if _send(entry) else failed).add(entry)
        except PutOff as put_off:
            backlog.note_delay(entry, put_off.delay)
            break
    return sent, failed


def _send(entry: Entry) -> bool:
    """Send an entry's mail by its message's claim, and return whether it is sent. Raise PutOff while SES is full."""
    message_id.set(entry.message_id)
    with log_context(message_id=entry.message_id):
        is_sent = _consume(entry)
        (backlog.remove if is_sent else backlog.fail)(entry)
        return is_sent


def _consume(entry: Entry) -> bool:
    try:
        event = _read_event(entry.text)
        service.CONSUMERS[type(event)](event)  # type: ignore[arg-type]  # each takes its own type
    except PutOff:
        raise
    except RetryLater:  # another run is sending it, or it is not known yet to whom
        return False
    except Exception:
        logger.exception(MESSAGE_FAILED)
        return False
    return True


def _tell_if_late(waiting: list[Entry]) -> None:
    """Say so in each run while a mail waits for long: its alarm rings once, until none does."""
    if waiting and (since := min(entry.since for entry in waiting)) < clock.later(clock.now(), -LATE_SECONDS):
        logger.error(MAILS_WAIT, since=since, waiting=len(waiting))
