"""Visits to the pages of reviews, as tests/browser/pages.py lists them."""

import re
import secrets
import time

from playwright.sync_api import Locator, Page, expect

from backend.contracts.order.states import State
from tests.browser.visitors import World

ARRIVES_SECONDS = 90


def form(world: World) -> Page:
    """The form about what a delivered order brought."""
    page = world.open(world.shopper, f"/orders/{world.order_that_is(State.DELIVERED)}/")
    page.get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", level=1, name=re.compile("review", re.IGNORECASE))).to_be_visible()
    return page


def form_with_errors(world: World) -> Page:
    page = form(world)
    page.get_by_label("Name to show").fill("")
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def form_with_a_review(world: World) -> Page:
    """The form again, once a review has been sent."""
    _send(world)
    page = form(world)
    expect(page.get_by_role("heading", level=1, name="Change your review")).to_be_visible()
    return page


def waiting(world: World) -> Page:
    """Staff's page with a review that waits to be read."""
    _, words = _send(world)
    page = world.open(world.worker, "/staff/reviews/")
    reload_until(page, page.get_by_text(words))
    return page


def listing(world: World) -> Page:
    """The reviews of a product, one of which is published."""
    product, words = _send(world)
    page = world.open(world.worker, "/staff/reviews/")
    reload_until(page, page.get_by_text(words))
    page.get_by_role("button", name=re.compile("^Publish")).first.click()
    expect(page.get_by_text("The review is published.")).to_be_visible()
    page = world.open(world.visitor, f"/product/{product}/reviews/")
    reload_until(page, page.get_by_text(words))
    return page


def report(world: World) -> Page:
    page = listing(world)
    page.get_by_role("link", name=re.compile("^Report")).first.click()
    expect(page.get_by_role("heading", level=1, name="Report a review")).to_be_visible()
    return page


def report_with_errors(world: World) -> Page:
    page = report(world)
    page.get_by_role("button", name="Report it").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def _send(world: World) -> tuple[str, str]:
    """Send a review, or a change of it: what was sent before would change nothing. Return the product's id and the
    words."""
    page, words = form(world), f"The blue is deeper than on the screen. {secrets.token_hex(4)}"
    product = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_role("radio", name=re.compile("^Very good")).check()
    page.get_by_label("Your review").fill(words)
    page.get_by_role("button", name=re.compile("^Send")).click()
    expect(page.get_by_text("Thank you for your review.")).to_be_visible()
    return product, words


def reload_until(page: Page, shown: Locator) -> None:
    """Reload the page until it shows what events bring."""
    end = time.monotonic() + ARRIVES_SECONDS
    while not shown.is_visible() and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.reload()
    expect(shown).to_be_visible()
