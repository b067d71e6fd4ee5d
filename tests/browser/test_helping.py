"""Support at the desk, in a real browser: what the role opens, a customer with notes who is signed out everywhere, and
a review on its way to everybody; meanwhile that shopper takes the data along, and then leaves. No log of the deployed
shop has a word of it."""

import contextlib
import re
import time
import zipfile

import pytest
from playwright.sync_api import Page, expect

from backend.order.item import EXPORT_PREFIX
from infra.local import logs
from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.deliveries import deliver_product
from tests.browser.review_visits import reload_until
from tests.browser.steps import expect_confirmed, give_card, sign_in, type_address
from tests.browser.test_guests import NARROW, WIDE, mailed_link
from tests.cloud import ShopCloud
from tests.integration.forgery import claims
from tests.integration.shop import ADDRESS, CARD

NOT_FOR_SUPPORT = ("/staff/products/", "/staff/promotions/", "/staff/dead-letters/")
READY_SECONDS = 240
WORDS, ANSWER = "The blue is deeper than on the screen.", "We print it by daylight."
NOTE = "Rings on Mondays."


@pytest.fixture
def account(storefront: Storefront) -> Account:
    return storefront.cloud.new_account()


@pytest.fixture
def product(storefront: Storefront, account: Account) -> str:
    """Something of its own that this shopper was sent, under the account's address."""
    return deliver_product(storefront.cloud, account, "helped")


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_support_helps_a_shopper_who_then_takes_the_data_along_and_leaves(
    open_page: OpenPage,
    storefront: Storefront,
    account: Account,
    product: str,
    scripts: bool,
    viewport: dict[str, int],
) -> None:
    """Whoever works at the desk has scripts where the shopper has none."""
    shopper = open_page(java_script_enabled=scripts, viewport=viewport)
    desk = open_page(java_script_enabled=not scripts, viewport=viewport)
    owner = f"shopper#{claims(storefront.cloud.tokens(account)['access_token'])['sub']}"
    write_review(shopper, account)
    ask_for_data(shopper)
    desk.goto("/account/")
    sign_in(desk, storefront.cloud.new_account("support"))
    see_only_what_is_for_support(desk)
    publish_review(desk, product)
    sign_out_everywhere(desk, account)
    shopper.goto("/account/")
    expect(shopper).to_have_url(re.compile("/account/sign-in"))
    elsewhere = open_page(java_script_enabled=scripts, viewport=viewport)
    see_answer(elsewhere, product)
    elsewhere.goto("/account/")
    sign_in(elsewhere, account)
    assert WORDS in fetch_data(elsewhere, storefront.cloud, owner)["reviews.json"]
    close(elsewhere, account)
    lines = read_logs(storefront)
    assert len(lines) > 100
    assert [
        line for line in lines if any(text in line for text in (account.email, WORDS, NOTE, ADDRESS["street"]))
    ] == []


def read_logs(storefront: Storefront) -> list[str]:
    """Return all that the functions and the storefront have logged."""
    return [*logs.read(storefront.cloud.cloud), *storefront.log.read_text().splitlines()]


def write_review(page: Page, account: Account) -> None:
    """From the order's page."""
    page.goto("/orders/")
    sign_in(page, account)
    page.get_by_role("link", name=re.compile("^Order ")).first.click()
    page.get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    page.get_by_role("radio", name=re.compile("^Very good")).check()
    page.get_by_label("Your review").fill(WORDS)
    page.get_by_role("button", name="Send your review").click()
    expect(page.get_by_text("Thank you for your review.")).to_be_visible()


def see_only_what_is_for_support(page: Page) -> None:
    """The desk's navigation, and pages that somebody else's link leads to."""
    page.goto("/staff/")
    places = page.get_by_role("navigation", name="Desk").get_by_role("link")
    assert {"Customers", "Reviews", "New order"} <= set(places.all_inner_texts())
    assert not {"Products", "Promotions", "Menu", "Failed messages"} & set(places.all_inner_texts())
    for path in NOT_FOR_SUPPORT:
        page.goto(path)
        expect(page.get_by_role("heading", name="This is not for your role")).to_be_visible()
    page.get_by_role("link", name="To your first page").click()
    expect(page).to_have_url(re.compile("/staff/orders/"))


