"""A letter in words.

What a letter itself tells is ASCII: nothing in it can play with a terminal or turn a line round.
"""

import json
from datetime import UTC, datetime

from backend.contracts.operations.models import AuditEntry, DeadLetter


def format_message(letter: DeadLetter) -> str:
    """Queue, id, event, age, tries."""
    event = letter.event or "not an event"
    return f"{letter.queue}  {letter.id}  {event}  {age(letter.sent)} old  tried {letter.received}×"


def age(sent: str) -> str:
    """Hours, minutes and seconds since an instant."""
    seconds = max(0, int((datetime.now(UTC) - datetime.fromisoformat(sent)).total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def pretty(body: str) -> str:
    """Indented where it is JSON, and pure ASCII."""
    try:
        return json.dumps(json.loads(body), indent=2)
    except (ValueError, RecursionError):
        return ascii(body)


def cut(letter: DeadLetter) -> bool:
    """Return whether there is more of the body than is shown."""
    return len(letter.body.encode()) < letter.size


def format_audit_entry(entry: AuditEntry) -> str:
    """When, what, where, which, who, why."""
    at, why = entry.at[:19].replace("T", " "), ascii(entry.why)[1:-1]
    return f"{at} UTC  {entry.what}  {entry.queue}  {entry.letter}  {entry.email or entry.who}  {why}"
