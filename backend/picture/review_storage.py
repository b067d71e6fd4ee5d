"""Pictures of reviews: their files, and which are gone for good.

| pk            | sk              | else                                                         |
| REVIEW#<id>   | REMOVED#<id>    | a picture that is gone for good; expires                     |

The files made of what was sent (`review_uploads`) lie in the bucket of pictures, and their folder says who sees them:

- `unused/`: no review that the order service has confirmed has it. The bucket forgets these after some days.
- `waiting/`: a review has it. Here its writer and staff see it, also once it is shown.
- `pictures/`: everybody sees it, for staff have published the review.

A picture goes forward only, and what was removed never comes back. So events may come in any order, and twice.
"""

import os
from collections.abc import Iterable

from backend.contracts.picture.review_models import (
    LARGE,
    SMALL,
    PictureSize,
    review_files,
    review_src,
)
from backend.picture import storage
from backend.shared import clock, dynamodb
from backend.shared.aws import client

UNUSED, WAITING, SHOWN = "unused/", "waiting/", "pictures/"
_DAY = 86_400
REMOVED_DAYS = 31
"""How long a removal is remembered: longer than an event may be late, dead letters and the bus's archive included."""
_CACHED = f"public, max-age={_DAY}"
"""A browser and CloudFront may show a picture for a day after it was removed, and not for ever as the shop's own."""


def save_files(review_id: str, picture_id: str, contents: Iterable[bytes]) -> None:
    """Store a picture's files, in the order of their names, for a review that is about to have it."""
    for name, content in zip(review_files(review_id, picture_id), contents, strict=True):
        _put(UNUSED, name, content)


def read_file(review_id: str, picture_id: str, size: PictureSize) -> bytes | None:
    """Return a picture as WebP; None if it is gone."""
    width = SMALL if size is PictureSize.SMALL else LARGE
    name = f"{review_src(review_id, picture_id)}-{width}.webp"
    return _get(WAITING, name) or _get(UNUSED, name)


def keep(review_id: str, picture_id: str) -> None:
    """Keep a picture that a review has, for as long as the review has it."""
    for name in review_files(review_id, picture_id):
        if content := _get(UNUSED, name):
            _put(WAITING, name, content)
            _delete(UNUSED, name)


def show(review_id: str, picture_id: str) -> None:
    """Make a kept picture public."""
    for name in review_files(review_id, picture_id):
        if content := _get(WAITING, name):
            _put(SHOWN, name, content)


def remove(review_id: str, picture_id: str) -> None:
    """Delete a picture wherever it is, in all sizes, and remember that."""
    item = {**_removal_key(review_id, picture_id), "expires": clock.epoch() + REMOVED_DAYS * _DAY}
    client("dynamodb").put_item(TableName=dynamodb.table_name(), Item=dynamodb.to_item(item))
    delete_files(review_id, picture_id)


def find_removed(review_id: str, picture_ids: Iterable[str]) -> list[str]:
    """Return which of these pictures are gone for good."""
    keys = [dynamodb.to_item(_removal_key(review_id, picture_id)) for picture_id in dict.fromkeys(picture_ids)]
    items = dynamodb.batch_get(keys, ConsistentRead=True) if keys else []
    return [item["sk"]["S"].partition("#")[2] for item in items]


def delete_files(review_id: str, picture_id: str) -> None:
    """Delete a picture's files, those that everybody sees first."""
    for folder in (SHOWN, WAITING, UNUSED):
        for name in review_files(review_id, picture_id):
            _delete(folder, name)


def _removal_key(review_id: str, picture_id: str) -> dict[str, object]:
    return {"pk": f"REVIEW#{review_id}", "sk": f"REMOVED#{picture_id}"}


def _get(folder: str, name: str) -> bytes | None:
    return storage.read_object(os.environ["PICTURES"], folder + name)


def _put(folder: str, name: str, content: bytes) -> None:
    kind = f"image/{name.rpartition('.')[2]}"
    client("s3").put_object(
        Bucket=os.environ["PICTURES"], Key=folder + name, Body=content, ContentType=kind, CacheControl=_CACHED
    )


def _delete(folder: str, name: str) -> None:
    client("s3").delete_object(Bucket=os.environ["PICTURES"], Key=folder + name)
