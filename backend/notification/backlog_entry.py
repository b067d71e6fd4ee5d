"""A message whose mail SES put off, as it is stored: `pk=BACKLOG sk=<rank>#<next try>#<message id>`."""

from enum import StrEnum
from typing import NamedTuple

from backend.contracts.notification.mail_backlog import MailDelay
from backend.shared import clock, compression, dynamodb

DAYS = 2
"""How long a mail is tried for: the quota is one of 24 hours, so a day's mails that were too many are sent by then."""

PK = "BACKLOG"


class Rank(StrEnum):
    """Which mails are sent first."""

    FIRST = "1"
    LAST = "2"


class Entry(NamedTuple):
    """A message that waits: its place in the table, since when and why, its id and body as the queue gave them, and how
    often its mail failed otherwise.
    """

    sk: str
    since: str
    delay: MailDelay
    message_id: str
    body: bytes
    tries: int = 0

    @property
    def is_overdue(self) -> bool:
        """Whether it waited for longer than `DAYS`."""
        return self.since < clock.later(clock.now(), -DAYS * 86_400)

    @property
    def text(self) -> str:
        """The message's body."""
        return compression.decode(self.body, str)


def decode(item: dynamodb.Item) -> Entry:
    """Read an entry. Those of the first release say neither why they wait nor how often they failed."""
    return Entry(
        sk=item["sk"]["S"],
        since=item["due"]["S"],
        delay=_delay(item.get("delay", {"S": ""})["S"]),
        message_id=item["message_id"]["S"],
        body=item["body"]["B"],
        tries=int(item.get("tries", {"N": "0"})["N"]),
    )


def _delay(value: str) -> MailDelay:
    return next((delay for delay in MailDelay if delay == value), MailDelay.UNKNOWN)


def put(entry: Entry) -> dynamodb.Put:
    """Return the arguments of the call that writes the entry."""
    values = {
        "due": entry.since,
        "delay": entry.delay,
        "message_id": entry.message_id,
        "body": entry.body,
        "tries": entry.tries,
    }
    return {"TableName": dynamodb.table_name(), "Item": key(entry.sk) | dynamodb.to_item(values)}


def key(sk: str) -> dynamodb.Item:
    """Return the key of the entry that stands there."""
    return {"pk": {"S": PK}, "sk": {"S": sk}}
