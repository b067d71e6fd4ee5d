"""What a screen reader is given of a purchase: the parts of its pages, as `purchase.tree` has them to be read through.

`WRITE_TREE=1 make test TESTS=tests/browser/test_screen_reader.py` writes that file anew. Read it before you commit it.
"""

import os
import re
from pathlib import Path

from playwright.sync_api import Page

from infra.local.accounts import Account
from tests.browser.conftest import OpenPage
from tests.browser.steps import add, pay, type_address, wait_until_placed
from tests.browser.stock import STOCK

TREE = Path(__file__).parent / "purchase.tree"
CHANGING = {
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* \d{1,2} [A-Z][a-z]+( \d{4})?": "DAY",
    r"\b\d{1,2} [A-Z][a-z]+ \d{4}": "DAY",
    r"\b\d{1,2}:\d{2}\b": "TIME",
    r"[\w.+-]+@[\w.-]+\.\w+": "E-MAIL",
    r"\b[0-9A-F]{4}-[0-9A-F]{4}\b": "NUMBER",
    r"\b[0-9a-f]{28}\b": "ID",
    r"(/url: [^\s?]*)\?\S*": r"\1",
}
"""Patterns of what differs from run to run, and what stands for it."""


def test_a_screen_reader_is_given_the_purchase_that_was_read_through(open_page: OpenPage) -> None:
    heard = "\n".join(walk(open_page(reduced_motion="reduce")))
    if "WRITE_TREE" in os.environ:
        TREE.write_text(heard)
    assert heard == TREE.read_text()


def walk(page: Page) -> list[str]:
    """Buy as a guest. Return the tree of each step, under its name."""
    guest = Account("shopper", f"tree-{os.urandom(6).hex()}@halftone.example", "")
    add(page, f"/product/{STOCK[0].product.id}/")
    steps = [tree(page, "panel", "dialog[open]")]
    page.goto("/basket/")
    steps.append(tree(page, "basket", ".basket"))
    page.get_by_role("main").get_by_role("link", name="Check out").first.click()
    steps.append(tree(page, "gate"))
    page.get_by_label("E-mail").fill(guest.email)
    page.get_by_role("button", name="Continue as a guest").click()
    page.get_by_role("heading", name="Where should it go?").wait_for()
    steps.append(tree(page, "address"))
    type_address(page, guest)
    page.get_by_role("button", name="Continue to payment").wait_for()
    steps.append(tree(page, "delivery"))
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name="Enter your card at Sandbox Pay").wait_for()
    steps.append(tree(page, "payment"))
    pay(page)
    steps.append(tree(page, "review"))
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(page)
    return [*steps, tree(page, "order")]


def tree(page: Page, name: str, part: str = "main") -> str:
    """Return the accessibility tree of a part of the page, without what differs from run to run."""
    page.evaluate("document.querySelector('[aria-labelledby=picks]')?.remove()")  # they follow from others' purchases
    text = page.locator(part).aria_snapshot()
    for pattern, replacement in CHANGING.items():
        text = re.sub(pattern, replacement, text)
    return f"# {name}\n{text}\n"
