"""The context that every template gets."""

from django.conf import settings
from django.http import HttpRequest

from storefront.clients import tracing


def shop(request: HttpRequest) -> dict[str, object]:
    """`shop_name`, `shop_url` for canonical addresses, and `request_id`, which a shopper may quote."""
    return {"shop_name": settings.SHOP_NAME, "shop_url": settings.SHOP_URL, "request_id": tracing.current()}
