"""Copies a release's static files from the deploy's archive into the bucket that CloudFront reads.

A custom resource of CloudFormation calls it. It runs on Lambda by itself, as the text of the template: nothing of ours
can be imported, and its length has a limit. Nothing is deleted: pages that somebody has open, or that CloudFront keeps,
name the files of the release before. With the stack nothing is deleted either, `infra.empty` does that.
"""

import io
import json
import time
import urllib.request
import zipfile
from pathlib import PurePath
from typing import TypedDict

import boto3
from botocore.exceptions import ClientError

TYPES = {
    ".LICENSE": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Content types by the ends of names."""
PROPERTIES = ("Archive", "Key", "Bucket", "Folder")
CACHED = "public, max-age=31536000, immutable"  # names carry the content's hash
TRIES, PAUSE = 6, 5  # seconds: the role is changed for this archive a moment before, and IAM takes some to say so
ID = "static-files"  # one and the same for each release: CloudFormation deletes what gets another id


class Event(TypedDict):
    """What CloudFormation sends."""

    RequestType: str
    ResponseURL: str
    StackId: str
    RequestId: str
    LogicalResourceId: str
    ResourceProperties: dict[str, str]


def handler(event: Event, context: object) -> None:
    """Copy the files that the resource's properties name, and tell CloudFormation whether all are there."""
    try:
        if event["RequestType"] != "Delete":
            copy_once_allowed({name: event["ResourceProperties"][name] for name in PROPERTIES})
    except Exception as error:
        answer(event, "FAILED", repr(error)[:1000])
        raise
    answer(event, "SUCCESS", "")


def copy_once_allowed(properties: dict[str, str]) -> None:
    """Copy the files, again where S3 does not know yet that it may be done. Raises what the last try raised."""
    for left in reversed(range(TRIES)):
        try:
            copy(**properties)
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDenied" or not left:
                raise
            time.sleep(PAUSE)
        else:
            return


def copy(Archive: str, Key: str, Bucket: str, Folder: str) -> None:  # noqa: N803 - as properties are called
    """Put each file of the archive into the bucket, below that folder."""
    s3 = boto3.client("s3")
    with zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=Archive, Key=Key)["Body"].read())) as files:
        for name in files.namelist():
            content_type = TYPES[PurePath(name).suffix]
            s3.put_object(
                Bucket=Bucket,
                Key=f"{Folder}/{name}",
                Body=files.read(name),
                ContentType=content_type,
                CacheControl=CACHED,
            )


def answer(event: Event, status: str, reason: str) -> None:
    """Tell CloudFormation, which waits at the address that it has signed for this answer, without a content type."""
    reply = {"Status": status, "Reason": reason, "PhysicalResourceId": ID, "StackId": event["StackId"]}
    reply |= {"RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"]}
    body = json.dumps(reply).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")  # noqa: S310
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310 - CloudFormation's own address
