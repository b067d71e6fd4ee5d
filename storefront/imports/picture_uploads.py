"""Pictures of addresses at other hosts, brought to the picture service as the back office's form does it."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock

from django.conf import settings
from django.urls import reverse

from backend.contracts.picture.models import PictureStatus, Upload, UploadPath, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from storefront.account import cli_login
from storefront.clients import api
from storefront.imports.download import NotFetched

_PAUSE, _READY_SECONDS = 0.5, 60
"""Seconds between two looks at a picture, and for which it may take to be drawn in its sizes."""
_TIMEOUT = (5.0, 60.0)  # seconds to connect to the shop's bucket, and to wait for its reply
_REMEMBERED = 20_000
"""Addresses that a run remembers, the last ones."""
_one_at_a_time = Lock()


class PictureUploads:
    """Pictures that are brought into the shop, each address once for all products that name it.

    Safe for several threads.
    """

    def __init__(self, download: Callable[[str], bytes]) -> None:
        self._download = download
        self._lock = Lock()
        self._uploads: dict[str, Future[UploadState]] = {}

    def bring(self, address: str) -> UploadState:
        """Return what became of the picture at an address. Raises NotFetched, for the same reason each time."""
        with self._lock:
            is_new = address not in self._uploads
            upload = self._uploads.setdefault(address, Future())
            if len(self._uploads) > _REMEMBERED:
                del self._uploads[next(iter(self._uploads))]
        if is_new:
            try:
                upload.set_result(_upload(self._download(address)))
            except BaseException as error:
                upload.set_exception(error)
        return upload.result()


def _upload(content: bytes) -> UploadState:
    """Send a picture as the back office's form does, and return what became of it. Raises NotFetched."""
    import requests  # commands alone fetch pictures

    back = f"{settings.SHOP_URL}{reverse('staff:catalogue')}"
    upload: Upload = api.call(START_UPLOAD, token=fresh_token(), body={"back": back})
    try:
        reply = requests.post(
            upload.url, data=upload.fields, files={"file": content}, allow_redirects=False, timeout=_TIMEOUT
        )
    except requests.RequestException:
        raise api.Unavailable("picture") from None
    if reply.status_code >= 400:
        raise NotFetched(f"the shop's bucket answers {reply.status_code}")
    return _await_upload(upload.id)


def _await_upload(upload_id: str) -> UploadState:
    end = time.monotonic() + _READY_SECONDS
    while True:
        state = api.call(GET_UPLOAD, token=fresh_token(), path=UploadPath(picture_id=upload_id))
        if state.status is PictureStatus.READY:
            return state
        if state.status is PictureStatus.REFUSED:
            raise NotFetched(state.reason)
        if time.monotonic() > end:
            raise NotFetched("it was sent, and is not drawn yet: try again")
        time.sleep(_PAUSE)


def fresh_token() -> str:
    """Return the access token of whoever is signed in at this terminal, renewed if need be."""
    with _one_at_a_time:  # else several threads would refresh it at once
        return cli_login.access_token()
