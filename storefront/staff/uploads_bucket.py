"""Uploads where the shop's processes share no disk, such as functions: they lie in a bucket, and a request works on a
copy.

One request at a time has an upload: its lease is an object that only one can create. A request that ends without giving
it back, because its process was stopped, loses it after a minute. What it had not written back is done again, which
changes nothing (`import_job`). The bucket forgets what is a day old.
"""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.staff import upload_storage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectTypeDef

LEASE = "lease"
LEASE_SECONDS = 60.0  # longer than a request may take
WAIT_SECONDS = 20.0  # that a request waits for another one's
POLL_SECONDS = 0.2
View = Callable[..., HttpResponse]


def put(name: str) -> None:
    """Copy a new upload into the bucket, where there is one. Raises Unavailable."""
    if settings.UPLOADS_BUCKET:
        _put(name, (settings.UPLOADS / name).read_bytes())


def with_upload(view: View) -> View:
    """Let a view of the upload `name` find its files on disk, and write back what it has changed."""

    @functools.wraps(view)
    def work(request: HttpRequest, name: str, *args: object, **named: object) -> HttpResponse:
        if not settings.UPLOADS_BUCKET or not upload_storage.is_name(name):
            return view(request, name, *args, **named)
        with _lease(name):
            before = _fetch(name)
            try:
                return view(request, name, *args, **named)
            finally:
                _write_back(name, before)

    return work


@contextmanager
def _lease(name: str) -> Iterator[None]:
    key, end = f"{name}.{LEASE}", time.monotonic() + WAIT_SECONDS
    while not _create(key):
        _drop_if_old(key)
        if time.monotonic() > end:
            raise Unavailable("uploads")
        time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        _delete(key)


def _create(key: str) -> bool:
    try:
        with _bucket() as (s3, bucket):
            s3.put_object(Bucket=bucket, Key=key, Body=b"", IfNoneMatch="*")
    except _Refused:
        return False
    return True


def _drop_if_old(key: str) -> None:
    for each in _list(key):
        if time.time() - each["LastModified"].timestamp() > LEASE_SECONDS:
            _delete(key)


def _fetch(name: str) -> dict[str, bytes]:
    """Copy the upload and what belongs to it to disk, and return what each file holds."""
    folder: Path = settings.UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for stale in folder.glob(f"{name}*"):
        stale.unlink()
    keys = [each["Key"] for each in _list(name) if not each["Key"].endswith(f".{LEASE}")]
    contents = {key: _get(key) for key in keys}
    for key, content in contents.items():
        (folder / key).write_bytes(content)
    return contents


def _write_back(name: str, before: dict[str, bytes]) -> None:
    now = {path.name: path.read_bytes() for path in settings.UPLOADS.glob(f"{name}*")}
    for key, content in now.items():
        if before.get(key) != content:
            _put(key, content)
    for key in before.keys() - now.keys():
        _delete(key)


def _list(prefix: str) -> "list[ObjectTypeDef]":
    with _bucket() as (s3, bucket):
        return s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])


def _get(key: str) -> bytes:
    with _bucket() as (s3, bucket):
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read()


def _put(key: str, content: bytes) -> None:
    with _bucket() as (s3, bucket):
        s3.put_object(Bucket=bucket, Key=key, Body=content)


def _delete(key: str) -> None:
    with _bucket() as (s3, bucket):
        s3.delete_object(Bucket=bucket, Key=key)


class _Refused(Exception):
    """Another request has created the object."""


@contextmanager
def _bucket() -> "Iterator[tuple[S3Client, str]]":
    """Yield a client of S3 and the bucket's name. Raises `_Refused`, and `Unavailable` where S3 does not answer."""
    try:
        yield aws.client("s3"), settings.UPLOADS_BUCKET
    except ClientError as error:
        if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
            raise _Refused from None
        raise Unavailable("uploads") from error
    except BotoCoreError as error:
        raise Unavailable("uploads") from error
