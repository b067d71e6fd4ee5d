"""Sends an issue, page by page, to all who got the newsletter when it was begun and still do.

The only record of who got it is in the subscription itself: the write that puts the mail into its outbox holds the time
at which the issue was begun, and happens only while the subscription is active and has no such time yet. So it happens
once, however often a page is read, and never once the newsletter was stopped. The position follows afterwards: whoever
crashes before it reads the page again.

Mails are spread over a run: SES takes so many a second, and those beyond it fail, mails about orders among them.
"""

import time
from collections.abc import Callable

from backend.contracts.newsletter.events import IssueAddressed
from backend.contracts.newsletter.issues import Issue, IssueState
from backend.newsletter import issue_progress, repository
from backend.newsletter.domain import StoredSubscription, is_addressee
from backend.newsletter.issue_progress import Position

PAGE, SECONDS = 10, 50
"""Subscriptions that one step looks at; and the part of a minute that mails are spread over."""


def send_some(most: int, may_go_on: Callable[[], bool]) -> int:
    """Send the issue that is being sent to so many addresses at most, evenly over a run, and return to how many."""
    sent, sending = 0, issue_progress.read_sending()
    while sending and sent < most and may_go_on():
        more = _send_page(*sending, min(PAGE, most - sent))
        sent, sending = sent + more, issue_progress.read_sending()
        if sending and sent < most:
            time.sleep(more * SECONDS / most)
    return sent


def _send_page(issue: Issue, position: Position, limit: int) -> int:
    """Send the issue to the next subscriptions of a shard, and return to how many; beyond the last shard, end it."""
    if position.shard == len(repository.SHARDS):
        issue_progress.end(issue, IssueState.SENT)
        return 0
    page = repository.list_from(position, limit)
    for each in page:
        if is_addressee(each, issue.started_at):
            _mail(each, issue)
    sent = _count(page, issue, position, limit)
    last = Position(position.shard, page[-1].address) if len(page) == limit else Position(position.shard + 1)
    issue_progress.advance(issue, position, last, sent)
    return sent


def _mail(subscription: StoredSubscription, issue: Issue) -> None:
    event = IssueAddressed(
        issue_id=issue.id,
        key=subscription.key,
        email=subscription.email,
        language=subscription.language,
        has_account=subscription.by_account,
    )
    repository.mark_issued(subscription, issue.started_at, event)


def _count(page: list[StoredSubscription], issue: Issue, position: Position, limit: int) -> int:
    """Return to how many of a page's subscriptions the issue was sent, by whichever run."""
    addresses = {each.address for each in page}
    now = repository.list_from(position, limit)
    return sum(each.issued_at == issue.started_at for each in now if each.address in addresses)
