"""A part of an order goes back while another is still to come, in a real browser: with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import sign_in
from tests.browser.test_parcels import NARROW, ONE, WIDE, account, look, order_id, send_a_part

__all__ = ["account", "order_id"]


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts, wide", "without scripts, narrow"]
)
def test_what_has_arrived_goes_back_and_the_rest_is_sent(
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
    desk.get_by_role("button", name="Mark parcel 1 delivered").click()
    page.goto("/account/")
    sign_in(page, account)
    page.goto(f"/orders/{order_id}/")
    ask(page)
    accept(desk)
    page.reload()
    expect(page.get_by_text("Accepted: please post it")).to_be_visible()
    expect(page.get_by_text("Write this on the parcel")).to_be_visible()
    look(page, "early return shopper accepted")
    receive(desk)
    desk.get_by_role("button", name="Send all that is left").click()
    page.reload()
    expect(page.get_by_role("heading", name="It is on its way.")).to_be_visible()
    expect(page.get_by_role("region", name="Sent back").get_by_text("Received")).to_be_visible()
    look(page, "early return shopper received")


def ask(page: Page) -> None:
    """Of the two pieces that were bought one is there, and nothing of the other article."""
    page.get_by_role("link", name="Send something back").click()
    expect(page.get_by_text("What has arrived can go back now")).to_be_visible()
    expect(page.get_by_text("1 of 1").first).to_be_attached()
    look(page, "early return form")
    page.get_by_role("button", name="Ask to send all of it back").click()
    expect(page.get_by_text("We have your request.")).to_be_visible()
    expect(page.get_by_role("heading", name="A part of it is on its way.")).to_be_visible()
    look(page, "early return shopper asked")


def accept(desk: Page) -> None:
    desk.goto("/staff/orders/?state=return-requested&beside=1")
    expect(desk.get_by_role("heading", name="Early returns to decide")).to_be_visible()
    look(desk, "early return desk list")
    desk.get_by_role("listitem").filter(has_text=ONE.title).get_by_role(
        "button", name="Accept the return"
    ).first.click()
    expect(desk.get_by_text("return accepted")).to_be_visible()


def receive(desk: Page) -> None:
    desk.goto("/staff/orders/?state=return-accepted&beside=1")
    desk.get_by_role("link", name="Receive it by line").first.click()
    desk.get_by_role("button", name="Preview").click()
    look(desk, "early return desk receive")
    desk.get_by_role("button", name="Confirm the return").click()
    expect(desk.get_by_text("return received").first).to_be_visible()
    look(desk, "early return desk order")
