"""The storefront hosted as a function behind CloudFront, on the local cloud, whose CloudFront passes on and keeps
nothing: what it would keep is kept by tests/integration/edge_proxy.py."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from backend.contracts.edge import ORIGIN_SECRET
from backend.contracts.search.operations import SEARCH
from infra.local.accounts import Account
from infra.smoke.visitor import Visitor
from tests.browser.page_monitor import Watch
from tests.browser.steps import PATIENCE_MS, pay, type_address, wait_until_placed
from tests.cloud import ShopCloud
from tests.integration.api import Api, until
from tests.integration.edge_proxy import EdgeProxy, stand_before
from tests.integration.hosted import browse, deploy, taking_payments
from tests.integration.shop import sell

PHONE = {"width": 390, "height": 844}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def hosted_outputs(cloud: ShopCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The outputs of the hosted storefront's stack."""
    yield deploy(cloud, tmp_path_factory.mktemp("hosted"))
    cloud.client("cloudformation").delete_stack(StackName="Hosted")


def test_requests_that_bypass_the_edge_are_refused(cloud: ShopCloud, hosted_outputs: dict[str, str]) -> None:
    answer = requests.get(f"{cloud.endpoint}/_aws/execute-api/{hosted_outputs['Api']}/$default/about/", timeout=60)
    assert (answer.status_code, answer.text) == (403, "The shop is at its own address.\n")


def test_of_a_static_file_of_no_release_the_function_says_that_it_is_missing(
    cloud: ShopCloud, hosted_outputs: dict[str, str]
) -> None:
    """The edge asks it where the bucket says 403; the local cloud's CloudFront has no second origin, and stops there."""
    path = "/static/js/shop.js"
    answer = browse(cloud, hosted_outputs["Address"]).get(f"{hosted_outputs['Address']}{path}", timeout=60)
    assert answer.status_code == 403
    function = cloud.client("lambda").get_function_configuration(FunctionName=hosted_outputs["Function"])
    from_edge = {ORIGIN_SECRET: function["Environment"]["Variables"]["SHOP_ORIGIN_SECRET"]}
    api = f"{cloud.endpoint}/_aws/execute-api/{hosted_outputs['Api']}/$default"
    answer = requests.get(f"{api}{path}", headers=from_edge, timeout=60)
    assert (answer.status_code, answer.text) == (404, "There is no such file.\n")
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


@pytest.fixture
def edge(cloud: ShopCloud, hosted_outputs: dict[str, str], tmp_path: Path) -> Iterator[EdgeProxy]:
    with stand_before(cloud.endpoint, str(urlsplit(hosted_outputs["Address"]).hostname), tmp_path) as proxy:
        yield proxy


@pytest.fixture
def open_page(
    chromium: Browser, cloud: ShopCloud, hosted_outputs: dict[str, str], edge: EdgeProxy
) -> Iterator[OpenPage]:
    """Opens a page in a browser profile of its own, which reaches the shop by its name of CloudFront alone."""
    watch = Watch(urlsplit(hosted_outputs["Address"]).netloc, urlsplit(cloud.endpoint).netloc)
    contexts = []
    expect.set_options(timeout=PATIENCE_MS)

    def open_page(**options: Any) -> Page:
        proxy = {"server": edge.url, "bypass": str(urlsplit(cloud.endpoint).hostname)}
        own = {
            "base_url": hosted_outputs["Address"],
            "proxy": proxy,
            "ignore_https_errors": True,
            "service_workers": "block",
        }
        contexts.append(chromium.new_context(**own, **options))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        page = contexts[-1].new_page()
        watch.over(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watch.seen == []


@pytest.fixture(scope="module")
def lantern(api: Api, staff: str) -> str:
    """The id of an article that search finds by its first word and knows to be in stock, as another at another price:
    there are filters for a list of two."""
    name = f"lantern-{os.urandom(4).hex()}"
    sell(api, staff, name)
    sell(api, staff, f"lantern-{os.urandom(4).hex()}", 3900)
    until(lambda: api(SEARCH, query={"q": "lantern"}).json().get("in_stock", 0), lambda count: count >= 2)
    return name


def test_a_second_visitor_without_cookies_is_served_by_the_edge_and_no_function_is_called(
    open_page: OpenPage, edge: EdgeProxy, lantern: str
) -> None:
    for path in ("/", "/shop/", f"/product/{lantern}/"):
        open_page(viewport=PHONE).goto(path)
        assert path in edge.cache.asked
        edge.cache.asked.clear()
        page = open_page(viewport=PHONE)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [each for each in edge.cache.asked if not each.startswith(("/static/", "/pictures/"))] == []


def test_a_guest_buys_with_scripts_through_the_shops_cloudfront(
    open_page: OpenPage, cloud: ShopCloud, hosted_outputs: dict[str, str], lantern: str
) -> None:
    page, guest = open_page(), Account("shopper", f"{lantern}@halftone.example", "")
    find_by_suggestions_and_filters(page, lantern)
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("heading", name="In your basket")).to_be_visible()
    page.get_by_role("link", name="Check out").first.click()
    page.get_by_label("E-mail").fill(guest.email)
    page.get_by_role("button", name="Continue as a guest").click()
    page.set_viewport_size(PHONE)
    with taking_payments(cloud, hosted_outputs["Address"]):
        type_address(page, guest)
        page.get_by_role("button", name="Continue to payment").click()
        pay(page)
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(page)
    assert urlsplit(page.url).netloc == urlsplit(hosted_outputs["Address"]).netloc


def find_by_suggestions_and_filters(page: Page, name: str) -> None:
    """From the home page to the article's, by what scripts bring."""
    page.goto("/")
    page.get_by_role("combobox", name="Search the shop").focus()
    page.keyboard.insert_text("lantern")
    expect(page.get_by_role("option", name=re.compile(name, re.IGNORECASE))).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name=re.compile("^In stock")).check()
    expect(page.get_by_role("link", name="Remove: In stock")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name=re.compile(name, re.IGNORECASE)).first.click()
    expect(page.locator("#buy")).to_be_visible()
