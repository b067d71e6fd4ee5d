"""Where one run of a comparison leaves to the next how far it is: a bucket."""

from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class BucketShelf:
    """A `slices.Shelf` in the bucket of this name."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        self._s3: S3Client = boto3.client("s3")

    def read(self, name: str) -> bytes | None:
        """Return what stands under the name, None if nothing does."""
        try:
            return self._s3.get_object(Bucket=self._bucket, Key=name)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Put it under the name, in place of what stood there."""
        self._s3.put_object(Bucket=self._bucket, Key=name, Body=content)

    def names(self, start: str) -> list[str]:
        """Return all names that start so."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=start)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]
