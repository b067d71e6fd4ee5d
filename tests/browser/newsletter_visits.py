"""Visits to the pages of the newsletter, as tests/browser/pages.py lists them."""

import re
import secrets
from collections.abc import Callable

import requests
from playwright.sync_api import Page, expect

from tests.browser.visitors import World
from tests.integration.api import until


def ask_at_the_foot(world: World) -> Page:
    """A page that says that the address typed at its foot was written to."""
    email = f"news-{secrets.token_hex(4)}@example.com"
    page = world.open(world.visitor, "/about/")
    _subscribe(page, email)
    return page


def open_mail(*buttons: str) -> Callable[[World], Page]:
    """The page that the newsletter's mail leads to, once these of its buttons were pressed."""

    def visit(world: World) -> Page:
        page = world.open(world.visitor, _mailed_link(world))
        for button in buttons:
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("button", name=button)).to_be_hidden()
        return page

    return visit


def _subscribe(page: Page, email: str) -> None:
    page.get_by_label("Send it to this address").fill(email)
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_text(f"If {email} does not get our newsletter yet")).to_be_visible()


def _mailed_link(world: World) -> str:
    """Ask for the newsletter to a new address; the path in the mail that it gets."""
    email = f"news-{secrets.token_hex(4)}@example.com"
    _subscribe(world.open(world.visitor, "/about/"), email)
    return until(lambda: _links(world, email), bool)[0]


def _links(world: World, email: str) -> list[str]:
    kept = requests.get(world.api.cloud.outputs_file["Local"]["MailUrl"], timeout=60).json()["messages"]
    bodies = [mail["BodyText"] or "" for mails in kept.values() for mail in mails if email in mail["To"]]
    return [path for body in bodies for path in re.findall(r"https?://[^/\s]+(/newsletter/\S+)", body)]
