"""Uploaded pictures before the local cloud, which has no CloudFront: fetched from the bucket once, then served from
disk as all others."""

from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.contracts.picture.models import UPLOAD_PREFIX
from storefront.clients import api, aws
from storefront.clients.outputs import outputs
from storefront.web.files import write_atomically


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one file; it is kept where `PictureWhiteNoise` finds it the next time.

    The address's pattern lets no other name come here.
    """
    shop = outputs().shop
    if shop.picture_url or not shop.picture_bucket:
        raise Http404
    try:
        content = (
            aws.client("s3")
            .get_object(Bucket=shop.picture_bucket, Key=f"pictures/{UPLOAD_PREFIX}/{name}")["Body"]
            .read()
        )
    except ClientError as error:
        raise Http404 from error
    except BotoCoreError as error:
        raise api.Unavailable("picture") from error
    write_atomically(Path(settings.PICTURES) / UPLOAD_PREFIX / name, content)
    response = HttpResponse(content, content_type=f"image/{name.rpartition('.')[2]}")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
