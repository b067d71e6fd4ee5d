"""What people do in the shop, as journeys put it together."""

import re
import time

import requests
from playwright.sync_api import Page, expect

from infra.local.accounts import Account
from tests.cloud import ShopCloud

ADDRESS = {"Street and number": "Kastanienallee 7 b", "Postal code": "10435", "Town": "Berlin"}
PLACED_WITHIN = 15_000  # milliseconds


def sign_in(page: Page, account: Account) -> None:
    """From the shop's sign-in page through the hosted one and back."""
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    on_hosted_page(page, account)


def on_hosted_page(page: Page, account: Account) -> None:
    """On the hosted page, and back."""
    page.locator("#username").fill(account.email)
    page.locator("#password").fill(account.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You are signed in.")).to_be_visible()


def sign_up(page: Page, cloud: ShopCloud, account: Account) -> None:
    """From the sign-up page to the hosted one, by the code of the mail."""
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill(account.password)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code from the mail").fill(mailed_code(cloud, account.email))
    page.get_by_role("button", name="Confirm").click()


def mailed_code(cloud: ShopCloud, email: str, within: float = 10.0) -> str:
    """The code of the latest mail to this address."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        kept = requests.get(cloud.told["Local"]["MailUrl"], timeout=5).json()["messages"]
        mine = [mail for mails in kept.values() for mail in mails if email in mail["To"]]
        if mine:
            text = max(mine, key=lambda mail: mail["Timestamp"])
            return str(re.findall(r"\b\d{6}\b", text["BodyText"] or text["BodyHtml"])[0])
        time.sleep(0.05)
    raise AssertionError(f"no mail to {email} within {within} s")


def scripted(page: Page) -> bool:
    """Whether the page has scripts: only these can dress its buttons."""
    return page.locator("[data-theme-switch]").is_visible()


def add(page: Page, article: str) -> None:
    """From a product's page, at this address, into the basket."""
    page.goto(article)
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("heading", name="In your basket") if scripted(page) else page.get_by_text("is in your basket.")).to_be_visible()


def type_address(page: Page, account: Account) -> None:
    """The address step of the checkout, filled in and sent."""
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Full name").fill("Ada Lovelace")
    for label, typed in ADDRESS.items():
        page.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Continue to delivery").click()


def wait_until_placed(page: Page) -> str:
    """The order's number, once its page shows the order: by itself with scripts, by the page's own link without."""
    placed = page.get_by_role("heading", name="Thank you. We’re on it.")
    if not scripted(page):
        for _ in range(50):
            if placed.is_visible():
                break
            page.get_by_role("link", name="Look again").click()
    expect(placed).to_be_visible(timeout=PLACED_WITHIN)
    return page.locator(".order__number").inner_text()
