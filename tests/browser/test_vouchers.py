"""A gift voucher from the mail that brings it to the order that it pays for, in a real browser: with scripts and without."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, sign_in, type_address, wait_until_placed
from tests.browser.voucher_visits import ask_balance, buy, enter, issue, reload_until, sell_vouchers, withdraw


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def worker(open_page: OpenPage, storefront: Storefront) -> Page:
    """Who works here, signed in."""
    page = open_page()
    page.goto("/account/sign-in")
    sign_in(page, storefront.cloud.account("staff"))
    return page


def test_a_voucher_that_was_mailed_pays_for_an_order_without_a_card_and_shows_what_is_left(
    visitor: Page, worker: Page, storefront: Storefront, article: str
) -> None:
    code, account = issue(worker, storefront.cloud), storefront.cloud.new_account()
    add(visitor, article)
    enter(visitor, code)
    visitor.get_by_role("link", name="Check out").click()
    sign_in(visitor, account)
    type_address(visitor, account)
    visitor.get_by_role("button", name=re.compile("^Continue to")).click()
    expect(visitor.get_by_text("No card is needed.")).to_be_visible()
    visitor.get_by_role("button", name="Pay by gift voucher").click()
    wait_until_placed(visitor)
    expect(visitor.get_by_text(f"Code …{code[-4:]}")).to_be_visible()
    expect(visitor.get_by_text("By card")).to_have_count(0)
    ask_balance(visitor, code.lower())
    expect(visitor.get_by_text(re.compile(r"€\d+\.\d\d is left\."))).to_be_visible()


def test_a_voucher_that_was_bought_is_mailed_pays_for_an_order_and_its_rest_goes_back_to_the_card(
    visitor: Page, worker: Page, storefront: Storefront, article: str
) -> None:
    account = storefront.cloud.new_account()
    code = buy(visitor, storefront.cloud, sell_vouchers(storefront.cloud), account)
    bought = urlsplit(visitor.url).path
    expect(visitor.get_by_text("The code of each gift voucher is mailed to you.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Cancel the order")).to_have_count(0)
    add(visitor, article)
    enter(visitor, code)
    visitor.get_by_role("link", name="Check out").click()
    visitor.get_by_role("button", name="Continue to delivery").click()
    visitor.get_by_role("button", name="Continue to payment").click()
    expect(visitor.get_by_text("No card is needed.")).to_be_visible()
    visitor.get_by_role("button", name="Pay by gift voucher").click()
    wait_until_placed(visitor)
    withdraw(worker, bought.split("/")[2], code[-4:])
    visitor.goto(bought)
    reload_until(visitor, visitor.get_by_text(re.compile("Back to your card")))
    ask_balance(visitor, code)
    expect(visitor.get_by_text("Nothing is left to spend.")).to_be_visible()
