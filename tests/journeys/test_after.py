"""What becomes of an order, in a real browser: another card, the bank's question, cancelling, sending, and sending back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Storefront
from tests.journeys.steps import confirmed, give_card, pay, sign_in
from tests.journeys.test_buying import add, article, type_address

__all__ = ["article"]
DECLINED, CONFIRM = "4000 0000 0000 9995", "4000 0000 0000 3220"


@pytest.fixture
def ordered(page: Page, storefront: Storefront, article: str) -> Page:
    """A page one button before the order."""
    account = storefront.cloud.new_account()
    add(page, article)
    page.goto("/checkout/")
    sign_in(page, account)
    type_address(page, account)
    page.get_by_role("button", name="Continue to payment").click()
    return page


def place(page: Page, card: str) -> None:
    pay(page, card)
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def test_a_declined_card_is_followed_by_another_on_the_same_order(ordered: Page) -> None:
    place(ordered, DECLINED)
    expect(ordered.get_by_role("heading", name="Your card was declined.")).to_be_visible(timeout=40_000)
    ordered.get_by_role("button", name="Try another card").click()
    give_card(ordered, "4242 4242 4242 4242")
    confirmed(ordered)


def test_the_banks_question_is_answered_on_the_way(ordered: Page) -> None:
    place(ordered, CONFIRM)
    ordered.get_by_role("link", name="Confirm at your bank").click(timeout=40_000)
    ordered.get_by_role("button", name="Confirm the payment").click()
    confirmed(ordered)


def test_an_order_is_cancelled(ordered: Page) -> None:
    place(ordered, "4242 4242 4242 4242")
    confirmed(ordered)
    ordered.get_by_role("link", name="Cancel the order").click()
    ordered.get_by_role("button", name="Cancel the order").click()
    expect(ordered.get_by_role("heading", name="This order is cancelled.")).to_be_visible()


def test_staff_send_an_order_while_the_shopper_watches_and_decide_its_return(
    ordered: Page, open_page: OpenPage, storefront: Storefront
) -> None:
    place(ordered, "4242 4242 4242 4242")
    confirmed(ordered)
    number = ordered.locator(".order__number").inner_text()
    staff = open_page()
    staff.goto("/staff/orders/")
    sign_in(staff, storefront.cloud.account("staff"))

    def move(state: str, verb: str, note: str = "") -> None:
        staff.goto(f"/staff/orders/?state={state}")
        line = staff.get_by_role("listitem").filter(has=staff.get_by_role("heading", name=f"Order {number}"))
        if note:
            line.get_by_role("textbox").fill(note)
        line.get_by_role("button", name=verb).click()

    move("confirmed", "Mark packed")
    expect(ordered.get_by_role("heading", name="It is packed.")).to_be_visible(timeout=20_000)
    move("packed", "Mark sent", "RR123456785DE")
    expect(ordered.get_by_text("RR123456785DE").first).to_be_visible(timeout=20_000)
    move("sent", "Mark delivered")
    expect(ordered.get_by_role("heading", name="It has arrived.")).to_be_visible(timeout=20_000)
    ordered.get_by_role("link", name="Send it back").click()
    ordered.get_by_label("What is wrong with it?").fill("Too blue")
    ordered.get_by_role("button", name="Ask to send it back").click()
    move("return-requested", "Accept the return")
    expect(ordered.get_by_role("heading", name="Your return is accepted.")).to_be_visible(timeout=20_000)
