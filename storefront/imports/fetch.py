"""Pictures of products that are at other hosts, brought into the shop through the picture service.

An import leaves them where they are: it asks no host that a file names. Whoever wants them in the shop says so.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from msgspec import structs

from backend.contracts.picture.models import UploadState
from backend.contracts.product.body import body_of
from backend.contracts.product.local_options import move_alts
from backend.contracts.product.models import Picture, Product, ProductBody
from storefront.clients import api
from storefront.clients.problems import describe
from storefront.clients.product_edits import edit_product
from storefront.imports.download import NotFetched
from storefront.imports.image_urls import digest_of, is_external
from storefront.imports.picture_uploads import fresh_token


class Fetched(NamedTuple):
    """What became of a product: how many of its pictures came, and why others did not, each in a line."""

    product_id: str
    pictures: int
    failures: tuple[str, ...]


def fetch_pictures(product: Product, bring: Callable[[str], UploadState]) -> Fetched:
    """Bring the product's pictures from other hosts into the shop; those that do not come keep their address.

    Raises api.Unavailable, and api.Refusal where whoever asks may not change the catalogue.
    """
    uploads: dict[str, UploadState] = {}
    failures = []
    for address in dict.fromkeys(each.src for each in product.pictures if is_external(each.src)):
        try:
            uploads[address] = bring(address)
        except NotFetched as reason:
            failures.append(f"{address}: {reason}")
    try:
        replaced = _replace(product.id, uploads) if uploads else 0
    except api.Refusal as refusal:
        if refusal.problem.status in (401, 403):
            raise
        replaced, failures = 0, [*failures, describe(refusal.problem)]
    return Fetched(product.id, replaced, tuple(failures))


def _replace(product_id: str, uploads: Mapping[str, UploadState]) -> int:
    """Put the uploads in the places of their addresses, in the product as it is now; return how many.

    Raises api.Refusal.
    """
    product = edit_product(product_id, partial(_take_uploads, uploads=uploads), token=fresh_token())
    return sum(each.src in uploads for each in product.pictures) if product else 0


def _take_uploads(product: Product, uploads: Mapping[str, UploadState]) -> ProductBody | None:
    """Return the product with its pictures as the shop has them now; None where another run was faster, or staff
    removed them.
    """
    pictures = tuple(_take_upload(each, uploads.get(each.src)) for each in product.pictures)
    if pictures == product.pictures:
        return None
    moves = {old.src: new.src for old, new in zip(product.pictures, pictures, strict=True)}
    return body_of(product, pictures=pictures, translations=move_alts(product.translations, moves))


def _take_upload(picture: Picture, upload: UploadState | None) -> Picture:
    """Return the picture as the shop has it now: what it shows and says stays."""
    if upload is None or upload.src is None:
        return picture
    size = {"width": upload.width or picture.width, "height": upload.height or picture.height}
    return structs.replace(picture, src=upload.src, colours=upload.colours, fetched_from=digest_of(picture.src), **size)
