"""The picture's HTTP handler."""

import os
import secrets

from backend.contracts.operation import Empty
from backend.contracts.picture.models import MAX_UPLOAD_BYTES, StartUpload, Upload, UploadPath, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.problem import FieldError, Refused
from backend.picture import storage
from backend.shared.clock import later, now
from backend.shared.http import Request, http_handler, route

FORM_LIFETIME_SECONDS = 900


def _start(request: Request[Empty, Empty, StartUpload]) -> Upload:
    _check_return_url(request.body.back)
    picture_id = secrets.token_hex(16)
    storage.create_upload(picture_id)
    form = storage.upload_form(
        picture_id, MAX_UPLOAD_BYTES, FORM_LIFETIME_SECONDS, f"{request.body.back}?upload={picture_id}"
    )
    expires = later(now(), FORM_LIFETIME_SECONDS)
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
)
