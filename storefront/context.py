"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def shop(request: HttpRequest) -> dict[str, object]:
    """`shop_name`, and `shop_url` for canonical addresses."""
    return {"shop_name": settings.SHOP_NAME, "shop_url": settings.SHOP_URL}
