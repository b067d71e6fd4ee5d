"""A service's part of a data export: what it stores about a shopper, put into the bucket of exports."""

import os
from collections.abc import Iterable, Mapping

import msgspec

from backend.contracts.order.data_export import DataRequested, part_key
from backend.contracts.types import Model
from backend.shared import compression
from backend.shared.aws import client


class Part(Model, frozen=True, kw_only=True):
    """What one service gives for one DataRequested: JSON objects, and files by their names."""

    records: tuple[msgspec.Raw, ...]
    files: dict[str, bytes]


def put_part(event: DataRequested, records: Iterable[Model], files: Mapping[str, bytes] | None = None) -> None:
    """Store the running service's part; repeating it replaces the part. It must not contain anything about other
    people."""
    part = {"records": list(records), "files": dict(files or {})}
    client("s3").put_object(
        Bucket=os.environ["EXPORTS"],
        Key=part_key(event.owner, event.export_id, event.number, os.environ["SERVICE"]),
        Body=compression.compress(part),
    )
