"""The shop while a part of it does not answer: each page says so, and shows what it can. With scripts and without."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import RULES
from tests.browser.conftest import Storefront
from tests.browser.flaky_proxy import Gate
from tests.browser.page_monitor import Watch
from tests.browser.steps import has_scripts
from tests.browser.stock import STOCK
from tests.integration.api import until

SHELF, OTHER = STOCK[0].product, STOCK[-1].product
FROM = re.compile(r"^This page is from \d")
PROVOKED = (
    "a status of 503",
    "Status Error Code 503",
    "ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)
"""What Chromium and htmx say of pages that do not come."""
SOON = 60.0  # seconds: a reply is good for five, and a service that failed is left alone for five


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(
    chromium: Browser, storefront: Storefront, gated_storefront: tuple[str, Gate], request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Who comes while all is well."""
    url, gate = gated_storefront
    gate.shut.clear()
    watch = Watch(
        urlsplit(url).netloc,
        urlsplit(storefront.cloud.endpoint).netloc,
        allowed=[f"503 from {url}", *PROVOKED],
    )
    context = chromium.new_context(base_url=url, java_script_enabled=request.param, service_workers="block")
    context.on("page", watch.over)
    yield context.new_page()
    context.close()
    gate.shut.clear()
    assert watch.seen == []


def is_marked(page: Page, path: str) -> bool | None:
    """Whether the page says that it is an old one; None where it cannot be shown."""
    reply = page.goto(path)
    return page.get_by_text(FROM).is_visible() if reply and reply.ok else None


def wrong(page: Page) -> list[str]:
    """What axe finds, which needs scripts."""
    return (
        [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page, options=RULES).response["violations"]]
        if has_scripts(page)
        else []
    )


def test_without_search_lists_come_from_the_catalogue_and_say_so(
    visitor: Page, gated_storefront: tuple[str, Gate]
) -> None:
    gated_storefront[1].shut.add("search")
    visitor.goto("/shop/art-prints/?f.frame=Oak")
    expect(
        visitor.get_by_text("Filters are not available right now: this is the full list, without the choices you made.")
    ).to_be_visible()
    expect(visitor.get_by_role("link", name=SHELF.title)).to_be_visible()
    assert wrong(visitor) == []
    visitor.get_by_role("link", name="Lowest price").click()
    expect(visitor.get_by_role("link", name="Lowest price")).to_have_attribute("aria-current", "true")
    reply = visitor.goto("/search/?q=hills")
    assert reply
    assert (reply.status, reply.headers["retry-after"]) == (503, "10")
    expect(visitor.get_by_role("heading", level=1, name="Search is resting")).to_be_visible()
    expect(visitor.get_by_role("heading", name="What others like")).to_be_visible()
    assert wrong(visitor) == []
    visitor.get_by_role("link", name="See everything").click()
    expect(visitor.get_by_text("Filters are not available right now: this is the full list.")).to_be_visible()


def test_when_search_stops_the_next_click_leads_to_the_plain_list(
    visitor: Page, gated_storefront: tuple[str, Gate]
) -> None:
    visitor.goto("/shop/?sort=name")
    gated_storefront[1].shut.add("search")
    visitor.get_by_role("link", name="Next").click()
    expect(visitor.get_by_text("Filters are not available right now: this is the full list.")).to_be_visible()
    expect(visitor.get_by_role("link", name=SHELF.title)).to_be_visible()
    gated_storefront[1].shut.clear()
    visitor.goto("/shop/?f.frame=Unframed&max=4321")
    gated_storefront[1].shut.add("search")
    visitor.get_by_role("link", name="Remove: Unframed").click()
    expect(
        visitor.get_by_text("Filters are not available right now: this is the full list, without the choices you made.")
    ).to_be_visible()
    expect(visitor.get_by_role("link", name=SHELF.title)).to_be_visible()


def test_when_search_stops_the_next_click_says_so(visitor: Page, gated_storefront: tuple[str, Gate]) -> None:
    visitor.goto("/search/?q=hills&f.frame=Unframed&max=4321")
    gated_storefront[1].shut.add("search")
    visitor.get_by_role("link", name="Remove: Unframed").click()
    expect(visitor.get_by_role("heading", level=1, name="Search is resting")).to_be_visible()


def test_without_a_network_a_link_is_followed_to_what_the_browser_says_of_it(visitor: Page) -> None:
    visitor.goto("/shop/?sort=price-up")
    visitor.context.set_offline(True)
    with visitor.expect_event("requestfailed", lambda request: request.is_navigation_request()) as failed:
        visitor.get_by_role("link", name="Next").click()
    visitor.context.set_offline(False)
    assert failed.value.url.endswith("/shop/?sort=price-up&page=2")


def test_pages_last_seen_are_shown_and_marked_while_search_and_catalogue_do_not_answer(
    visitor: Page, gated_storefront: tuple[str, Gate]
) -> None:
    seen = ("/", "/shop/art-prints/", f"/product/{SHELF.id}/")
    for path in seen:  # a service that did not answer the test before is left alone for a while
        until(lambda path=path: is_marked(visitor, path), lambda old: old is False, SOON)  # type: ignore[misc]
    gated_storefront[1].shut |= {"search", "product"}
    for path in seen:
        until(lambda path=path: is_marked(visitor, path), within=SOON)  # type: ignore[misc]
        expect(
            visitor.get_by_role("main")
            .get_by_role("link", name=SHELF.title)
            .or_(visitor.get_by_role("heading", name=SHELF.title))
            .first
        ).to_be_visible()
        assert wrong(visitor) == []
    reply = visitor.goto(f"/product/{OTHER.id}/")  # nobody has looked at it
    assert reply
    assert reply.status == 503
    expect(visitor.get_by_role("link", name="Try again")).to_be_visible()
    gated_storefront[1].shut.clear()
    for path in seen:
        until(lambda path=path: is_marked(visitor, path), lambda old: old is False, SOON)  # type: ignore[misc]
