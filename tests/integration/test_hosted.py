"""The storefront hosted as a function behind CloudFront, on the local cloud, whose CloudFront passes on and keeps
nothing: what it would keep is shown in tests/storefront/test_shared_pages.py."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from infra.smoke.visitor import Visitor
from tests.cloud import ShopCloud
from tests.integration.hosted import browse, deploy, taking_payments


@pytest.fixture(scope="module")
def hosted_outputs(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The outputs of the hosted storefront's stack."""
    yield deploy(cloud, tmp_path_factory.mktemp("hosted"))
    cloud.client("cloudformation").delete_stack(StackName="Hosted")


def test_who_passes_by_the_edge_is_refused(cloud: ShopCloud, hosted_outputs: dict[str, str]) -> None:
    answer = requests.get(f"{cloud.endpoint}/_aws/execute-api/{hosted_outputs['Api']}/$default/about/", timeout=60)
    assert (answer.status_code, answer.text) == (403, "The shop is at its own address.\n")


def test_a_static_file_of_no_release_is_not_there(cloud: ShopCloud, hosted_outputs: dict[str, str]) -> None:
    answer = browse(cloud, hosted_outputs["Address"]).get(f"{hosted_outputs['Address']}/static/js/shop.js", timeout=60)
    assert answer.status_code == 403  # S3 says no more to whoever may not list
    assert "cookie" not in answer.headers


def test_pages_styles_scripts_and_pictures_have_one_name_and_come_from_buckets(
    cloud: ShopCloud, hosted_outputs: dict[str, str]
) -> None:
    session = browse(cloud, hosted_outputs["Address"])
    page = session.get(f"{hosted_outputs['Address']}/about/", timeout=60).text
    files = set(re.findall(r'"(/static/[^"#]+)', page))
    assert {Path(each).suffix for each in files} >= {".js", ".svg", ".woff2"}
    for each in files:
        answer = session.get(hosted_outputs["Address"] + each, timeout=60)
        assert answer.status_code == 200, each
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = "pictures/uploaded/" + "0" * 40 + "-640.webp"
    cloud.client("s3").put_object(Bucket=cloud.outputs["PictureBucket"], Key=name, Body=b"picture")
    assert session.get(f"{hosted_outputs['Address']}/{name}", timeout=60).content == b"picture"


def test_a_guest_buys_through_the_shops_cloudfront(cloud: ShopCloud, hosted_outputs: dict[str, str], sku: str) -> None:
    """Without scripts, from the first page to the confirmed order: what `make smoke` does after a deploy to AWS."""
    lines: list[str] = []
    visitor = Visitor(hosted_outputs["Address"], lines.append, session=browse(cloud, hosted_outputs["Address"]))
    with taking_payments(cloud, hosted_outputs["Address"]):
        order = visitor.buy(180)
    assert urlsplit(order).hostname == urlsplit(hosted_outputs["Address"]).hostname
    assert lines[-1].startswith("confirmed: "), lines
