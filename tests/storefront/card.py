"""The provider's card page, as the shop meets it: where it sends people, and how they come back."""

from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.storefront.service import PROVIDER, TOKEN

PAYMENT, BACK = "/checkout/payment/", "/checkout/card/"


def sent_with(response: HttpResponse) -> dict[str, str]:
    """What the provider is asked, once the shopper was sent there."""
    assert response.status_code == 303
    url = urlsplit(response.headers["Location"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{PROVIDER}/card"
    return {name: value for name, (value,) in parse_qs(url.query).items()}


def come_back(client: Client, state: str, token: str = TOKEN, last4: str = "4242") -> HttpResponse:
    """Back with a card, past the address that names it."""
    response = client.get(BACK, {"state": state, "token": token, "brand": "Visa", "last4": last4})
    assert token not in str(response.headers) + response.content.decode()
    return client.get(response.headers["Location"]) if response.status_code == 303 else response


def give_card(client: Client, token: str = TOKEN) -> HttpResponse:
    """The payment step: there and back."""
    return come_back(client, sent_with(client.post(PAYMENT))["state"], token)
