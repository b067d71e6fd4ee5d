"""Snapshots of the index: immutable versions of one S3 object. The change log names the newest."""

import os
import shutil
from pathlib import Path
from typing import TypedDict

from botocore.exceptions import ClientError

from backend.search.domain import Snapshot
from backend.shared.aws import client

_GONE = (
    "NoSuchVersion",
    "NoSuchKey",
    "AccessDenied",
    "403",
    "404",
)  # S3 denies whoever may not list the bucket what is not there


class _File(TypedDict):
    Bucket: str
    Key: str


def _file() -> _File:
    return {"Bucket": os.environ["BUCKET"], "Key": os.environ["INDEX"]}


class SnapshotNotFound(Exception):
    """The snapshot's file was deleted."""


def upload(path: Path) -> str:
    """Upload the file and return its version id."""
    with path.open("rb") as file:
        return client("s3").put_object(**_file(), Body=file)["VersionId"]


def download(snapshot: Snapshot, path: Path) -> None:
    """Download the snapshot's file. Raise SnapshotNotFound."""
    try:
        body = client("s3").get_object(**_file(), VersionId=snapshot.file)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise SnapshotNotFound(snapshot.file) from None
        raise
    with path.open("wb") as file:
        shutil.copyfileobj(body, file, 1 << 20)


def delete(file: str) -> None:
    """Delete a version that was not published; lifecycle rules delete the others a week after they are replaced."""
    client("s3").delete_object(**_file(), VersionId=file)
