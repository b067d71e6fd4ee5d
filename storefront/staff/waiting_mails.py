"""Mails that SES puts off: why they wait and what to do, in words for staff."""

import msgspec

from backend.contracts.notification.mail_backlog import MailBacklog, MailDelay, WaitingMails

RUN_BOOK_PAGE = "docs/run-book/mails.md"


class Explanation(msgspec.Struct, frozen=True):
    """Why mails wait, and what to do about it."""

    why: str
    advice: str


WORDS = {
    MailDelay.QUOTA: Explanation(
        "The quota of 24 hours is used up",
        "Have it raised in the SES console (“Sending quotas”), and stop an issue of the newsletter that uses it up.",
    ),
    MailDelay.TOO_FAST: Explanation(
        "There were more mails in a second than SES takes", "Nothing: they are sent within minutes."
    ),
    MailDelay.PAUSED: Explanation(
        "Sending is paused", "Read in the SES console why, and resume sending once that is mended."
    ),
    MailDelay.SUSPENDED: Explanation(
        "AWS lets the account send no mails", "Answer AWS’s questions in the SES console (“Account health”)."
    ),
    MailDelay.BEHIND_OTHERS: Explanation(
        "Newsletters and alerts: mails about orders go first", "Nothing: they are sent once no other mail waits."
    ),
    MailDelay.FAILED: Explanation(
        "Sending failed",
        "Read the log of the notification service’s sweeper. After six tries a mail is a failed message.",
    ),
    MailDelay.UNKNOWN: Explanation("An earlier release put them off", "Look here again in a minute."),
}


def rows(backlog: MailBacklog) -> list[tuple[WaitingMails, Explanation]]:
    """Return what waits for each reason, with its words."""
    return [(each, WORDS[each.delay]) for each in backlog.items]
