"""A browser that has been here before, and has no connection now."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.page_monitor import Watch

ACTIVE = "navigator.serviceWorker.ready.then((found) => found.active.state === 'activated')"


def test_a_page_without_a_connection_is_one_of_the_shops_and_leads_on_once_there_is_one(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    page = open_page(service_workers="allow")
    page.goto("/about/")
    page.wait_for_function(ACTIVE)
    page.context.set_offline(True)
    page.goto("/delivery/")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    drawn = page.get_by_role("link", name="Try again").evaluate("(link) => getComputedStyle(link).display")
    assert drawn != "inline"  # the style sheet came from the copy, too
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name=re.compile("^Delivery"))).to_be_visible()
    expect(page).to_have_url(re.compile("/delivery/$"))
