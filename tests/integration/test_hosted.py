"""The storefront hosted as a function behind CloudFront, on the local cloud, whose CloudFront passes on and keeps
nothing: what it would keep is shown in tests/storefront/test_shared_pages.py."""

import re
from collections.abc import Iterator

import pytest
import requests

from tests.cloud import ShopCloud
from tests.integration.hosted import Visitor, deploy, lead_back_to

ADDRESS = {"name": "Ada Lovelace", "street": "Dorset Street 1", "postal_code": "10115", "town": "Berlin"}
CARD = {"number": "4242 4242 4242 4242", "expires": "12/39", "code": "123"}


@pytest.fixture(scope="module")
def hosted(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The outputs of the hosted storefront's stack."""
    made = deploy(cloud, tmp_path_factory.mktemp("hosted"))
    with lead_back_to(cloud, made["Address"]):
        yield made
    cloud.client("cloudformation").delete_stack(StackName="Hosted")


def test_who_passes_by_the_edge_is_refused(cloud: ShopCloud, hosted: dict[str, str]) -> None:
    answer = requests.get(f"{cloud.endpoint}/_aws/execute-api/{hosted['Api']}/$default/about/", timeout=60)
    assert (answer.status_code, answer.text) == (403, "The shop is at its own address.\n")


def test_the_hosted_shop_sells_through_its_cloudfront_without_scripts(
    cloud: ShopCloud, hosted: dict[str, str], sku: str
) -> None:
    ada = Visitor(cloud, hosted["Address"])
    product = ada.open(f"/product/{sku.lower()}/")
    assert product.status_code == 200, product.text[:500]
    assert "s-maxage=60" in product.headers["Cache-Control"]
    assert not ada.web.cookies
    ada.send("Add to basket")
    assert {"__Host-guest", "__Host-basket"} <= set(ada.web.cookies)
    assert "private" in ada.open("/").headers["Cache-Control"]
    ada.open("/checkout/")
    ada.send("Continue as a guest", email="ada@example.org")
    ada.send("Continue to delivery", email="ada@example.org", country="DE", **ADDRESS)
    ada.send("Continue to payment")
    ada.send("Enter your card at Sandbox Pay")
    ada.send("card", **CARD)
    assert "One last look" in ada.page.text
    order = ada.send("Pay ")
    assert re.search("/orders/[0-9a-f]+/", str(order.url))
    assert order.status_code == 200
