"""What people do in the shop, as journeys put it together."""

import re
import time

import requests
from playwright.sync_api import Page, expect

from infra.local.accounts import Account
from tests.cloud import ShopCloud

ADDRESS = {"Street and number": "Kastanienallee 7 b", "Postal code": "10435", "Town": "Berlin"}

PATIENCE_MS = 90_000
"""How long a page may take to show what is waited for, on a busy machine, in milliseconds."""


def sign_in(page: Page, account: Account) -> None:
    """From the shop's sign-in page through the hosted one and back."""
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    on_hosted_page(page, account)


def on_hosted_page(page: Page, account: Account) -> None:
    """On the hosted page, and back."""
    page.locator("#username").fill(account.email)
    page.locator("#password").fill(account.password)
    page.locator("button[type=submit]").click()  # in the language of the journey
    expect(page.locator("header .wordmark")).to_be_visible()


def sign_up(page: Page, cloud: ShopCloud, account: Account) -> None:
    """From the sign-up page to the hosted one, by the code of the mail."""
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code from the mail").fill(mailed_code(cloud, account.email))
    page.get_by_label("Choose a password").fill(account.password)
    page.get_by_role("button", name="Confirm").click()


def mailed_code(cloud: ShopCloud, email: str, within: float = PATIENCE_MS / 1000) -> str:
    """The code of the latest mail to this address."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        kept = requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=within).json()["messages"]
        mine = [mail for mails in kept.values() for mail in mails if email in mail["To"]]
        if mine:
            text = max(mine, key=lambda mail: mail["Timestamp"])
            shown = re.sub(r"<style.*?</style>|<[^>]+>", " ", text["BodyText"] or text["BodyHtml"], flags=re.DOTALL)
            return str(re.findall(r"\b\d{6}\b", shown)[0])
        time.sleep(0.05)
    raise AssertionError(f"no mail to {email} within {within} s")


def has_scripts(page: Page) -> bool:
    """Whether the page has scripts: only these can dress its buttons."""
    return page.locator("[data-theme-switch]").is_visible()


def go_back(page: Page) -> None:
    """Press the browser's back button. First say by an expectation which page is left: Chromium refuses to go back
    while a page is on its way. A page that would have to be sent again fails with ERR_CACHE_MISS."""
    page.wait_for_load_state("load")
    page.go_back(wait_until="load")


def add(page: Page, article: str) -> None:
    """From a product's page, at this address, into the basket."""
    page.goto(article)
    page.get_by_role("button", name="Add to basket").click()
    expect(
        page.get_by_role("heading", name="In your basket")
        if has_scripts(page)
        else page.get_by_text("is in your basket.")
    ).to_be_visible()


def type_address(page: Page, account: Account, button: str = "Continue to delivery") -> None:
    """The address step of the checkout, filled in and sent by this button."""
    page.get_by_role("textbox", name="E-mail").fill(account.email)
    page.get_by_label("Full name").first.fill("Ada Lovelace")
    for label, typed in ADDRESS.items():
        page.get_by_label(label).first.fill(typed)  # the form of the invoice has the same
    page.get_by_role("button", name=button).click()


def wait_until_placed(page: Page) -> str:
    """The order's number, once it is paid and confirmed."""
    expect_confirmed(page)
    return page.locator(".order__number").inner_text()


def pay(page: Page, number: str = "4242 4242 4242 4242") -> None:
    """From the payment step through the provider's card page and back to the last look."""
    page.get_by_role("button", name="Enter your card at Sandbox Pay").click()
    give_card(page, number)
    expect(page.get_by_role("heading", name="One last look")).to_be_visible()


def expect_confirmed(page: Page, heading: str = "Thank you. It is yours.", within: float = PATIENCE_MS / 1000) -> None:
    """Until the order's page says so: by itself with scripts, by its own link without."""
    page.wait_for_url(re.compile("/orders/"))  # only a page that has loaded tells whether it has scripts
    said, again = page.get_by_role("heading", name=heading), page.get_by_role("link", name="Check again")
    end = time.monotonic() + within
    while not has_scripts(page) and not said.is_visible() and time.monotonic() < end:
        with page.expect_navigation():  # or the page that is left would be asked once more
            again.click()
    expect(said).to_be_visible(timeout=within * 1000)


def give_card(page: Page, number: str) -> None:
    """On the provider's card page."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expires").fill("12/49")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Use this card").click()
