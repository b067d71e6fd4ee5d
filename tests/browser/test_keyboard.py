"""A whole purchase by keyboard alone, from the home page to the order: with scripts and without, and nothing that has the
focus on the way is covered by a part that sticks."""

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import ADDRESS, has_scripts, wait_until_placed
from tests.browser.stock import STOCK
from tests.browser.test_frame import COVERED
from tests.browser.test_guests import NARROW, WIDE

MOST = 150
"""Presses of Tab that a page may need; a page has fewer links and fields than that."""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_a_guest_buys_by_keyboard_alone(open_page: OpenPage, scripts: bool, viewport: dict[str, int]) -> None:
    page = open_page(java_script_enabled=scripts, viewport=viewport, reduced_motion="reduce")
    page.goto("/")
    press(page, page.get_by_role("main").get_by_role("link", name=STOCK[0].product.title).first)
    press(page, page.get_by_role("button", name="Add to basket").first)
    if scripts:
        expect(page.get_by_role("heading", name="In your basket")).to_be_focused()
    press(page, page.get_by_role("link", name="Check out"))
    write(page, page.get_by_label("E-mail"), f"keys-{os.urandom(6).hex()}@halftone.example", "Enter")
    expect(page.get_by_role("heading", level=1, name="Where should it go?")).to_be_visible()
    write(page, page.get_by_label("Full name").first, "Ada Lovelace")
    for label, text in ADDRESS.items():
        write(page, page.get_by_label(label).first, text)
    press(page, page.get_by_role("button", name="Continue to delivery"))
    press(page, page.get_by_role("button", name="Continue to payment"))
    press(page, page.get_by_role("button", name="Enter your card at Sandbox Pay"))
    write(page, page.get_by_label("Card number"), "4242424242424242")
    write(page, page.get_by_label("Expires"), "1249")
    write(page, page.get_by_label("Security code"), "123", "Enter")
    press(page, page.get_by_role("button", name=re.compile("^Pay €")))
    assert wait_until_placed(page)


def press(page: Page, target: Locator) -> None:
    """Walk to what is there and press Enter on it."""
    walk_to(page, target)
    page.keyboard.press("Enter")


def write(page: Page, field: Locator, text: str, key: str = "") -> None:
    """Walk to a field and type into it, in the place of what it holds; then press the key, if there is one."""
    walk_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    if key:
        page.keyboard.press(key)


def walk_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as somebody without a mouse does."""
    target.wait_for()
    page.wait_for_load_state("load")
    covered = list[str]()
    for _ in range(MOST):
        if target.evaluate("each => each === document.activeElement"):
            assert covered == []
            return
        page.keyboard.press("Tab")
        if has_scripts(page):
            page.evaluate(DRAWN)  # what sticks may leave as the page scrolls
        place = page.evaluate(COVERED)
        covered += [place] if place else []
    raise AssertionError(f"no press of Tab leads to {target}")
