"""The storefront hosted as a function behind CloudFront, on the local cloud, whose CloudFront passes on and keeps
nothing: what it would keep is shown in tests/storefront/test_shared_pages.py."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from infra.smoke.visitor import Visitor
from tests.cloud import ShopCloud
from tests.integration.hosted import browse, deploy, taking_payments


@pytest.fixture(scope="module")
def hosted(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The outputs of the hosted storefront's stack."""
    yield deploy(cloud, tmp_path_factory.mktemp("hosted"))
    cloud.client("cloudformation").delete_stack(StackName="Hosted")


def test_who_passes_by_the_edge_is_refused(cloud: ShopCloud, hosted: dict[str, str]) -> None:
    answer = requests.get(f"{cloud.endpoint}/_aws/execute-api/{hosted['Api']}/$default/about/", timeout=60)
    assert (answer.status_code, answer.text) == (403, "The shop is at its own address.\n")


def test_a_guest_buys_through_the_shops_cloudfront(cloud: ShopCloud, hosted: dict[str, str], sku: str) -> None:
    """Without scripts, from the first page to the confirmed order: what `make smoke` does after a deploy to AWS."""
    lines: list[str] = []
    visitor = Visitor(hosted["Address"], lines.append, session=browse(cloud, hosted["Address"]))
    with taking_payments(cloud, hosted["Address"]):
        order = visitor.buy(180)
    assert urlsplit(order).hostname == urlsplit(hosted["Address"]).hostname
    assert lines[-1].startswith("confirmed: "), lines
