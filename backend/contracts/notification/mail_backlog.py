"""What staff are told of the mails that SES puts off."""

import enum
from typing import Annotated

from msgspec import Meta

from backend.contracts.types import Model, Timestamp


class MailDelay(enum.StrEnum):
    """Why a mail waits: SES took as many as it does in 24 hours or in a second, sending is paused or suspended, mails
    about orders go first, or sending failed otherwise. Of those that an earlier release put off it is not known.
    """

    QUOTA = "quota"
    TOO_FAST = "too-fast"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    BEHIND_OTHERS = "behind-others"
    FAILED = "failed"
    UNKNOWN = "unknown"


class WaitingMails(Model, frozen=True, kw_only=True):
    """Mails that wait for one reason: how many, and since when the oldest of them does."""

    delay: MailDelay
    count: Annotated[int, Meta(ge=1)]
    since: Timestamp


class MailBacklog(Model, frozen=True, kw_only=True):
    """Mails that SES put off, by why, those first that wait longest. There are more where they are not `complete`."""

    items: tuple[WaitingMails, ...]
    complete: bool
