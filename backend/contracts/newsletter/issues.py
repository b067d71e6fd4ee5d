"""An issue of the newsletter: what it says in each language, and how far it has been sent."""

import enum
import re
from typing import Annotated

from msgspec import Meta

from backend.contracts.product.models import Card
from backend.contracts.shop import LANGUAGES
from backend.contracts.types import (
    MAX_SAFE_INTEGER,
    Cursor,
    Key,
    Language,
    Model,
    Note,
    OptionalShortText,
    RequestModel,
    ShortText,
    Timestamp,
    Version,
)

MAX_PRODUCTS = 6
"""Products that one issue shows."""
MAX_ADDRESSEES = 10**9

IssueId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{32}$(?!\n)", description="made by the form; later issues have greater ones")
]
Count = Annotated[int, Meta(ge=0, le=MAX_ADDRESSEES)]
_MAIL = "issue-"
_BETWEEN_PARAGRAPHS = re.compile(r"\r?\n[ \t]*\r?\n\s*")


class IssueState(enum.StrEnum):
    """`DRAFT`: it can be changed. `SENDING`: each minute some get it. `SENT`: all have. `STOPPED`: no more get it."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class IssueText(Model, frozen=True, kw_only=True):
    """What an issue says in one language. Empty lines divide the text into paragraphs."""

    language: Language
    subject: ShortText
    text: Note

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, each with the line breaks that it has."""
        return tuple(filter(None, (each.strip() for each in _BETWEEN_PARAGRAPHS.split(self.text))))


class IssueContent(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What an issue says: a text in each of some languages, the shop's own among them, and products as lists show
    them."""

    texts: Annotated[tuple[IssueText, ...], Meta(min_length=1, max_length=len(LANGUAGES))]
    products: Annotated[tuple[Card, ...], Meta(max_length=MAX_PRODUCTS)] = ()

    def text_in(self, language: str) -> IssueText:
        """Return the text in this language; the shop's own where it has none."""
        texts = {each.language: each for each in self.texts}
        return texts.get(language) or texts.get(LANGUAGES[0]) or self.texts[0]  # type: ignore[call-overload]


class SaveIssue(RequestModel, frozen=True, kw_only=True):
    """Store a draft over the `version` that was read; 0 for a new one."""

    content: IssueContent
    version: Annotated[int, Meta(ge=0, le=MAX_SAFE_INTEGER)] = 0
    by: OptionalShortText = ""


class IssueTest(RequestModel, frozen=True, kw_only=True):
    """Mail a draft to whoever asks, in a language. `key` is the form's, so that one form sends one mail."""

    language: Language
    key: Key


class StartIssue(RequestModel, frozen=True, kw_only=True):
    """Send this version, with its products as they are now. `addressees` is how many addresses were looked at."""

    version: Version
    addressees: Count
    products: Annotated[tuple[Card, ...], Meta(max_length=MAX_PRODUCTS)] = ()
    by: OptionalShortText = ""


class StopIssue(RequestModel, frozen=True, kw_only=True):
    """Send it to nobody more, for good."""

    by: OptionalShortText = ""


class Issue(Model, frozen=True, kw_only=True):
    """An issue. `addressees` got the newsletter when it was begun; to `sent` of them it was mailed, and `rejected` of
    these mails did not arrive for good or were called spam."""

    id: IssueId
    version: Version
    state: IssueState
    content: IssueContent
    changed_at: Timestamp
    changed_by: OptionalShortText = ""
    started_at: str = ""
    started_by: OptionalShortText = ""
    ended_at: str = ""
    addressees: Count = 0
    sent: Count = 0
    rejected: Count = 0

    @property
    def remaining(self) -> int:
        """How many it is still to be sent to, at the most: some may stop the newsletter before."""
        return max(self.addressees - self.sent, 0) if self.state is IssueState.SENDING else 0


class IssuePage(Model, frozen=True, omit_defaults=True, kw_only=True):
    """A page of issues, newest first."""

    items: tuple[Issue, ...]
    next: Cursor | None = None


class IssuePath(Model, frozen=True, kw_only=True):
    """Which issue."""

    issue_id: IssueId


def mail_name(issue_id: str) -> str:
    """Return what an issue's mails are called, which tells feedback about them apart."""
    return f"{_MAIL}{issue_id}"


def issue_of(mail: str) -> str:
    """Return the id of the issue whose mail is called so; empty for other mails."""
    return mail.removeprefix(_MAIL) if re.fullmatch(rf"{_MAIL}[0-9a-f]{{32}}", mail) else ""
