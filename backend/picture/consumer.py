"""The picture's event consumer: S3 tells that staff's file has come, and the review service what its reviews show.

A file that is refused is done with. Only what passes by itself, such as S3 out of reach, makes the message come again;
doing it twice makes the same files under the same names.
"""

import msgspec

from backend.contracts.picture.models import MAX_UPLOAD_BYTES, PictureStatus, UploadState
from backend.contracts.review.events import ReviewPicturesChanged
from backend.picture import review_events, storage
from backend.picture.domain import PictureRejected, check_size
from backend.picture.dominant_colours import dominant_colours
from backend.picture.render import render_picture
from backend.shared.consumer import QueueEvent, QueueRecord, Response, event_consumer
from backend.shared.log import logger


class _Object(msgspec.Struct):
    key: str
    size: int


class ObjectCreated(msgspec.Struct):
    """The detail of S3's own event: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"""

    object: _Object


def _process_upload(event: ObjectCreated) -> None:
    if not event.object.key.startswith(storage.INCOMING):
        return  # a picture of a review, which is looked at when its writer asks
    picture_id = event.object.key.removeprefix(storage.INCOMING)
    try:
        check_size(event.object.size, MAX_UPLOAD_BYTES)
        content = storage.fetch(picture_id)
        if content is None:
            return  # this message came before
        settled = _publish_files(picture_id, content)
    except PictureRejected as wrong:
        logger.info("refused", reason=str(wrong))
        settled = UploadState(id=picture_id, status=PictureStatus.REFUSED, reason=str(wrong))
    storage.save_state(settled)
    storage.delete_upload(picture_id)


def _publish_files(picture_id: str, content: bytes) -> UploadState:
    picture = render_picture(content)
    for name, file in picture.files():
        storage.publish(name, file)
    return UploadState(
        id=picture_id,
        status=PictureStatus.READY,
        src=picture.src,
        width=picture.width,
        height=picture.height,
        colours=dominant_colours(picture.image),
    )


class _Detail(msgspec.Struct):
    type: str = ""


class _Envelope(msgspec.Struct):
    detail: _Detail


_consume_upload = event_consumer({ObjectCreated: _process_upload})
_consume_event = event_consumer({ReviewPicturesChanged: review_events.settle})


def handler(event: QueueEvent, context: object) -> Response:
    """Consume the batch's one message. S3's own events have no type as the shop's have."""
    consume = _consume_event if all(map(_is_ours, event["Records"])) else _consume_upload
    return consume(event, context)


def _is_ours(record: QueueRecord) -> bool:
    try:
        return bool(msgspec.json.decode(record["body"], type=_Envelope).detail.type)
    except msgspec.MsgspecError:
        return False
