"""Visits to the desk's pages that need something to show, as tests/browser/pages.py lists them."""

from playwright.sync_api import Page, expect

from backend.contracts.order.states import State
from tests.browser.review_visits import reload_until
from tests.browser.steps import type_address
from tests.browser.stock import STOCK
from tests.browser.visitors import World
from tests.integration.shop import ADDRESS


def customer_with_orders(world: World) -> Page:
    """A customer who has ordered, with a note that staff wrote."""
    world.order_that_is(State.PACKED)
    page = world.open(world.worker, f"/staff/customers/one/?email={ADDRESS['email']}")
    reload_until(page, page.get_by_role("rowheader").first)
    page.get_by_label("New note").fill("Rings on Mondays.\n\nWrites in verse.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    for folded in page.locator("details").all():
        folded.locator("summary").click()
    return page


def order_by_phone(world: World) -> Page:
    """The order for who rings, with an article in it."""
    page = world.open(world.worker, "/staff/orders/new/")
    page.get_by_label("SKU", exact=True).fill(STOCK[0].product.variants[0].sku)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name="On to the address")).to_be_visible()
    return page


def review_of_order_by_phone(world: World) -> Page:
    order_by_phone(world).get_by_role("link", name="On to the address").click()
    type_address(world.worker, world.account, "Continue to review")
    expect(world.worker.get_by_role("button", name="Place it and mail the link")).to_be_visible()
    return world.worker
