"""Visits to the pages of the newsletter, as tests/browser/pages.py lists them."""

import re
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

import requests
from playwright.sync_api import Page, expect

from tests.browser.stock import STOCK
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


HILLS = STOCK[0].product
LONG = "A new series of prints from the coast, and how each of its five colours is mixed and laid over the last, " * 2
"""As long as a subject may be."""


def issue_with_errors(world: World) -> Page:
    """The form of an issue that was sent with half of a language."""
    page = world.open(world.worker, "/staff/newsletter/issues/new/")
    page.get_by_label("Subject, Deutsch").fill("Neu")
    page.get_by_role("button", name="Store the draft").click()
    expect(page.get_by_text("The draft was not stored")).to_be_visible()
    return page


def draft(end: str = "") -> Callable[[World], Page]:
    """A draft with a long subject and a product, at its form or at what is below it."""

    def visit(world: World) -> Page:
        page = _store_draft(world)
        return world.open(world.worker, f"{urlsplit(page.url).path}{end}") if end else page

    return visit


def issues(world: World) -> Page:
    """The list, with one at least."""
    _store_draft(world)
    return world.open(world.worker, "/staff/newsletter/issues/")


def sent_issue(world: World) -> Page:
    """An issue that is being sent, or was."""
    page = _store_draft(world)
    page.get_by_role("link", name="Go on to sending").click()
    page.get_by_role("button", name="Send it to").click()
    expect(page.get_by_text("Addresses when it was begun")).to_be_visible()
    return page


def _store_draft(world: World) -> Page:
    page = world.open(world.worker, "/staff/newsletter/issues/new/")
    page.get_by_label("Subject, English").fill(LONG[:200].strip())
    page.get_by_label("Text, English").fill("They are here.\n\nLook at them.")
    page.get_by_label("Products").fill(HILLS.id)
    page.get_by_role("button", name="Store the draft").click()
    expect(page.get_by_text("The draft is stored.")).to_be_visible()
    return page


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
