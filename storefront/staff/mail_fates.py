"""What happened to mails after they were sent, in words for staff."""

from backend.contracts.notification.models import Feedback, FeedbackKind, FeedbackReason

_FATES = {
    FeedbackKind.UNDELIVERED: "Did not arrive: {}",
    FeedbackKind.PUT_OFF: "Put off: {}",
    FeedbackKind.SPAM: "Marked as spam",
}
_CAUSES = {
    FeedbackReason.MAILBOX_UNKNOWN: "mailbox unknown",
    FeedbackReason.MAILBOX_FULL: "mailbox full",
    FeedbackReason.CONTENT: "the other side does not take what the mail holds",
    FeedbackReason.SUPPRESSED: "nothing is sent there any more, after earlier mails came back or were called spam",
    FeedbackReason.OTHER: "the other side did not say why",
}


def fate(feedback: Feedback) -> str:
    """Return what happened to a mail after it was sent, in words."""
    return _FATES[feedback.kind].format(cause(feedback))


def cause(feedback: Feedback) -> str:
    """Return why a mail did not arrive, in words."""
    return _CAUSES[feedback.reason]
