"""Gift vouchers as staff issue them and shoppers spend them, and visits to their pages for tests/browser/pages.py."""

import re
import secrets
import time

import requests
from playwright.sync_api import Locator, Page, expect

from infra.local.accounts import Account
from tests.browser.steps import PATIENCE_MS, add, pay, sign_in, type_address, wait_until_placed
from tests.browser.stock import STOCK
from tests.browser.visitors import World
from tests.cloud import ShopCloud
from tests.integration.api import Api
from tests.integration.shop import ADDRESS, sell
from tests.integration.vouchers import buy_voucher

NEVER_ISSUED = "ABCD-EFGH-IJKL-MNOP"
MAILED_SECONDS = PATIENCE_MS / 1000


def issue(page: Page, cloud: ShopCloud, worth: str = "50") -> str:
    """Issue a voucher as staff, and return the code that was mailed."""
    email = f"gift-{secrets.token_hex(6)}@halftone.example"
    page.goto("/staff/vouchers/new/")
    page.get_by_label("Worth").fill(worth)
    page.get_by_label("Mail the code to").fill(email)
    page.get_by_label("A few words with it").fill("Happy birthday!")
    page.get_by_role("button", name="Issue and mail it").click()
    expect(page.get_by_text(f"its code is on its way to {email}")).to_be_visible()
    return mailed_voucher(cloud, email)


def sell_vouchers(cloud: ShopCloud, worth: int = 5000) -> str:
    """Put gift vouchers into the shop, and return the address of their page."""
    name = f"gift-{secrets.token_hex(6)}"
    staff = str(cloud.tokens(cloud.account("staff"))["access_token"])
    sell(Api(cloud), staff, name, worth, kind="voucher")
    return f"/product/{name}/"


