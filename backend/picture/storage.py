"""The uploads, and the files in the two buckets.

| pk           | sk     | else                                                                                     |
| UPLOAD#<id>  | UPLOAD | status, reason or src, width, height; expires a week after                                |

A file comes into the first bucket as `incoming/<id>` and is deleted once it has been looked at; what pages show is in
the second, under the hash of its pixels, and is never overwritten by anything else.
"""

import os
from typing import NamedTuple

import msgspec
from botocore.exceptions import ClientError

from backend.contracts.picture.models import PictureStatus, UploadState
from backend.contracts.problem import Refused
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.clock import epoch

INCOMING = "incoming/"
FORM_LIFETIME_SECONDS = 900
RETENTION_SECONDS = 7 * 24 * 3600
_FOREVER = "public, max-age=31536000, immutable"
_GONE = ("NoSuchKey", "404")


class UploadForm(NamedTuple):
    """Where a browser posts a file to, and the fields that it posts before it."""

    url: str
    fields: dict[str, str]


def create_upload(picture_id: str) -> None:
    """Store that a file is awaited."""
    _keep(UploadState(id=picture_id, status=PictureStatus.AWAITED))


def save_state(state: UploadState) -> None:
    """Store what became of the upload."""
    _keep(state)


def get_state(picture_id: str) -> UploadState:
    """Return what became of the upload. Raise Refused 404 if it is unknown."""
    key = dynamodb.to_item({"pk": f"UPLOAD#{picture_id}", "sk": "UPLOAD"})
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True).get("Item")
    if not item:
        raise Refused(404, "not-found", "There is no such upload")
    return msgspec.convert({**dynamodb.from_item(item), "id": picture_id}, UploadState)


def _keep(state: UploadState) -> None:
    fields = {name: value for name, value in msgspec.to_builtins(state).items() if name != "id"}
    item = {"pk": f"UPLOAD#{state.id}", "sk": "UPLOAD", "expires": epoch() + RETENTION_SECONDS, **fields}
    client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=dynamodb.to_item(item))


def upload_form(key: str, largest: int, seconds: int, back: str = "") -> UploadForm:
    """Return a form that S3 itself holds to: this one key, so many bytes, this way back if any, until it expires.

    The type is fixed to plain bytes: a browser's word for it is worth nothing, and whatever comes is never served as
    what it says it is.
    """
    fields = {"Content-Type": "application/octet-stream", **({"success_action_redirect": back} if back else {})}
    conditions: list[dict[str, str] | list[str | int]] = [
        *({name: value} for name, value in fields.items()),
        ["content-length-range", 1, largest],
    ]
    form = client("s3").generate_presigned_post(
        Bucket=os.environ["INCOMING"], Key=key, Fields=fields, Conditions=conditions, ExpiresIn=seconds
    )
    return UploadForm(url=form["url"], fields=form["fields"])


def fetch(picture_id: str) -> bytes | None:
    """Return the uploaded file; None if it was deleted."""
    return read_object(os.environ["INCOMING"], f"{INCOMING}{picture_id}")


def read_object(bucket: str, key: str) -> bytes | None:
    """Return the content of an object; None if there is none."""
    try:
        reply = client("s3").get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in (
            *_GONE,
            "AccessDenied",
        ):  # S3 denies whoever may not list the bucket what is not there
            return None
        raise
    return bytes(reply["Body"].read())


def delete_upload(picture_id: str) -> None:
    """Delete the uploaded file."""
    client("s3").delete_object(Bucket=os.environ["INCOMING"], Key=f"{INCOMING}{picture_id}")


def publish(name: str, content: bytes) -> None:
    """Upload a file to where pages load it from, cacheable for ever."""
    kind = f"image/{name.rpartition('.')[2]}"
    client("s3").put_object(
        Bucket=os.environ["PICTURES"], Key=f"pictures/{name}", Body=content, ContentType=kind, CacheControl=_FOREVER
    )
