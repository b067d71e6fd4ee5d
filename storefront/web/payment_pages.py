"""The payment provider's own pages: where a card is entered, and where a bank asks for a confirmation.

Card data goes there directly from the browser, never here. The stack's outputs name the provider and the address of its
pages, or `https://*.example.com` for any host below it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from backend.contracts.payment.models import CardEntryPage, CardEntryRequest
from backend.contracts.payment.operations import OPEN_CARD_PAGE
from storefront.clients import api
from storefront.clients.outputs import outputs
from storefront.web import languages

SANDBOX = "sandbox"
_ANY_HOST = "https://*."


def is_sandbox() -> bool:
    """Return whether no money moves."""
    return outputs().shop.payment_provider == SANDBOX


def origin() -> str:
    """Return the origin that forms may lead to, for the Content-Security-Policy. Raises `OutputsMissing`."""
    pages = _pages()
    if pages.startswith(_ANY_HOST):
        return pages
    parts = urlsplit(pages)
    return f"{parts.scheme}://{parts.netloc}"


def is_provider_page(url: str | None) -> bool:
    """Return whether an address is one of the provider's own: nobody is sent anywhere else to pay."""
    pages, text = _pages(), url or ""
    if not pages.startswith(_ANY_HOST):
        return bool(pages) and text.startswith(f"{pages}/")
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and (parts.hostname or "").endswith(pages.removeprefix("https://*"))
    except ValueError:
        return False


def open_card_page(state: str, amount: int, currency: str) -> CardEntryPage:
    """Return the page where a card is typed, in this page's language; it leads back to `checkout:card` with `state`.

    `amount` in minor units. Raises `api.Unavailable`, also for a page that is not the provider's.
    """
    back = settings.SHOP_URL + reverse("checkout:card")
    card_request = CardEntryRequest(
        return_url=back, state=state, amount=amount, currency=currency, language=languages.current()
    )
    page = api.call(OPEN_CARD_PAGE, body=card_request)
    if not is_provider_page(page.url):
        raise api.Unavailable(OPEN_CARD_PAGE.service)
    return page


def _pages() -> str:
    shop = outputs().shop
    return shop.payment_pages or shop.provider_url
