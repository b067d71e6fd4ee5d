"""Snapshots of the index: files in the bucket. `log` knows the newest."""

import os
import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.search.domain import Snapshot
from backend.shared.aws import client

_SPARED = timedelta(hours=1)  # a file without a pointer may be one that is just being published


def key(seq: int) -> str:
    """A new file's name, which no other builder has chosen."""
    return f"{seq:012d}-{secrets.token_hex(8)}.sqlite"


def upload(path: Path, key: str) -> None:
    """Puts the file into the bucket."""
    with path.open("rb") as file:
        client("s3").put_object(Bucket=os.environ["BUCKET"], Key=key, Body=file)


def download(snapshot: Snapshot, path: Path) -> None:
    """The snapshot's file. Raises botocore's ClientError when a newer one took its place meanwhile."""
    body = client("s3").get_object(Bucket=os.environ["BUCKET"], Key=snapshot.key)["Body"]
    with path.open("wb") as file:
        shutil.copyfileobj(body, file, 1 << 20)


def delete_all_but(newest: Snapshot) -> None:
    """Deletes what no pointer leads to any more: earlier snapshots, and those whose builder was overtaken or stopped."""
    bucket, until = os.environ["BUCKET"], datetime.now(UTC) - _SPARED
    for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for found in page.get("Contents", ()):
            if found["Key"] != newest.key and found["LastModified"] < until:
                client("s3").delete_object(Bucket=bucket, Key=found["Key"])
