"""Pictures of a review for staff: each as a file, and the boxes that leave some out."""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.contracts.picture.review_models import MAX_REVIEW_PICTURES
from backend.contracts.picture.review_operations import GET_STAFF_REVIEW_PICTURE
from storefront.clients import api
from storefront.review.picture_views import check_id, file_query, image
from storefront.staff.decorators import staff_only

_PICTURE = re.compile(r"[0-9a-f]{32}")


class PictureIdsField(forms.Field):
    """Ids of pictures, each a box that is ticked; what is none is as if it was not sent."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: object) -> tuple[str, ...]:
        values = [str(each) for each in value] if isinstance(value, list) else []
        return tuple(each for each in dict.fromkeys(values) if _PICTURE.fullmatch(each))[:MAX_REVIEW_PICTURES]


@require_safe
@never_cache
@staff_only
def picture(request: HttpRequest, review_id: str, picture_id: str) -> HttpResponse:
    """Send a picture of a review, whether everybody sees it or not."""
    path = {"review_id": review_id, "picture_id": check_id(picture_id)}
    return image(api.call(GET_STAFF_REVIEW_PICTURE, request=request, path=path, query=file_query(request)))
