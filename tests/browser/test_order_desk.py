"""An order by the telephone, at the desk: staff find it, refund one line of it, correct its tracking number, and print the
slips of twenty others at once: in a real browser, with scripts and without."""

import os
import re
import time

import pytest
from playwright.sync_api import Page, expect

from backend.contracts.order.models import number
from backend.contracts.order.operations import MOVE_ORDER
from backend.contracts.order.states import State
from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import PATIENCE_MS, sign_in
from tests.browser.test_guests import NARROW, WIDE, check_page
from tests.integration.api import Api
from tests.integration.forgery import claims
from tests.integration.shop import ADDRESS, Shopper, sell, token

SLIPS = 20
FIRST, RIGHT = "RR123456785DE", "RR987654328DE"
SHEETS = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture(scope="module")
def account(storefront: Storefront) -> Account:
    """Who rings."""
    return storefront.cloud.new_account()


@pytest.fixture(scope="module")
def api(storefront: Storefront) -> Api:
    return Api(storefront.cloud)


@pytest.fixture(scope="module")
def staff(storefront: Storefront) -> str:
    return str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"])


@pytest.fixture(scope="module")
def skus(api: Api, staff: str) -> tuple[str, str]:
    """Two articles, at €29.00 and at €18.29."""
    name = os.urandom(4).hex()
    return sell(api, staff, f"rung-{name}"), sell(api, staff, f"other-{name}", 1829)


@pytest.fixture
def order_id(api: Api, staff: str, account: Account, skus: tuple[str, str]) -> str:
    """An order of one piece each, sent under a number with a slip in it."""
    buyer = Shopper(api, account)
    buyer.add(skus[0])
    buyer.add(skus[1])
    form = buyer.form(address=ADDRESS | {"email": account.email}, token=token(api.cloud))
    order_id = str(buyer.check_out(form).json()["order_id"])
    buyer.came_to(order_id, State.CONFIRMED)
    for state, note in ((State.PACKED, ""), (State.SENT, FIRST)):
        body = {"owner": f"shopper#{claims(buyer.token)['sub']}", "state": state, "note": note}
        assert api(MOVE_ORDER, staff, path={"order_id": order_id}, body=body).ok
    return order_id


@pytest.fixture
def to_pack(storefront: Storefront, api: Api, skus: tuple[str, str]) -> None:
    """Twenty confirmed orders, so that the list has as many."""
    buyer = Shopper(api, storefront.cloud.new_account())
    order_ids = [buyer.buy(skus[0]) for _ in range(SLIPS)]
    for order_id in order_ids:
        buyer.came_to(order_id, State.CONFIRMED)


@pytest.mark.usefixtures("to_pack")
@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_staff_find_an_order_refund_one_line_correct_its_tracking_number_and_print_twenty_slips(
    open_page: OpenPage,
    storefront: Storefront,
    account: Account,
    order_id: str,
    skus: tuple[str, str],
    scripts: bool,
    viewport: dict[str, int],
) -> None:
    desk = open_page(java_script_enabled=scripts, viewport=viewport)
    desk.goto("/staff/")
    sign_in(desk, storefront.cloud.new_account("orders"))
    desk.goto("/staff/")
    find(desk, account.email, order_id)
    refund_line(desk, skus[1], scripts)
    correct_tracking(desk)
    find(desk, RIGHT, order_id)
    print_slips(desk, scripts)


def find(desk: Page, words: str, order_id: str) -> None:
    """By the search at the head of every page, once the index has heard of it, and into its page."""
    result = desk.get_by_role("link", name=number(order_id), exact=True)
    end = time.monotonic() + PATIENCE_MS / 1000
    search = desk.get_by_role("search", name="Orders", exact=True)
    search.get_by_role("searchbox").fill(words)
    search.get_by_role("button", name="Find").click()
    desk.wait_for_url(re.compile("/staff/orders/search/"))
    while not result.is_visible() and time.monotonic() < end:
        desk.wait_for_timeout(300)
        desk.reload()
    result.click()
    expect(desk.get_by_role("heading", level=1, name=f"Order {number(order_id)}")).to_be_visible()


def refund_line(desk: Page, sku: str, scripts: bool) -> None:
    """The dearer line stays; more than was bought cannot be chosen."""
    desk.get_by_role("link", name="Issue a refund").click()
    pieces = desk.get_by_label(f"Pieces of {sku}, at most 1")
    for count in ("2", "1"):
        pieces.fill(count)
        desk.get_by_label("Reason").fill("Bent at one corner")
        desk.get_by_role("button", name="Preview").click()
        if count == "2":
            expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.get_by_role("status").filter(has_text="€18.29 will go back to the card.")).to_be_visible()
    if scripts:
        check_page(desk, "desk refund")
    desk.get_by_role("button", name="Refund €18.29").click()
    expect(desk.get_by_text("€18.29 goes back to the card").first).to_be_visible()
    expect(desk.get_by_role("region", name="Returns and refunds")).to_contain_text(f"1 × {sku}")
    expect(desk.get_by_role("region", name="Money")).to_contain_text(re.compile(r"Can still be refunded\s*€33\.90"))


def correct_tracking(desk: Page) -> None:
    """The page and the shopper's link have the new number."""
    desk.get_by_text("Correct the tracking number", exact=True).click()
    desk.get_by_label("Tracking number", exact=True).fill(RIGHT)
    desk.get_by_role("button", name="Save the number").click()
    expect(desk.get_by_role("region", name="Delivery")).to_contain_text(RIGHT)
    expect(desk.get_by_role("region", name="Delivery")).not_to_contain_text(FIRST)


def print_slips(desk: Page, scripts: bool) -> None:
    """Choose the orders in the list, print a sheet for each, and mark them as packed."""
    desk.goto("/staff/orders/?state=confirmed")
    boxes = desk.get_by_role("checkbox", name=re.compile("^Choose order"))
    expect(boxes.nth(SLIPS - 1)).to_be_attached()
    chosen = [str(box.get_attribute("value")) for box in boxes.all()[:SLIPS]]
    for box in boxes.all()[:SLIPS]:
        box.check()
    desk.get_by_role("button", name="Packing slips of the chosen").click()
    expect(desk.get_by_text(f"{SLIPS} slips, each on a sheet of its own.")).to_be_visible()
    if scripts:
        check_page(desk, "desk slips")
    for order_id in chosen:
        expect(desk.get_by_role("article", name=f"Order {number(order_id)}")).to_have_count(1)
    assert len(SHEETS.findall(desk.pdf(format="A4"))) == SLIPS
    desk.get_by_role("button", name=f"Mark all {SLIPS} as packed").click()
    expect(desk.get_by_text(re.compile("^Marked as packed:")).first).to_contain_text(number(chosen[-1]))
    expect(desk.get_by_role("button", name=re.compile("as packed"))).to_have_count(0)