def publish_review(page: Page, product: str) -> None:
    """Read it, publish it, and answer it for everybody to read."""
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Reviews").click()
    review = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=product.title()))
    reload_until(page, review)
    review.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("The review is published.")).to_be_visible()
    page.get_by_role("link", name="Published", exact=True).click()
    reload_until(page, review)
    review.get_by_text("Answer in public").click()
    review.get_by_label("Answer, for everybody to read").fill(ANSWER)
    review.get_by_role("button", name="Save the answer").click()
    expect(page.get_by_text("The answer is saved.")).to_be_visible()


def sign_out_everywhere(page: Page, account: Account) -> None:
    """Find the customer, leave a note, and end every sign-in."""
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Customers").click()
    page.get_by_label("Name, e-mail or postal code").fill(account.email)
    page.get_by_role("search", name="Customers").get_by_role("button", name="Find").click()
    page.get_by_role("row").filter(has_text=account.email).get_by_role("link").first.click()
    page.get_by_label("New note").fill(NOTE)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    page.get_by_text("Sign out everywhere", exact=True).click()
    page.get_by_role("button", name=f"Sign {account.email} out everywhere").click()
    expect(page.get_by_text("Every sign-in with this address is ended.")).to_be_visible()
    expect(page.get_by_text("Signed out everywhere.")).to_be_visible()


def see_answer(page: Page, product: str) -> None:
    page.goto(f"/product/{product}/reviews/")
    reload_until(page, page.get_by_text(ANSWER))
    expect(page.get_by_text(WORDS).first).to_be_visible()


def ask_for_data(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("link", name="Download your data").click()
    page.get_by_role("button", name="Ask for my data").click()
    expect(page.get_by_text("We are preparing your data").first).to_be_visible()


def fetch_data(page: Page, cloud: ShopCloud, owner: str) -> dict[str, str]:
    """Wait for the file and fetch it: its texts, by their names."""
    page.goto("/account/data/")
    ready, end = page.get_by_role("link", name=re.compile(r"^Download \(")), time.monotonic() + READY_SECONDS
    while not ready.is_visible() and time.monotonic() < end:
        hurry(cloud, owner)
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        ready.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".json")}


def hurry(cloud: ShopCloud, owner: str) -> None:
    """Have the sweeper take the owner's data export on, which it would with one of the next minutes."""
    database = cloud.client("dynamodb")
    with contextlib.suppress(database.exceptions.ConditionalCheckFailedException):  # it is ready
        database.update_item(
            TableName=cloud.outputs["OrderTable"],
            Key={"pk": {"S": f"{EXPORT_PREFIX}{owner}"}, "sk": {"S": "EXPORT"}},
            UpdateExpression="SET due = requested_at",
            ConditionExpression="attribute_exists(pk) AND attribute_not_exists(expires_at)",
        )
    cloud.client("lambda").invoke(FunctionName=cloud.outputs["OrderSweeper"], InvocationType="Event")


def close(page: Page, account: Account) -> None:
    """Another address closes nothing; the own one does, and nobody signs in with it again."""
    page.goto("/account/")
    page.get_by_role("link", name="Close your account").click()
    page.get_by_label("E-mail").fill("somebody@halftone.example")
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_text("This is not the address of this account.").first).to_be_visible()
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_text("Your account is closed.")).to_be_visible()
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.locator("#username").fill(account.email)
    page.locator("#password").fill(account.password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#password")).to_be_visible()


def test_support_orders_for_who_rings_and_the_link_in_the_mail_pays_it_once(
    open_page: OpenPage, storefront: Storefront, account: Account, article: str
) -> None:
    desk, buyer = open_page(), open_page(java_script_enabled=False)
    desk.goto("/account/")
    sign_in(desk, storefront.cloud.new_account("support"))
    desk.goto("/staff/orders/new/")
    desk.get_by_label("SKU", exact=True).fill(article.split("/")[2].upper())
    desk.get_by_role("button", name="Add", exact=True).click()
    desk.get_by_role("link", name="On to the address").click()
    type_address(desk, account, "Continue to review")
    desk.get_by_role("button", name="Place it and mail the link").click()
    expect(desk.get_by_text("which is good for a day")).to_be_visible()
    buyer.goto(mailed_link(storefront.cloud, account.email))
    buyer.get_by_role("button", name=re.compile("^Pay €")).click()
    give_card(buyer, CARD)
    expect_confirmed(buyer)
    expect(buyer.get_by_role("button", name=re.compile("^Pay €"))).to_have_count(0)
