"""Pictures of products that are at other hosts, brought into the shop through the picture service.

An import leaves them where they are: it asks no host that a file names. Whoever wants them in the shop says so.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from msgspec import structs

from backend.contracts.picture.models import PictureStatus, Upload, UploadPath, UploadState
from backend.contracts.picture.operations import GET_UPLOAD, START_UPLOAD
from backend.contracts.problem import Problem
from backend.contracts.product.body import body_of
from backend.contracts.product.local_options import move_alts
from backend.contracts.product.models import Picture, Product
from backend.contracts.product.operations import GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.product.queries import ProductPath, ReplaceQuery
from storefront.account import cli_login
from storefront.clients import api
from storefront.clients.problems import describe
from storefront.imports.download import NotFetched
from storefront.imports.image_urls import digest_of, is_external

_TRIES = 3
_PAUSE, _READY_SECONDS = 0.5, 60
"""Seconds between two looks at a picture, and for which it may take to be drawn in its sizes."""
_TIMEOUT = (5.0, 60.0)  # seconds to connect to the shop's bucket, and to wait for its reply
_one_at_a_time = Lock()


class Fetched(NamedTuple):
    """What became of a product: how many of its pictures came, and why others did not, each in a line."""

    product_id: str
    pictures: int
    failures: tuple[str, ...]


def fetch_pictures(product: Product, download: Callable[[str], bytes]) -> Fetched:
    """Bring the product's pictures from other hosts into the shop; those that do not come keep their address.

    Raises api.Unavailable, and api.Refusal where whoever asks may not change the catalogue.
    """
    uploads: dict[str, UploadState] = {}
    failures = []
    for address in dict.fromkeys(each.src for each in product.pictures if is_external(each.src)):
        try:
            uploads[address] = _upload(download(address))
        except NotFetched as reason:
            failures.append(f"{address}: {reason}")
    try:
        replaced = _replace(product.id, uploads) if uploads else 0
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        replaced, failures = 0, [*failures, describe(refusal.problem)]
    return Fetched(product.id, replaced, tuple(failures))


def _upload(content: bytes) -> UploadState:
    """Send a picture as the back office's form does, and return what became of it. Raises NotFetched."""
    import requests  # commands alone fetch pictures

    back = f"{settings.SHOP_URL}{reverse('staff:catalogue')}"
    upload: Upload = api.call(START_UPLOAD, token=_token(), body={"back": back})
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
        state = api.call(GET_UPLOAD, token=_token(), path=UploadPath(picture_id=upload_id))
        if state.status is PictureStatus.READY:
            return state
        if state.status is PictureStatus.REFUSED:
            raise NotFetched(state.reason)
        if time.monotonic() > end:
            raise NotFetched("it was sent, and is not drawn yet: try again")
        time.sleep(_PAUSE)


def _replace(product_id: str, uploads: dict[str, UploadState]) -> int:
    """Put the uploads in the places of their addresses, in the product as it is now; return how many.

    Raises api.Refusal.
    """
    for _ in range(_TRIES):
        product = api.call(GET_PRODUCT, path=ProductPath(product_id=product_id), bypass_cache=True)
        pictures = tuple(_take_upload(each, uploads.get(each.src)) for each in product.pictures)
        if pictures == product.pictures:
            return 0  # another run was faster, or staff removed them
        moves = {old.src: new.src for old, new in zip(product.pictures, pictures, strict=True)}
        body = body_of(product, pictures=pictures, translations=move_alts(product.translations, moves))
        path, query = ProductPath(product_id=product_id), ReplaceQuery(version=product.version)
        try:
            api.call(REPLACE_PRODUCT, token=_token(), path=path, query=query, body=body)
        except api.Refusal as refusal:
            if refusal.problem.type != "stale-version":
                raise
            continue  # somebody else changed it meanwhile: look again
        return sum(before != after for before, after in zip(product.pictures, pictures, strict=True))
    raise api.Refusal(Problem(type="busy", title="Others keep changing this product", status=409))


def _take_upload(picture: Picture, upload: UploadState | None) -> Picture:
    """Return the picture as the shop has it now: what it shows and says stays."""
    if upload is None or upload.src is None:
        return picture
    size = {"width": upload.width or picture.width, "height": upload.height or picture.height}
    return structs.replace(picture, src=upload.src, colours=upload.colours, fetched_from=digest_of(picture.src), **size)


def _token() -> str:
    with _one_at_a_time:  # else several threads would refresh it at once
        return cli_login.access_token()
