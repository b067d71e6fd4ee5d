"""Builds, compacts or repairs the search index when the table's stream delivers a build request."""

from typing import Any

from backend.search.changelog import changelog
from backend.search.changelog.build_requests import BuildRequest, from_record
from backend.search.engine import compact, is_searchable, rebuild
from backend.shared.aws import preload_client


def handler(event: dict[str, Any], context: Any) -> None:
    """Serve the requests of a batch; the stream delivers it again if this raises."""
    requests = set(map(from_record, event["Records"]))
    due = changelog.head().due
    if BuildRequest.REBUILD in requests or ((due or BuildRequest.REPAIR in requests) and not is_searchable()):
        rebuild()
    elif due:
        compact()


preload_client("dynamodb")
