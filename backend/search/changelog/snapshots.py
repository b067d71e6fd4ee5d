"""Snapshots of the index: versions of one file in the bucket, none of which ever changes. `log` knows the newest that counts."""

import os
import shutil
from pathlib import Path

from botocore.exceptions import ClientError

from backend.search.domain import Snapshot
from backend.shared.aws import client

_GONE = ("NoSuchVersion", "NoSuchKey", "AccessDenied", "403", "404")  # S3 denies whoever may not list the bucket what is not there


def _file() -> dict[str, str]:
    return {"Bucket": os.environ["BUCKET"], "Key": os.environ["INDEX"]}


class SnapshotNotFound(Exception):
    """Raised when the snapshot's file is not there any more."""


def upload(path: Path) -> str:
    """Puts the file into the bucket; its version."""
    with path.open("rb") as file:
        return str(client("s3").put_object(**_file(), Body=file)["VersionId"])


def download(snapshot: Snapshot, path: Path) -> None:
    """The snapshot's file. Raises Gone."""
    try:
        body = client("s3").get_object(**_file(), VersionId=snapshot.file)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise SnapshotNotFound(snapshot.file) from None
        raise
    with path.open("wb") as file:
        shutil.copyfileobj(body, file, 1 << 20)


def delete(file: str) -> None:
    """Deletes the version that does not count after all; the bucket keeps others for as long as they are the last, and a week more."""
    client("s3").delete_object(**_file(), VersionId=file)
