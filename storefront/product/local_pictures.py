"""Uploaded pictures before the local cloud, which has no CloudFront: fetched from the bucket once, then served from
disk as all others."""

from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.contracts.picture.models import UPLOAD_PREFIX
from backend.contracts.picture.review_models import REVIEW_PREFIX
from storefront.clients import api, aws
from storefront.clients.outputs import outputs
from storefront.web.files import write_atomically


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one file; it is kept where `PictureWhiteNoise` finds it the next time.

    The address's pattern lets no other name come here.
    """
    content = _read(f"{UPLOAD_PREFIX}/{name}")
    write_atomically(Path(settings.PICTURES) / UPLOAD_PREFIX / name, content)
    return _reply(name, content, "public, max-age=31536000, immutable")


@require_safe
def serve_of_review(request: HttpRequest, review_id: str, name: str) -> HttpResponse:
    """Serve one file of a published review's picture. It is not kept, since it goes when the picture does."""
    return _reply(name, _read(f"{REVIEW_PREFIX}/{review_id}/{name}"), "public, max-age=86400")


def _read(name: str) -> bytes:
    shop = outputs().shop
    if shop.picture_url or not shop.picture_bucket:
        raise Http404
    try:
        return bytes(aws.client("s3").get_object(Bucket=shop.picture_bucket, Key=f"pictures/{name}")["Body"].read())
    except ClientError as error:
        raise Http404 from error
    except BotoCoreError as error:
        raise api.Unavailable("picture") from error


def _reply(name: str, content: bytes, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"image/{name.rpartition('.')[2]}")
    response.headers["Cache-Control"] = caching
    return response
