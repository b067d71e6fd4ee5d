"""The sum of the order stays in sight while somebody checks out, on screens of every shape, and hides nothing."""

import os

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.accounts import Account
from tests.browser.conftest import OpenPage
from tests.browser.pages import HILLS
from tests.browser.steps import add, pay, type_address
from tests.browser.stock import STOCK

PHONE, SMALLEST = {"width": 390, "height": 844}, {"width": 320, "height": 640}
LANDSCAPE, DESK = {"width": 844, "height": 390}, {"width": 1280, "height": 720}
LARGE_LETTERS = "document.documentElement.style.fontSize = '200%'"
ON_TOP = """each => {
    const box = each.getBoundingClientRect();
    return each.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}"""
"""Whether nothing lies over the middle of a part."""


def begin(page: Page, *more: str) -> Account:
    """Bring a guest with the hills, and more, to the first step; the account is only their address."""
    guest = Account("shopper", f"sum-{os.urandom(6).hex()}@halftone.example", "")
    for product in (HILLS.id, *more):
        add(page, f"/product/{product}/")
    page.goto("/checkout/")
    page.get_by_label("E-mail").fill(guest.email)
    page.get_by_role("button", name="Continue as a guest").click()
    expect(page.get_by_role("heading", level=1, name="Where should it go?")).to_be_visible()
    return guest


def scroll_to_the_end(page: Page) -> None:
    page.get_by_role("navigation", name="Help").scroll_into_view_if_needed()


def in_sight(part: Locator) -> bool:
    expect(part).to_be_in_viewport(ratio=1)
    return bool(part.evaluate(ON_TOP))


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, PHONE), (False, SMALLEST)], ids=["with scripts, 390", "without scripts, 320"]
)
def test_on_a_phone_every_step_shows_the_sum_wherever_one_has_scrolled_to(
    open_page: OpenPage, scripts: bool, viewport: dict[str, int]
) -> None:
    page = open_page(java_script_enabled=scripts, viewport=viewport)
    guest = begin(page)
    total = page.locator("#fold-total")
    for step in ("How should it get there?", "How would you like to pay?"):
        scroll_to_the_end(page)
        assert in_sight(total)
        if step.startswith("How should"):
            type_address(page, guest)
        else:
            page.get_by_role("button", name="Continue to payment").click()
        expect(page.get_by_role("heading", level=1, name=step)).to_be_visible()
    scroll_to_the_end(page)
    assert in_sight(total)
    pay(page)
    expect(page.locator("details.fold[open]").get_by_role("link", name="Change the basket")).to_be_visible()
    scroll_to_the_end(page)
    assert in_sight(page.locator(".fold__sum strong"))
    expect(page.locator(".fold__sum strong")).to_have_text(total.inner_text())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_order_opens_where_one_is_and_leaves_room_for_the_form(open_page: OpenPage, scripts: bool) -> None:
    page = open_page(java_script_enabled=scripts, viewport=PHONE)
    begin(page, STOCK[1].product.id, STOCK[2].product.id)
    scroll_to_the_end(page)
    page.locator(".fold__bar").click()
    expect(page.locator(".fold .line").first).to_be_in_viewport()
    assert in_sight(page.locator("#fold-total"))
    box = page.locator(".fold").bounding_box()
    assert box
    assert box["height"] <= PHONE["height"] / 2
    page.locator(".fold__bar").click()
    expect(page.locator(".fold .line").first).to_be_hidden()


def test_on_a_low_screen_the_bar_scrolls_away(open_page: OpenPage) -> None:
    page = open_page(viewport=LANDSCAPE)
    begin(page)
    expect(page.locator("#fold-total")).to_be_in_viewport()
    scroll_to_the_end(page)
    expect(page.locator("#fold-total")).not_to_be_in_viewport()


@pytest.mark.parametrize("viewport", [PHONE, SMALLEST], ids=["390", "320"])
def test_with_letters_of_twice_the_size_the_bar_fits_and_leaves_room(
    open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    begin(page)
    page.evaluate(LARGE_LETTERS)
    page.get_by_role("button", name="Continue to delivery").scroll_into_view_if_needed()
    assert in_sight(page.locator("#fold-total"))
    box = page.locator(".fold").bounding_box()
    assert box
    assert box["height"] <= viewport["height"] / 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_wide_screen_the_sum_stays_under_a_long_list(open_page: OpenPage) -> None:
    page = open_page(viewport=DESK)
    begin(page, *(each.product.id for each in STOCK[1:8]))
    total = page.locator(".checkout__side .sums__total").last
    assert in_sight(total)
    scroll_to_the_end(page)
    expect(total).to_be_in_viewport(ratio=1)
