"""The bucket of data exports: the parts that services put in, and the file made from them."""

import os
from collections.abc import Iterator
from typing import IO

from backend.contracts.order.data_export import ARCHIVES, DOWNLOAD_SECONDS, PARTS, archive_key, folder
from backend.shared import compression
from backend.shared.aws import client
from backend.shared.export_parts import Part

_FILE_NAME = "my-data.zip"


def list_parts(owner: str, export_id: str) -> frozenset[str]:
    """Return the names of the parts of one request that have arrived."""
    return frozenset(_keys(folder(PARTS, owner, export_id)))


def read_part(key: str) -> Part:
    """Return a part."""
    return compression.decode(client("s3").get_object(Bucket=_bucket(), Key=key)["Body"].read(), Part)


def put_archive(owner: str, export_id: str, content: IO[bytes]) -> None:
    """Store the finished file."""
    client("s3").put_object(
        Bucket=_bucket(), Key=archive_key(owner, export_id), Body=content, ContentType="application/zip"
    )


def sign_url(owner: str, export_id: str) -> str:
    """Return a link that downloads the finished file for `DOWNLOAD_SECONDS`."""
    parameters = {
        "Bucket": _bucket(),
        "Key": archive_key(owner, export_id),
        "ResponseContentDisposition": f'attachment; filename="{_FILE_NAME}"',
    }
    return client("s3").generate_presigned_url(ClientMethod="get_object", Params=parameters, ExpiresIn=DOWNLOAD_SECONDS)


def delete_all(owner: str, but: str = "") -> None:
    """Delete all parts and files of the owner, except the file of the request `but`."""
    kept_key = archive_key(owner, but) if but else ""
    for key in (*_keys(folder(PARTS, owner)), *_keys(folder(ARCHIVES, owner))):
        if key != kept_key:
            client("s3").delete_object(Bucket=_bucket(), Key=key)


def _keys(prefix: str) -> Iterator[str]:
    """Yield the names of all objects with this prefix, over all pages."""
    keys = [""]
    while keys:
        reply = client("s3").list_objects_v2(Bucket=_bucket(), Prefix=prefix, StartAfter=keys[-1])
        keys = [each["Key"] for each in reply.get("Contents", [])]
        yield from keys


def _bucket() -> str:
    return os.environ["EXPORTS"]
