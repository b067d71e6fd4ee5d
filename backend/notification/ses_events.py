"""SES's reports about mails that it sent, and what they mean to the shop: rules without AWS.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html Any part may be missing, and
mail servers write what they like into theirs: nothing here fails because of that.
"""

import re
from datetime import UTC, datetime

import msgspec

from backend.contracts.email_addresses import comparable
from backend.contracts.notification.models import Feedback, FeedbackKind, FeedbackReason
from backend.shared import clock

SOURCE = "aws.ses"
_MAX_ID = 200
_SUPPRESSED = frozenset({"Suppressed", "OnAccountSuppressionList"})
_BY_SUBTYPE = {
    **dict.fromkeys(_SUPPRESSED, FeedbackReason.SUPPRESSED),
    "NoEmail": FeedbackReason.MAILBOX_UNKNOWN,
    "MailboxFull": FeedbackReason.MAILBOX_FULL,
    "MessageTooLarge": FeedbackReason.CONTENT,
    "ContentRejected": FeedbackReason.CONTENT,
    "AttachmentRejected": FeedbackReason.CONTENT,
}
_STATUS = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")
_NO_SPAM = "not-spam"
"""What a reader's program reports who took a mail out of the spam again (RFC 6430)."""


class _Recipient(msgspec.Struct, frozen=True, rename="camel"):
    email_address: str | None = None
    status: str | None = None
    diagnostic_code: str | None = None


class _Mail(msgspec.Struct, frozen=True, rename="camel"):
    message_id: str | None = None
    destination: tuple[str, ...] | None = None
    tags: dict[str, tuple[str, ...]] | None = None


class _Bounce(msgspec.Struct, frozen=True, rename="camel"):
    bounce_type: str | None = None
    bounce_sub_type: str | None = None
    bounced_recipients: tuple[_Recipient, ...] | None = None
    timestamp: str | None = None


class _Complaint(msgspec.Struct, frozen=True, rename="camel"):
    complained_recipients: tuple[_Recipient, ...] | None = None
    complaint_sub_type: str | None = None
    complaint_feedback_type: str | None = None
    timestamp: str | None = None


class SesEvent(msgspec.Struct, frozen=True):
    """The detail of SES's own event about a mail that bounced or was complained of."""

    mail: _Mail | None = None
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None


class _Envelope(msgspec.Struct, frozen=True):
    source: str | None = None


def is_from_ses(body: str) -> bool:
    """Return whether a message of the queue is SES's own event; False if it cannot be read."""
    try:
        return msgspec.json.decode(body, type=_Envelope).source == SOURCE
    except msgspec.MsgspecError:
        return False


def ses_message_id(event: SesEvent) -> str:
    """Return SES's id of the mail; empty if there is none that SES could have made."""
    mail_id = (event.mail.message_id if event.mail else None) or ""
    return mail_id if len(mail_id) <= _MAX_ID else ""


def feedback(event: SesEvent) -> Feedback | None:
    """Return what happened to the mail; None if nothing relevant did."""
    if event.bounce:
        return _of_bounce(event.bounce)
    if event.complaint and event.complaint.complaint_feedback_type != _NO_SPAM:
        return _of_complaint(event.complaint)
    return None


def addresses(event: SesEvent) -> tuple[str, ...]:
    """Return the addresses that the event is about, of those that the mail was sent to.

    A server that forwards reports the address that it forwarded to, which the shop never wrote to: then it is the
    mail's own, if it has one only.
    """
    recipients = event.bounce.bounced_recipients if event.bounce else None
    recipients = recipients or (event.complaint.complained_recipients if event.complaint else None) or ()
    reported = {_bare(each.email_address or "") for each in recipients}
    destinations = tuple(dict.fromkeys(_bare(each) for each in (event.mail.destination if event.mail else None) or ()))
    return tuple(each for each in destinations if each in reported) or destinations * (len(destinations) == 1)


def _of_bounce(bounce: _Bounce) -> Feedback:
    kind = FeedbackKind.UNDELIVERED if bounce.bounce_type == "Permanent" else FeedbackKind.PUT_OFF
    return Feedback(kind=kind, reason=_reason(bounce), at=_instant(bounce.timestamp))


def _of_complaint(complaint: _Complaint) -> Feedback:
    at = _instant(complaint.timestamp)
    if complaint.complaint_sub_type in _SUPPRESSED:  # of an earlier mail: this one was not even tried
        return Feedback(kind=FeedbackKind.UNDELIVERED, reason=FeedbackReason.SUPPRESSED, at=at)
    return Feedback(kind=FeedbackKind.SPAM, at=at)


def _reason(bounce: _Bounce) -> FeedbackReason:
    """Return why, by SES's own word, or else by the status codes of RFC 3463."""
    if reason := _BY_SUBTYPE.get(bounce.bounce_sub_type or ""):
        return reason
    texts = (text or "" for each in bounce.bounced_recipients or () for text in (each.status, each.diagnostic_code))
    return next((_of_status(*code.groups()) for code in map(_STATUS.search, texts) if code), FeedbackReason.OTHER)


def _of_status(subject: str, detail: str) -> FeedbackReason:
    match int(subject), int(detail):
        case (1, 0 | 1 | 2 | 3 | 6 | 10):
            return FeedbackReason.MAILBOX_UNKNOWN
        case (2, 2):
            return FeedbackReason.MAILBOX_FULL
        case (6, _) | (3, 4) | (2, 3):
            return FeedbackReason.CONTENT
    return FeedbackReason.OTHER


def _bare(address: str) -> str:
    """Return only the address of `Ada <ada@example.org>`, as addresses are compared."""
    return comparable(address.rpartition("<")[2].strip(" <>"))


def _instant(text: str | None) -> str:
    """Return the time in the shop's own format; now, if it is missing or in the future."""
    now = clock.now()
    try:
        moment = datetime.fromisoformat(text or "")
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(clock.instant(int(moment.timestamp() * 1000)), now)
    except (ValueError, OverflowError):
        return now
