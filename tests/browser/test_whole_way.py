"""One journey through the whole shop, in a real browser: from a stranger's first look to signing out.

With scripts and without.
"""

import os
import re

import pytest
from playwright.sync_api import Page, Request, expect

from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, go_back, on_hosted_page, pay, sign_in, type_address, wait_until_placed
from tests.browser.stock import STOCK


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def stranger(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def account() -> Account:
    """Nobody has it yet."""
    return Account("shopper", f"whole-way-{os.urandom(6).hex()}@halftone.example", "Fresh-paper-and-ink-3")


@pytest.fixture
def hosted_paths(stranger: Page, storefront: Storefront) -> list[str]:
    """The paths of the hosted login that this browser was led through, in order."""
    paths: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.url.startswith(storefront.cloud.endpoint):
            paths.append(request.url.removeprefix(storefront.cloud.endpoint).partition("?")[0])

    stranger.on("request", note)
    return paths


def test_from_the_first_look_to_signing_out(
    stranger: Page, storefront: Storefront, account: Account, hosted_paths: list[str]
) -> None:
    product = STOCK[0].product
    choose_from_the_home_page(stranger, product.title)
    add(stranger, stranger.url)
    add(stranger, f"/product/{STOCK[3].product.id}/")
    make_an_account_at_the_checkout(stranger, account)
    expect(stranger).to_have_url(f"{storefront.url}/checkout/")
    expect(stranger.get_by_text("Your basket now holds the 2 items you added before signing in.")).to_be_visible()
    type_address(stranger, account)
    stranger.get_by_role("button", name="Continue to payment").click()
    pay(stranger)
    stranger.get_by_role("button", name=re.compile("^Pay €")).click()
    number = wait_until_placed(stranger)
    stranger.get_by_role("link", name="All your orders").click()
    stranger.get_by_role("link", name=f"Order {number}").click()
    expect(stranger.get_by_role("main").get_by_role("link", name=product.title)).to_be_visible()
    sign_out_of_both(stranger, account, hosted_paths)
    expect(stranger.get_by_role("link", name=f"Order {number}")).to_be_visible()


def choose_from_the_home_page(page: Page, title: str) -> None:
    """By its picture and into its page."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def make_an_account_at_the_checkout(page: Page, account: Account) -> None:
    """At the gate, a stranger makes an account with the code that the mail page shows, and signs in with it."""
    page.get_by_role("link", name="Check out").click()
    expect(page.get_by_role("button", name="Continue as a guest")).to_be_visible()
    page.goto("/account/sign-up?next=/checkout/")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="Read the e-mail here").click()
    expect(page).to_have_url(re.compile("/mail/"))
    code = page.get_by_role("listitem").filter(has_text=account.email).locator(".mail__code").inner_text()
    go_back(page)
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_label("Choose a password").fill(account.password)
    page.get_by_role("button", name="Confirm").click()
    on_hosted_page(page, account)


def sign_out_of_both(page: Page, account: Account, hosted: list[str]) -> None:
    """Out of the shop and out of the hosted login: whoever comes next must type the password again to see the orders."""
    page.get_by_role("link", name="Account").first.click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert hosted[-1] == "/logout"
    page.goto("/orders/")
    sign_in(page, account)
