"""Looks after the index, when the table's stream brings a wish."""

from typing import Any

from backend.search.changelog import changelog
from backend.search.changelog.build_requests import Wish, asked
from backend.search.engine import compact, readable, rebuild
from backend.shared.aws import preload_client


def handler(event: dict[str, Any], context: Any) -> None:
    """What raises comes again."""
    wishes = set(map(asked, event["Records"]))
    due = changelog.head().due
    if Wish.REBUILD in wishes or ((due or Wish.REPAIR in wishes) and not readable()):
        rebuild()
    elif due:
        compact()


preload_client("dynamodb")
