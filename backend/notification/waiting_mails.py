"""The mails that wait, counted for staff."""

from collections import defaultdict
from collections.abc import Iterable

from backend.contracts.notification.mail_backlog import MailBacklog, MailDelay, WaitingMails
from backend.notification import backlog
from backend.notification.backlog_entry import Entry


def count() -> MailBacklog:
    """Return how many mails wait, by why. It reads one page of them, a megabyte: whoever looks need not know more."""
    entries, complete = backlog.read_page()
    return MailBacklog(items=tuple(sorted(_count_by_delay(entries), key=lambda row: row.since)), complete=complete)


def _count_by_delay(entries: Iterable[Entry]) -> Iterable[WaitingMails]:
    starts: dict[MailDelay, list[str]] = defaultdict(list)
    for entry in entries:
        starts[entry.delay].append(entry.since)
    return (WaitingMails(delay=delay, count=len(since), since=min(since)) for delay, since in starts.items())
