"""A guest saves something, signs in, and finds it on the account's list, from where it goes into the basket: with
scripts and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import screenshots
from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import on_hosted_page
from tests.browser.stock import STOCK

HILLS = STOCK[0].product
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def _look(page: Page, name: str, scripts: bool) -> None:
    """The page has no findings of axe, and fits the screen; without scripts neither can be asked."""
    screenshots.take(page, f"wishing {name} {'with' if scripts else 'without'} scripts")
    if scripts:
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, PHONE), (False, WIDE)], ids=["with scripts, narrow", "without scripts, wide"]
)
def test_a_guest_saves_something_signs_in_and_puts_it_into_the_basket(
    open_page: OpenPage, storefront: Storefront, scripts: bool, viewport: dict[str, int]
) -> None:
    page = open_page(java_script_enabled=scripts, viewport=viewport)
    page.goto(f"/search/?q={HILLS.id}")
    heart = page.get_by_role("button", name=f"Save {HILLS.title} to wish list")
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("banner").get_by_role("link", name="Wish list 1")).to_be_visible()
    _look(page, "pressed", scripts)
    page.get_by_role("banner").get_by_role("link", name="Wish list 1").click()
    expect(page.get_by_role("heading", level=1, name="Your wish list")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    on_hosted_page(page, storefront.cloud.new_account())
    expect(page.get_by_text("Your wish list now has the item you saved before signing in.")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=HILLS.title)).to_be_visible()
    _look(page, "merged", scripts)
    page.get_by_role("button", name=re.compile(f"^Add to basket.*{HILLS.title}")).click()
    added = page.get_by_role("heading", name="In your basket") if scripts else page.get_by_text("is in your basket.")
    expect(added).to_be_visible()
    page.goto("/basket/")
    expect(page.get_by_role("main").get_by_role("link", name=HILLS.title).first).to_be_visible()