def buy(page: Page, cloud: ShopCloud, address: str, account: Account) -> str:
    """Buy a gift voucher by card as whoever has this account, and return the code that was mailed."""
    add(page, address)
    page.goto("/basket/")
    page.get_by_role("main").get_by_role("link", name="Check out").first.click()
    sign_in(page, account)
    type_address(page, account)
    expect(page.get_by_text("Mailed as soon as it is paid")).to_be_visible()
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    expect(page.get_by_text("Arrives by")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Pay ")).click()
    wait_until_placed(page)
    return mailed_voucher(cloud, account.email)


def withdraw(worker: Page, order: str, hint: str) -> None:
    """Take back what is left on the voucher that an order bought, from the order's page on."""
    worker.goto(f"/staff/orders/{order}/")
    worker.get_by_role("link", name=f"Gift voucher …{hint}").click()
    worker.get_by_text("Withdraw it").click()
    worker.locator("#id_withdrawal_reason").fill("As you asked.")
    worker.get_by_role("button", name="Withdraw the gift voucher").click()
    expect(worker.get_by_text("The gift voucher is withdrawn")).to_be_visible()


def enter(page: Page, code: str) -> None:
    """Type the code into the basket, until the basket has heard of the voucher: its mail may be quicker."""
    entered = page.get_by_role("button", name=re.compile("Remove the gift voucher"))
    unknown = page.locator("#id_code[aria-invalid=true]")
    end = time.monotonic() + MAILED_SECONDS
    while time.monotonic() < end:
        page.goto("/basket/")
        page.get_by_text("Add a discount code or gift voucher").click()
        page.locator("#id_code").fill(code)
        page.get_by_role("button", name="Apply").click()
        expect(entered.or_(unknown)).to_be_visible()
        if entered.is_visible():
            return
    raise AssertionError(f"the basket has not heard of a voucher within {MAILED_SECONDS} s")


def reload_until(page: Page, shown: Locator) -> None:
    """Reload the page until it shows this: services hear of each other in their own time."""
    end = time.monotonic() + MAILED_SECONDS
    while not shown.is_visible() and time.monotonic() < end:
        page.reload()
    expect(shown).to_be_visible()


def ask_balance(page: Page, code: str) -> Page:
    """Ask what is left on the voucher with this code."""
    page.goto("/basket/voucher/")
    page.get_by_label("Code of the gift voucher").fill(code)
    page.get_by_role("button", name="Show what is left").click()
    return page


def balance(world: World) -> Page:
    page = ask_balance(world.visitor, issue(world.worker, world.api.cloud))
    expect(page.get_by_text("€50.00 is left.")).to_be_visible()
    return page


def balance_while_down(world: World) -> Page:
    """While the services do not answer: nobody knows what is left."""
    page = ask_balance(world.unlucky, NEVER_ISSUED)
    expect(page.locator("#errors")).to_be_visible()
    return page


def unknown_code(world: World) -> Page:
    page = ask_balance(world.visitor, NEVER_ISSUED)
    expect(page.locator("#errors")).to_be_visible()
    return page


def listing(world: World) -> Page:
    """Staff's list, with one at least."""
    issue(world.worker, world.api.cloud)
    page = world.open(world.worker, "/staff/vouchers/")
    expect(page.get_by_role("table")).to_be_visible()
    return page


def not_found(world: World) -> Page:
    """Staff's list, after a code that nobody has."""
    page = world.open(world.worker, "/staff/vouchers/")
    page.get_by_label("Code of the gift voucher").fill(NEVER_ISSUED)
    page.get_by_role("button", name="Find it").click()
    expect(page.get_by_text("We do not know this code.").first).to_be_visible()
    return page


def form_with_errors(world: World) -> Page:
    page = world.open(world.worker, "/staff/vouchers/new/")
    page.get_by_role("button", name="Issue and mail it").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def blocking_without_a_reason(world: World) -> Page:
    """One voucher's page, once staff tried to block it and did not say why."""
    issue(world.worker, world.api.cloud)
    page = world.worker
    page.get_by_text("Block it").click()
    page.get_by_role("button", name="Block the gift voucher").click()
    expect(page.get_by_text("Say why in a few words.").first).to_be_visible()
    return page


def withdrawing_without_a_reason(world: World) -> Page:
    """The page of a voucher that somebody bought, once staff tried to withdraw it and did not say why."""
    cloud = world.api.cloud
    staff = str(cloud.tokens(cloud.account("staff"))["access_token"])
    sold = buy_voucher(world.api, staff, {"address": ADDRESS})
    page = world.open(world.worker, f"/staff/vouchers/{sold['id']}/")
    page.get_by_text("Withdraw it").click()
    page.get_by_role("button", name="Withdraw the gift voucher").click()
    expect(page.get_by_text("Say why in a few words.").first).to_be_visible()
    return page


def among_goods(world: World) -> Page:
    """A basket of goods and a gift voucher, which is bought by itself."""
    page = world.fresh()
    add(page, f"/product/{STOCK[0].product.id}/")
    add(page, sell_vouchers(world.api.cloud))
    page.goto("/basket/")
    expect(page.get_by_text("is bought by itself.")).to_be_visible()
    return page


def in_the_basket(world: World) -> Page:
    """A basket that a voucher pays a part of."""
    page = world.fresh()
    add(page, f"/product/{STOCK[0].product.id}/")
    enter(page, issue(world.worker, world.api.cloud, "10"))
    return page


def mailed_voucher(cloud: ShopCloud, email: str) -> str:
    """Return the code of the last gift voucher that was mailed to this address."""
    end = time.monotonic() + MAILED_SECONDS
    while time.monotonic() < end:
        kept = requests.get(cloud.outputs_file["Local"]["MailUrl"], timeout=MAILED_SECONDS).json()["messages"]
        texts = [mail["BodyText"] for mails in kept.values() for mail in mails if email in mail["To"]]
        codes = re.findall(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b", " ".join(texts))
        if codes:
            return str(codes[-1])
        time.sleep(0.05)
    raise AssertionError(f"no code was mailed to {email} within {MAILED_SECONDS} s")
