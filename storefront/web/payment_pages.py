"""The payment provider's own pages: where a card is typed, and where a bank asks.

Card data goes there from the browser, never here.
"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from storefront.clients.outputs import outputs


def origin() -> str:
    """Return scheme and host. Raises `OutputsMissing`."""
    parts = urlsplit(outputs().shop.provider_url)
    return f"{parts.scheme}://{parts.netloc}"


def is_card_page(url: str | None) -> bool:
    """Return whether an address is one of the provider's own: nobody is sent anywhere else to confirm a payment."""
    return bool(url) and str(url).startswith(f"{outputs().shop.provider_url}/")


def card_page(state: str, amount: int, currency: str) -> str:
    """Return where a card is typed; it leads back to `checkout:card` with a token and the same `state`.

    `amount` in minor units.
    """
    back = settings.SHOP_URL + reverse("checkout:card")
    asked = {"return_url": back, "state": state, "amount": amount, "currency": currency}
    return f"{outputs().shop.provider_url}/card?{urlencode(asked)}"
