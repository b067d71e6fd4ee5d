"""A picture of a review before everybody sees it: for its writer, and for staff. Nothing on the way keeps it."""

from base64 import b64decode

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.picture.models import PictureId
from backend.contracts.picture.review_models import PictureFile, PictureFileQuery, PictureSize
from backend.contracts.picture.review_operations import GET_GUEST_REVIEW_PICTURE, GET_REVIEW_PICTURE
from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.order import access
from storefront.order.access import owner_required


@require_safe
@never_cache
@owner_required
def show(request: HttpRequest, order_id: str, product_id: str, picture_id: str) -> HttpResponse:
    """Send one of the writer's pictures; 404 where it is gone, or never was."""
    path, query = {"product_id": product_id, "picture_id": check_id(picture_id)}, file_query(request)
    if key := access.find_key(request, order_id):
        try:
            return image(api.call(GET_GUEST_REVIEW_PICTURE, path={**path, "order_key": key}, query=query))
        except api.Refusal as refusal:
            if refusal.problem.status != 404 or not shopper(request):
                raise
    return image(api.call(GET_REVIEW_PICTURE, request=request, path=path, query=query))


def check_id(picture_id: str) -> str:
    """Return the id of a picture. Raise Http404 for what is none."""
    try:
        return str(msgspec.convert(picture_id, PictureId))
    except msgspec.ValidationError:
        raise Http404 from None


def file_query(request: HttpRequest) -> PictureFileQuery:
    """Return which file is asked for; the small one, unless the address asks for the large one."""
    is_large = request.GET.get("size") == PictureSize.LARGE
    return PictureFileQuery(size=PictureSize.LARGE if is_large else PictureSize.SMALL)


def image(file: PictureFile) -> HttpResponse:
    """Return the reply that holds a picture."""
    return HttpResponse(b64decode(file.content), content_type="image/webp")
