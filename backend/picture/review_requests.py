"""What writers and staff ask of pictures of reviews. A writer reaches those of the own review alone: the names of the
files begin with its id, which follows from the token or from the key of the order.
"""

import secrets
from base64 import b64encode

from backend.contracts.operation import Empty
from backend.contracts.picture.review_models import (
    MAX_REVIEW_PICTURE_BYTES,
    GuestReviewPicturePath,
    GuestReviewPicturesPath,
    OwnReviewPicturePath,
    PictureFile,
    PictureFileQuery,
    ReviewPicture,
    ReviewUpload,
    StaffReviewPicturePath,
)
from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.queries import ProductPath
from backend.contracts.review.identity import review_id, writer
from backend.picture import review_storage, review_uploads, storage
from backend.picture.domain import PictureRejected, check_size
from backend.picture.render import render_review_picture
from backend.shared.clock import later, now
from backend.shared.http import Request

_Path = OwnReviewPicturePath | GuestReviewPicturePath | StaffReviewPicturePath


def _review_id(shopper: str, path: ProductPath | _Path) -> str:
    if isinstance(path, StaffReviewPicturePath):
        return path.review_id
    return review_id(writer(shopper, getattr(path, "order_key", "")), path.product_id)


def start(
    request: Request[ProductPath, Empty, Empty] | Request[GuestReviewPicturesPath, Empty, Empty],
) -> ReviewUpload:
    """Return a form for one picture. Raise Refused 409 where too many were sent for this review today."""
    review, picture_id = _review_id(request.shopper, request.path), secrets.token_hex(16)
    review_uploads.count_upload(review)
    key = review_uploads.upload_key(review, picture_id)
    form = storage.upload_form(key, MAX_REVIEW_PICTURE_BYTES, storage.FORM_LIFETIME_SECONDS)
    expires = later(now(), storage.FORM_LIFETIME_SECONDS)
    return ReviewUpload(
        id=picture_id, url=form.url, fields=form.fields, largest=MAX_REVIEW_PICTURE_BYTES, expires=expires
    )


def check(
    request: Request[OwnReviewPicturePath, Empty, Empty] | Request[GuestReviewPicturePath, Empty, Empty],
) -> ReviewPicture:
    """Make a picture anew of the file that came. Raise Refused 404 if none did, or not the first one, 422 with what is
    wrong with it."""
    review, picture_id = _review_id(request.shopper, request.path), request.path.picture_id
    content = review_uploads.fetch_upload(review, picture_id)
    if content is None:
        raise _missing()
    try:
        check_size(len(content), MAX_REVIEW_PICTURE_BYTES)
        image, files = render_review_picture(content)
        is_first = review_uploads.note_file(review, picture_id, content)
        if is_first:
            review_storage.save_files(review, picture_id, files)
    except PictureRejected as wrong:
        review_uploads.delete_upload(review, picture_id)
        error = FieldError(field="file", message=str(wrong))
        raise Refused(422, wrong.kind, "That is no picture that can be shown", errors=(error,)) from None
    review_uploads.delete_upload(review, picture_id)
    if not is_first:
        raise _missing()
    return ReviewPicture(id=picture_id, width=image.width, height=image.height)


def get(
    request: Request[OwnReviewPicturePath, PictureFileQuery, Empty]
    | Request[GuestReviewPicturePath, PictureFileQuery, Empty]
    | Request[StaffReviewPicturePath, PictureFileQuery, Empty],
) -> PictureFile:
    """Return a file of a picture, whether it is shown or not. Raise Refused 404 if it is gone."""
    review = _review_id(request.shopper, request.path)
    content = review_storage.read_file(review, request.path.picture_id, request.query.size)
    if content is None:
        raise _missing()
    return PictureFile(content=b64encode(content).decode())


def _missing() -> Refused:
    return Refused(404, "not-found", "There is no such picture")
