"""The picture's HTTP handler."""

import os
import secrets

from backend.contracts.operation import Empty
from backend.contracts.picture.models import MAX_UPLOAD_BYTES, StartUpload, Upload, UploadPath, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.picture.review_operations import (
    CHECK_GUEST_REVIEW_PICTURE,
    CHECK_REVIEW_PICTURE,
    GET_GUEST_REVIEW_PICTURE,
    GET_REVIEW_PICTURE,
    GET_STAFF_REVIEW_PICTURE,
    START_GUEST_REVIEW_PICTURE,
    START_REVIEW_PICTURE,
)
from backend.contracts.problem import FieldError, Refused
from backend.picture import review_requests, storage
from backend.shared.clock import later, now
from backend.shared.http import Request, http_handler, route


def _start(request: Request[Empty, Empty, StartUpload]) -> Upload:
    _check_return_url(request.body.back)
    picture_id = secrets.token_hex(16)
    storage.create_upload(picture_id)
    form = storage.upload_form(
        f"{storage.INCOMING}{picture_id}",
        MAX_UPLOAD_BYTES,
        storage.FORM_LIFETIME_SECONDS,
        f"{request.body.back}?upload={picture_id}",
    )
    expires = later(now(), storage.FORM_LIFETIME_SECONDS)
    return Upload(id=picture_id, url=form.url, fields=form.fields, largest=MAX_UPLOAD_BYTES, expires=expires)


def _check_return_url(back: str) -> None:
    """S3 shall send nobody anywhere else than to the storefront."""
    origin = os.environ["RETURN_ORIGIN"].rstrip("/")
    if back != origin and not back.startswith(f"{origin}/"):
        raise Refused(
            422,
            "invalid",
            "The way back is wrong",
            errors=(FieldError(field="back", message="Not an address of the shop"),),
        )


def _get(request: Request[UploadPath, Empty, Empty]) -> UploadState:
    return storage.get_state(request.path.picture_id)


handler = http_handler(
    route(START_UPLOAD, _start),
    route(GET_UPLOAD, _get),
    route(START_REVIEW_PICTURE, review_requests.start),
    route(CHECK_REVIEW_PICTURE, review_requests.check),
    route(GET_REVIEW_PICTURE, review_requests.get),
    route(START_GUEST_REVIEW_PICTURE, review_requests.start),
    route(CHECK_GUEST_REVIEW_PICTURE, review_requests.check),
    route(GET_GUEST_REVIEW_PICTURE, review_requests.get),
    route(GET_STAFF_REVIEW_PICTURE, review_requests.get),
)
