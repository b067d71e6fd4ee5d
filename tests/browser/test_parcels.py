"""An order in two parcels, in a real browser: staff send a part and then the rest, and its shopper sees each: with scripts
and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from backend.contracts.order.operations import MOVE_ORDER
from backend.contracts.order.states import State
from infra.local.accounts import Account
from tests.browser import screenshots
from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import sign_in
from tests.browser.stock import STOCK
from tests.integration.api import Api
from tests.integration.forgery import claims
from tests.integration.shop import Shopper

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
ONE, OTHER = STOCK[1].product, STOCK[3].product


@pytest.fixture
def account(storefront: Storefront) -> Account:
    return storefront.cloud.new_account()


@pytest.fixture
def order_id(storefront: Storefront, account: Account) -> str:
    """A packed order of this account: two pieces of one article and one of another."""
    api = Api(storefront.cloud)
    buyer = Shopper(api, account)
    buyer.add(ONE.variants[0].sku, 2)
    order_id = buyer.buy(OTHER.variants[0].sku)
    buyer.came_to(order_id, State.CONFIRMED)
    staff = str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"])
    body = {"owner": f"shopper#{claims(buyer.token)['sub']}", "state": "packed"}
    assert api(MOVE_ORDER, staff, path={"order_id": order_id}, body=body).ok
    return order_id


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_staff_send_two_parcels_and_the_shopper_sees_each(
    open_page: OpenPage,
    storefront: Storefront,
    account: Account,
    order_id: str,
    scripts: bool,
    viewport: dict[str, int],
) -> None:
    desk, page = (open_page(java_script_enabled=scripts, viewport=viewport) for _ in range(2))
    desk.goto("/staff/")
    sign_in(desk, storefront.cloud.account("staff"))
    desk.goto(f"/staff/orders/{order_id}/")
    send_a_part(desk)
    page.goto("/account/")
    sign_in(page, account)
    page.goto(f"/orders/{order_id}/")
    see_a_part(page)
    send_the_rest(desk)
    desk.get_by_role("button", name="Mark parcel 1 delivered").click()
    expect(desk.get_by_text("parcel 1 has arrived")).to_be_visible()
    look(desk, "desk two parcels")
    page.reload()
    see_both(page)
    desk.get_by_role("button", name="Mark parcel 2 delivered").click()
    page.reload()
    expect(page.get_by_role("heading", name="It has arrived.")).to_be_visible()
    expect(page.get_by_role("link", name="Send something back")).to_be_visible()


def look(page: Page, name: str) -> None:
    """The page has no findings of axe, which needs scripts, and fits a wide screen and a narrow one."""
    if page.viewport_size == NARROW:
        return
    for viewport in (NARROW, WIDE):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        violations = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        screenshots.take(page, f"parcels {name} {viewport['width']}")


def send_a_part(desk: Page) -> None:
    """One piece of the two goes; more than there are does not."""
    desk.get_by_role("link", name="Send a part of it").click()
    pieces = desk.get_by_label(f"Pieces of {ONE.variants[0].sku} in this parcel")
    pieces.fill("3")
    desk.get_by_label("Carrier").select_option("DPD")
    desk.get_by_label("Tracking number").fill("01234567890123")
    desk.get_by_role("button", name="Send parcel 1").click()
    expect(desk.get_by_text("More was entered than is still to be sent.")).to_be_visible()
    look(desk, "desk form wrong")
    pieces.fill("1")
    desk.get_by_label(f"Pieces of {OTHER.variants[0].sku} in this parcel").fill("0")
    desk.get_by_role("button", name="Send parcel 1").click()
    expect(desk.get_by_text("parcel 1 is sent")).to_be_visible()
    expect(desk.get_by_text("Still to be sent")).to_be_visible()


def see_a_part(page: Page) -> None:
    expect(page.get_by_role("heading", name="A part of it is on its way.")).to_be_visible()
    parcels = page.get_by_role("region", name="Parcels")
    expect(parcels.get_by_text(f"1 × {ONE.title}").first).to_be_visible()
    expect(parcels.get_by_text("Still to come")).to_be_visible()
    follow = parcels.get_by_role("link", name="Follow the parcel 1")
    expect(follow).to_have_attribute("href", re.compile(r"tracking\.dpd\.de/.*/01234567890123$"))
    look(page, "shopper a part")


def send_the_rest(desk: Page) -> None:
    desk.get_by_role("link", name="Send another parcel").click()
    desk.get_by_label("Tracking number").fill("RR123456785DE")
    look(desk, "desk form")
    desk.get_by_role("button", name="Send parcel 2").click()
    expect(desk.get_by_text("parcel 2 is sent")).to_be_visible()


def see_both(page: Page) -> None:
    parcels = page.get_by_role("region", name="Parcels")
    expect(parcels.get_by_role("listitem").filter(has_text="Parcel 1")).to_contain_text("Delivered")
    expect(parcels.get_by_role("listitem").filter(has_text="Parcel 2")).to_contain_text("On its way")
    look(page, "shopper both")
