"""Looks after the index, when the table's stream brings a wish."""

from typing import Any

from backend.search import log
from backend.search.engine import compact, readable, rebuild
from backend.search.wanted import Wish, asked
from backend.shared.aws import warm


def handler(event: dict[str, Any], context: Any) -> None:
    """What raises comes again."""
    wishes = set(map(asked, event["Records"]))
    due = log.head().due
    if Wish.REBUILD in wishes or ((due or Wish.REPAIR in wishes) and not readable()):
        rebuild()
    elif due:
        compact()


warm("dynamodb")
