"""Visits to the pages with what is picked for a visitor, as tests/browser/pages.py lists them."""

from playwright.sync_api import Page, expect

from tests.browser.review_visits import reload_until
from tests.browser.stock import STOCK
from tests.browser.visitors import World


def home_with_picks(world: World) -> Page:
    """The home page of somebody who has looked at something, once the service that a page can do without is awake."""
    return _open_picks(world, world.visitor)


def _open_picks(world: World, visitor: Page) -> Page:
    world.open(visitor, f"/product/{STOCK[0].product.id}/")
    page = world.open(visitor, "/")
    reload_until(page, page.get_by_role("heading", name="Picked for you"))
    return page


def switched_off(world: World) -> Page:
    """The privacy page after the suggestions were switched off."""
    page = _open_picks(world, world.fresh())
    page.get_by_role("button", name="Switch suggestions off").click()
    expect(page.get_by_text("Suggestions are off").first).to_be_visible()
    return page
