"""The storefront hosted as a function behind CloudFront, on the local cloud, whose CloudFront passes on and keeps
nothing: what it would keep is shown in tests/storefront/test_shared_pages.py."""

from collections.abc import Iterator

import pytest
import requests

from tests.cloud import ShopCloud
from tests.integration.hosted import Visitor, deploy


@pytest.fixture(scope="module")
def hosted(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The outputs of the hosted storefront's stack."""
    yield deploy(cloud, tmp_path_factory.mktemp("hosted"))
    cloud.client("cloudformation").delete_stack(StackName="Hosted")


def test_who_passes_by_the_edge_is_refused(cloud: ShopCloud, hosted: dict[str, str]) -> None:
    answer = requests.get(f"{cloud.endpoint}/_aws/execute-api/{hosted['Api']}/$default/about/", timeout=60)
    assert (answer.status_code, answer.text) == (403, "The shop is at its own address.\n")


def test_a_product_is_shown_through_the_shops_cloudfront(cloud: ShopCloud, hosted: dict[str, str], sku: str) -> None:
    product = Visitor(cloud, hosted["Address"]).open(f"/product/{sku.lower()}/")
    assert product.status_code == 200, product.text[:500]
