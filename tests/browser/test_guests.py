"""A guest buys, follows the link of the mail in a fresh browser, and makes an account that holds the order: with scripts
and without."""

import os
import re
import time
from urllib.parse import urlsplit

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from infra.local.accounts import Account
from tests.browser import screenshots
from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import (
    PATIENCE_MS,
    add,
    expect_confirmed,
    go_back,
    on_hosted_page,
    pay,
    sign_up,
    type_address,
    wait_until_placed,
)
from tests.cloud import ShopCloud

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def check_page(page: Page, name: str) -> None:
    """The page has no findings of axe, and fits the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshots.take(page, f"guest {name}")


def mailed_link(cloud: ShopCloud, email: str, within: float = PATIENCE_MS / 1000) -> str:
    """The path that the latest mail about an order to this address leads to, beside the order's invoice."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        kept = requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=within).json()["messages"]
        bodies = [mail["BodyText"] or "" for mails in kept.values() for mail in mails if email in mail["To"]]
        links = [link for body in bodies for link in re.findall(r"https?://\S+/orders/\S+", body)]
        links = [link for link in links if "documents" not in link]
        if links:
            address = urlsplit(links[-1])
            return f"{address.path}?{address.query}"
        time.sleep(0.1)
    raise AssertionError(f"no mail to {email} within {within} s")


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_a_guest_buys_opens_the_order_by_its_mail_and_takes_it_into_an_account(
    open_page: OpenPage, storefront: Storefront, article: str, scripts: bool, viewport: dict[str, int]
) -> None:
    how = "wide" if scripts else "narrow"
    account = Account("shopper", f"guest-{os.urandom(6).hex()}@halftone.example", "Fresh-paper-and-ink-3")
    page = open_page(java_script_enabled=scripts, viewport=viewport)
    add(page, article)
    page.goto("/basket/")
    page.get_by_role("main").get_by_role("link", name="Check out").first.click()
    expect(page.get_by_role("heading", level=1, name="Checkout")).to_be_visible()
    if scripts:
        check_page(page, f"gate-{how}")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_role("button", name="Continue as a guest").click()
    expect(page.get_by_label("E-mail")).to_have_value(account.email)
    type_address(page, account)
    expect(page.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    go_back(page)
    expect(page.get_by_label("Street and number").first).to_have_value("Kastanienallee 7 b")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    number = wait_until_placed(page)
    expect(page.get_by_role("heading", name="Keep this order in an account")).to_be_visible()

    fresh = open_page(java_script_enabled=scripts, viewport=viewport)
    fresh.goto(page.url)
    expect(fresh.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    fresh.goto(mailed_link(storefront.cloud, account.email))
    expect(fresh.get_by_text("Kastanienallee 7 b")).to_be_visible()
    assert "key=" not in fresh.url
    if scripts:
        check_page(fresh, f"order-{how}")

    other = open_page(java_script_enabled=scripts, viewport=viewport)
    other.goto("/orders/find/")
    if scripts:
        check_page(other, f"find-{how}")
    other.get_by_label("Order number").fill(number)
    other.get_by_label("E-mail").fill("somebody.else@halftone.example")
    other.get_by_role("button", name="Find the order").click()
    expect(other.get_by_text("We found no guest order").first).to_be_visible()
    if scripts:
        check_page(other, f"not-found-{how}")
    other.get_by_label("E-mail").fill(account.email)
    other.get_by_role("button", name="Find the order").click()
    expect(other.get_by_text("Kastanienallee 7 b")).to_be_visible()

    fresh.get_by_role("link", name="Create an account").click()
    expect(fresh.get_by_label("E-mail")).to_have_value(account.email)
    sign_up(fresh, storefront.cloud, account)
    on_hosted_page(fresh, account)
    expect(fresh.get_by_text(f"Order {number} is in your account now.")).to_be_visible()
    fresh.goto("/orders/")
    expect(fresh.get_by_role("link", name=f"Order {number}")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


def test_a_guest_tries_another_card_and_cancels_by_the_link_alone(
    open_page: OpenPage, storefront: Storefront, article: str
) -> None:
    email = f"guest-{os.urandom(6).hex()}@halftone.example"
    page = open_page()
    add(page, article)
    page.goto("/checkout/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Continue as a guest").click()
    type_address(page, Account("shopper", email, ""))
    page.get_by_role("button", name="Continue to payment").click()
    pay(page, "4000 0000 0000 0002")
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    expect_confirmed(page, "Your card was declined.")
    fresh = open_page()
    fresh.goto(mailed_link(storefront.cloud, email))
    fresh.get_by_role("button", name="Try another card").click()
    fresh.get_by_label("Card number").fill("4242 4242 4242 4242")
    fresh.get_by_label("Expires").fill("12/49")
    fresh.get_by_label("Security code").fill("123")
    fresh.get_by_role("button", name="Use this card").click()
    expect_confirmed(fresh)
    fresh.get_by_role("link", name="Cancel the order").click()
    fresh.get_by_role("button", name="Cancel the order").click()
    expect(fresh.get_by_text("The order is cancelled.")).to_be_visible()
