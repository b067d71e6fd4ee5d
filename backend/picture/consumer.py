"""The picture's event consumer: S3 tells that a file has come.

A file that is refused is done with. Only what passes by itself, such as S3 out of reach, makes the message come again;
doing it twice makes the same files under the same names.
"""

import msgspec

from backend.contracts.picture.models import MAX_UPLOAD_BYTES, PictureStatus, UploadState
from backend.picture import storage
from backend.picture.domain import PictureRejected, check_size
from backend.picture.dominant_colours import dominant_colours
from backend.picture.render import render_picture
from backend.shared.consumer import event_consumer
from backend.shared.log import logger


class _Object(msgspec.Struct):
    key: str
    size: int


class ObjectCreated(msgspec.Struct):
    """The detail of S3's own event: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html"""

    object: _Object


def _process_upload(event: ObjectCreated) -> None:
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


handler = event_consumer({ObjectCreated: _process_upload})
