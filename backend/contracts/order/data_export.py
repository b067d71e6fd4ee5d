"""The export of a shopper's data: one ZIP file, put together from the parts of every service that knows the shopper."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.event import Event
from backend.contracts.types import Language, Model, OrderId, StoredEmail, Timestamp

EXPORT_DAYS = 7
"""Days that the ZIP file can be fetched for."""
HOURS_BETWEEN_EXPORTS = 24
"""Hours after one request before the next is taken."""
DOWNLOAD_SECONDS = 300
"""Seconds that a link to the file works for; each look at the page gets a new one."""
PARTS, ARCHIVES = "parts", "archives"
"""The folders of the bucket: what services give, and the finished files."""
ORDERS_PER_PART = 10
"""Orders that one DataRequested asks for: the invoice service draws their documents within its time."""

ExportId = Annotated[str, Meta(pattern=r"^[0-9a-f]{28}$(?!\n)", description="a request for a shopper's data")]


class DataExport(Model, frozen=True, kw_only=True):
    """How far the shopper's last request is; `requested_at` is None where there is none.

    Once the file is ready, `url` fetches it for `DOWNLOAD_SECONDS`, without a token; at `expires_at` it is deleted.
    `again_from` is when the next request is taken.
    """

    requested_at: Timestamp | None = None
    again_from: Timestamp | None = None
    ready_at: Timestamp | None = None
    expires_at: Timestamp | None = None
    size: int = 0
    url: str = ""


class DataRequested(Event, frozen=True, kw_only=True, tag="DataRequested.v1"):
    """A shopper asks for a copy of the data. Every holder of some puts its part of these orders into the bucket.

    `number` counts the events of one request, from 1 on; what is the owner's and no order's belongs to the first.
    `email` is the account's confirmed address: what is known by an address alone is given by no other.
    """

    owner: str
    at: Timestamp
    export_id: ExportId
    number: Annotated[int, Meta(ge=1)]
    order_ids: tuple[OrderId, ...]
    email: StoredEmail


class DataExported(Event, frozen=True, kw_only=True, tag="DataExported.v1"):
    """A shopper's data can be fetched until `expires_at`; `email` is to be told, in `language`."""

    owner: str
    at: Timestamp
    export_id: ExportId
    expires_at: Timestamp
    email: StoredEmail
    language: Language = "en"


def folder(parent: str, owner: str, export_id: str = "") -> str:
    """Return the name that the owner's objects in this folder begin with: all of them, or those of one request."""
    return f"{parent}/{owner.replace('#', '-')}/{f'{export_id}/' if export_id else ''}"


def part_key(owner: str, export_id: str, number: int, service: str) -> str:
    """Return the name of what a service gives for one DataRequested."""
    return f"{folder(PARTS, owner, export_id)}{number}/{service}"


def archive_key(owner: str, export_id: str) -> str:
    """Return the name of the finished file."""
    return f"{folder(ARCHIVES, owner, export_id)}data.zip"
