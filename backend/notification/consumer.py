"""The notification's event consumer: what fails is retried, and what SES puts off is stored, to be sent later."""

from typing import Never

import msgspec

from backend.contracts.newsletter.events import IssueAddressed
from backend.contracts.notification.mail_backlog import MailDelay
from backend.contracts.wish.events import AlertTriggered
from backend.notification import backlog, feedback, service
from backend.notification.backlog_entry import Rank
from backend.notification.sending import PutOff
from backend.shared.consumer import Consumer, event_consumer

_LAST = (IssueAddressed, AlertTriggered)
"""What many get at once, and nobody waits for: its mails are sent after all others."""


def _with_backlog(event_type: type[msgspec.Struct], consume: Consumer[None]) -> Consumer[None]:
    """Return the consumer that stores a message whose mail SES puts off. Of the mails that are sent last, none is tried
    while one waits that is sent first; they wait for none of their own, or one too many in a second would slow down all
    that follow.
    """
    rank = Rank.LAST if event_type in _LAST else Rank.FIRST

    def consume_or_store(event: Never) -> None:
        if rank is Rank.LAST and backlog.has_first():
            backlog.add(rank, MailDelay.BEHIND_OTHERS)
            return
        try:
            consume(event)
        except PutOff as put_off:
            backlog.add(rank, put_off.delay)

    return consume_or_store


_consumers = {event_type: _with_backlog(event_type, consume) for event_type, consume in service.CONSUMERS.items()}
handler = feedback.consume_beside(backlog.consume_with_bodies(event_consumer(_consumers)))
