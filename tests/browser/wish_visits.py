"""Visits to the pages of wish lists and alerts, as tests/browser/pages.py lists them."""

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.stock import STOCK
from tests.browser.visitors import World
from tests.integration.api import until

HILLS, OTHER = STOCK[0].product, STOCK[1].product


def filled_list(world: World) -> Page:
    """A list with two things."""
    _save(world.visitor, HILLS.id)
    _save(world.visitor, OTHER.id)
    page = world.open(world.visitor, "/wishes/")
    expect(page.get_by_role("heading", level=2, name=OTHER.title)).to_be_visible()
    return page


def list_after_removal(world: World) -> Page:
    """The list when one of its things was removed."""
    page = filled_list(world)
    page.get_by_role("button", name=f"Remove {HILLS.title}").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Wish list 1")).to_be_visible()
    return page


def shared_list(world: World) -> Page:
    """The page that the link to a shopper's list opens, as a visitor sees it."""
    _save(world.shopper, HILLS.id)
    page = world.open(world.shopper, "/wishes/")
    if page.get_by_role("button", name="Share this list").is_visible():  # a visit before has shared it
        page.get_by_role("button", name="Share this list").click()
    link = page.get_by_label("Anybody with this link can see your list")
    expect(link).to_have_value(re.compile("/wishes/shared/"))
    page = world.open(world.visitor, urlsplit(link.input_value()).path)
    expect(page.get_by_role("heading", level=1, name="A shared wish list")).to_be_visible()
    return page


def pressed_hearts(world: World) -> Page:
    """A page of cards with a heart that is pressed."""
    _save(world.visitor, HILLS.id)
    page = world.open(world.visitor, f"/search/?q={HILLS.id}")
    expect(_heart(page, HILLS.title)).to_have_attribute("aria-pressed", "true")
    return page


def asking(world: World) -> Page:
    """A product's page with the form of an alert open."""
    page = world.open(world.visitor, f"/product/{HILLS.id}/")
    page.get_by_role("main").get_by_text("E-mail me when it gets cheaper").first.click()
    return page


def asking_with_errors(world: World) -> Page:
    page = asking(world)
    page.get_by_role("button", name="E-mail me when it gets cheaper").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def alerts(world: World) -> Page:
    """A shopper's alerts, one of which was just set."""
    page = world.open(world.shopper, f"/product/{HILLS.id}/")
    page.get_by_role("main").get_by_text("E-mail me when it gets cheaper").first.click()
    page.get_by_role("button", name="E-mail me when it gets cheaper").click()
    expect(page.get_by_text("We will e-mail you when it gets cheaper.")).to_be_visible()
    page = world.open(world.shopper, "/wishes/alerts/")
    expect(page.get_by_role("button", name="Stop").first).to_be_visible()
    return page


def alert_link(*buttons: str) -> Callable[[World], Page]:
    """The page that an alert's mail leads to, once these of its buttons were pressed."""

    def visit(world: World) -> Page:
        page = world.open(world.visitor, _mailed_link(world))
        for button in buttons:
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("button", name=button)).to_be_hidden()
        return page

    return visit


def _heart(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Save {title} to wish list").first


def _save(page: Page, product_id: str) -> None:
    """Press the heart on a product's page, unless it is pressed."""
    page.goto(f"/product/{product_id}/")
    heart = page.get_by_role("button", name="Save to wish list")
    if heart.get_attribute("aria-pressed") == "false":
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")


def _mailed_link(world: World) -> str:
    """Ask for an alert to a new address; the path in the mail that it gets."""
    email = f"alert-{secrets.token_hex(4)}@example.com"
    page = asking(world)
    page.get_by_label("Your e-mail").fill(email)
    page.get_by_role("button", name="E-mail me when it gets cheaper").click()
    expect(page.get_by_text(f"We have written to {email}.")).to_be_visible()
    return until(lambda: _links(world, email), bool)[0]


def _links(world: World, email: str) -> list[str]:
    kept = requests.get(world.api.cloud.outputs_file["Local"]["MailUrl"], timeout=60).json()["messages"]
    bodies = [mail["BodyText"] or "" for mails in kept.values() for mail in mails if email in mail["To"]]
    return [path for body in bodies for path in re.findall(r"https?://[^/\s]+(/wishes/alerts/\S+)", body)]
