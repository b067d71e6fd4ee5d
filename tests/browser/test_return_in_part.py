"""A guest sends one of three pieces back, is refunded €18.29 of €54.87, and makes an account that holds the order: in a
real browser, with scripts and without."""

import os
import re
import time

import pytest
import requests
from playwright.sync_api import Page, expect

from backend.contracts import guest_keys
from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import (
    PATIENCE_MS,
    add,
    on_hosted_page,
    pay,
    sign_in,
    sign_up,
    type_address,
    wait_until_placed,
)
from tests.browser.test_guests import NARROW, WIDE, check_page, mailed_link
from tests.cloud import ShopCloud
from tests.integration.api import Api
from tests.integration.shop import deliver, sell

PIECE, PART, WHOLE = 1829, "€18.29", "€54.87"


@pytest.fixture(scope="module")
def article(storefront: Storefront) -> str:
    """The address of something that is for sale at €18.29, three of which are delivered for nothing."""
    staff = str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"])
    name = f"third-{os.urandom(4).hex()}"
    sell(Api(storefront.cloud), staff, name, PIECE)
    return f"/product/{name}/"


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_one_of_three_comes_back_its_money_is_shown_to_the_cent_and_an_account_takes_the_order(
    open_page: OpenPage, storefront: Storefront, article: str, scripts: bool, viewport: dict[str, int]
) -> None:
    account = Account("shopper", f"third-{os.urandom(6).hex()}@halftone.example", "Fresh-paper-and-ink-3")
    buyer, page, desk = (open_page(java_script_enabled=scripts, viewport=viewport) for _ in range(3))
    number = buy_three(buyer, article, account)
    link = mailed_link(storefront.cloud, account.email)
    order_id = deliver_to_guest(storefront.cloud, link)
    page.goto(link)
    ask_for_one(page, scripts)
    desk.goto("/staff/")
    sign_in(desk, storefront.cloud.account("staff"))
    desk.goto(f"/staff/orders/{order_id}/")
    take_back(desk)
    see_refund(page, scripts)
    wait_for_mail(storefront.cloud, account.email, number, f"{PART} is back on its way to you.")
    desk.reload()
    money = desk.get_by_role("region", name="Money")
    expect(money).to_contain_text(re.compile(f"Reached the card\\s*{PART}"))
    expect(money).to_contain_text(re.compile(r"Can still be refunded\s*€36\.58"))
    page.get_by_role("link", name="Create an account").click()
    sign_up(page, storefront.cloud, account)
    on_hosted_page(page, account)
    expect(page.get_by_text(f"Order {number} is in your account now.")).to_be_visible()
    page.goto("/orders/")
    page.get_by_role("link", name=f"Order {number}").click()
    expect(page.get_by_text(f"{PART} went back to your card on").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(WHOLE)


def buy_three(page: Page, article: str, account: Account) -> str:
    """As a guest, up to the order's number."""
    add(page, article)
    page.goto("/basket/")
    page.get_by_role("spinbutton").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile(f"3 items, {WHOLE}"))).to_be_visible()
    page.goto("/checkout/start/")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_role("button", name="Continue as a guest").click()
    type_address(page, account)
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    page.get_by_role("button", name=f"Pay {WHOLE}").click()
    return wait_until_placed(page)


def deliver_to_guest(cloud: ShopCloud, link: str) -> str:
    """Pack, send and deliver the order that the link opens; its id."""
    opened = re.search(r"/orders/(\w+)/open/\?key=(\w+)", link)
    assert opened
    staff = str(cloud.tokens(cloud.account("staff"))["access_token"])
    deliver(Api(cloud), staff, guest_keys.owner(opened[2]), opened[1])
    return opened[1]


def ask_for_one(page: Page, scripts: bool) -> None:
    """Choose one of the three, see what comes back, and ask for it."""
    page.get_by_role("link", name="Send something back").click()
    page.wait_for_url("**/return/")  # loaded, so that the page's script sees what is chosen
    page.get_by_label(re.compile("^Pieces of")).select_option("1")
    if not scripts:
        page.get_by_role("button", name="Show what comes back").click()
    expect(page.get_by_role("status").filter(has_text=f"{PART} comes back to your card.")).to_be_visible()
    if scripts:
        check_page(page, "return in part")
    page.get_by_role("button", name=re.compile("^Ask to send .* back$")).click()
    expect(page.get_by_text("We have your request.")).to_be_visible()


def take_back(desk: Page) -> None:
    """Accept the return, and receive it by line; the piece is not sold again."""
    desk.get_by_role("button", name="Accept the return").click()
    expect(desk.get_by_text(": return accepted.")).to_be_visible()
    desk.get_by_role("link", name="Receive the return by line").click()
    desk.get_by_label(re.compile("that go back in stock$")).fill("0")
    desk.get_by_role("button", name="Preview").click()
    preview = desk.get_by_role("status").filter(has_text=f"{PART} will go back to the card.")
    expect(preview).to_contain_text("not restocked")
    desk.get_by_role("button", name="Confirm the return").click()
    expect(desk.get_by_text(": return received.")).to_be_visible()


def see_refund(page: Page, scripts: bool) -> None:
    """On the order's page, once the money has gone: how much, of how much, and when."""
    told, end = page.get_by_text(f"{PART} went back to your card on").first, time.monotonic() + PATIENCE_MS / 1000
    while not told.is_visible() and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.reload()
    expect(told).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(WHOLE)
    if scripts:
        check_page(page, "refunded in part")


def wait_for_mail(cloud: ShopCloud, email: str, *texts: str, within: float = PATIENCE_MS / 1000) -> None:
    """Wait until a mail to this address says all of it."""
    end, bodies = time.monotonic() + within, list[str]()
    while time.monotonic() < end:
        kept = requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=within).json()["messages"]
        bodies = [mail["BodyText"] or "" for mails in kept.values() for mail in mails if email in mail["To"]]
        if any(all(text in " ".join(body.split()) for text in texts) for body in bodies):
            return
        time.sleep(0.1)
    raise AssertionError(f"no mail to {email} says {texts}: {bodies}")
