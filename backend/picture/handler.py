"""The picture's HTTP door."""

import os
import secrets
from typing import Any

from backend.contracts.picture import GET_UPLOAD, LARGEST, START_UPLOAD, Upload, UploadState
from backend.contracts.problem import FieldError, Refused
from backend.picture import store
from backend.shared.clock import later, now
from backend.shared.door import Request, door

SECONDS = 900


def _start(request: Request[Any, Any, Any]) -> Upload:
    _ours(request.body.back)
    picture_id = secrets.token_hex(16)
    store.start(picture_id)
    form = store.form(picture_id, LARGEST, SECONDS, f"{request.body.back}?upload={picture_id}")
    return Upload(id=picture_id, url=form["url"], fields=form["fields"], largest=LARGEST, expires=later(now(), SECONDS))


def _ours(back: str) -> None:
    """S3 shall send nobody anywhere else than to the storefront."""
    origin = os.environ["RETURN_ORIGIN"].rstrip("/")
    if back != origin and not back.startswith(f"{origin}/"):
        raise Refused(422, "invalid", "The way back is wrong", errors=(FieldError(field="back", message="Not an address of the shop"),))


def _get(request: Request[Any, Any, Any]) -> UploadState:
    return store.state(request.path.picture_id)


handler = door({START_UPLOAD: _start, GET_UPLOAD: _get})
