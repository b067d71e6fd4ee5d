"""Files that are sent for a review: they lie in the bucket of uploads until they have been looked at.

| pk            | sk              | else                                                         |
| REVIEW#<id>   | UPLOADS#<day>   | uploads: how many pictures were sent that day; expires       |
| REVIEW#<id>   | FILE#<id>       | digest: of the file that the picture is made of; expires     |

A file's key is `reviews/<review>/<picture>`.
"""

import hashlib
import os

from backend.contracts.picture.review_models import MAX_UPLOADS_A_DAY, REVIEW_PREFIX
from backend.contracts.problem import Refused
from backend.picture import storage
from backend.shared import clock, dynamodb
from backend.shared.aws import client

_DAY = 86_400


def upload_key(review_id: str, picture_id: str) -> str:
    """Return the key that a picture is sent to."""
    return f"{REVIEW_PREFIX}/{review_id}/{picture_id}"


def count_upload(review_id: str) -> None:
    """Count one more picture for this review today. Raise Refused 409 if there were as many as are allowed."""
    key = {"pk": f"REVIEW#{review_id}", "sk": f"UPLOADS#{clock.now()[:10]}"}
    values = {":one": 1, ":most": MAX_UPLOADS_A_DAY, ":expires": clock.epoch() + 2 * _DAY}
    is_counted = dynamodb.write_if(
        "update_item",
        TableName=dynamodb.table_name(),
        Key=dynamodb.to_item(key),
        UpdateExpression="ADD uploads :one SET expires = :expires",
        ConditionExpression="attribute_not_exists(uploads) OR uploads < :most",
        ExpressionAttributeValues=dynamodb.to_item(values),
    )
    if not is_counted:
        raise Refused(409, "too-many-pictures", "Many pictures were sent for this review", "Please try again tomorrow.")


def fetch_upload(review_id: str, picture_id: str) -> bytes | None:
    """Return the file that was sent; None if none was, or it was looked at before."""
    return storage.read_object(os.environ["INCOMING"], upload_key(review_id, picture_id))


def delete_upload(review_id: str, picture_id: str) -> None:
    """Delete the file that was sent."""
    client("s3").delete_object(Bucket=os.environ["INCOMING"], Key=upload_key(review_id, picture_id))


def note_file(review_id: str, picture_id: str, content: bytes) -> bool:
    """Note which file a picture is made of. Return False if it was made of another before.

    The form may be used again while it lasts, and what comes then may lie for a day: without this a picture could
    become another one after staff have looked at it. The note outlives both.
    """
    values = {"digest": hashlib.sha256(content).hexdigest(), "expires": clock.epoch() + storage.RETENTION_SECONDS}
    item = {"pk": f"REVIEW#{review_id}", "sk": f"FILE#{picture_id}", **values}
    return dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=dynamodb.to_item(item),
        ConditionExpression="attribute_not_exists(pk) OR digest = :digest",
        ExpressionAttributeValues=dynamodb.to_item({":digest": values["digest"]}),
    )
