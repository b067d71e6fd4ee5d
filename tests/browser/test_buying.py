"""From a product to the order's page, in a real browser, on the whole shop: with scripts and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, go_back, pay, sign_in, type_address, wait_until_placed


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


def test_a_guest_fills_a_basket_signs_in_at_the_checkout_and_follows_the_order(
    visitor: Page, storefront: Storefront, article: str
) -> None:
    account = storefront.cloud.new_account()
    add(visitor, article)
    visitor.get_by_role("link", name="Check out").click()
    sign_in(visitor, account)
    expect(visitor).to_have_url(f"{storefront.url}/checkout/")
    expect(visitor.get_by_text("Your basket now holds the item you added before signing in.")).to_be_visible()
    type_address(visitor, account)
    visitor.get_by_text("Express delivery").click()
    visitor.get_by_role("button", name="Continue to payment").click()
    pay(visitor)
    expect(visitor.get_by_text("Kastanienallee 7 b")).to_be_visible()
    visitor.get_by_role("button", name="Pay €38.90").click()
    expect(visitor).to_have_url(re.compile(r"/orders/[0-9a-f]{28}/"))
    number = wait_until_placed(visitor)
    expect(visitor.get_by_role("link", name="Basket, empty")).to_be_visible()
    visitor.goto("/orders/")
    visitor.get_by_role("link", name=f"Order {number}").click()
    expect(visitor.get_by_text("Kastanienallee 7 b")).to_be_visible()


def test_quantities_change_go_and_come_back(visitor: Page, article: str) -> None:
    add(visitor, article)
    visitor.goto("/basket/")
    quantity = visitor.get_by_role("spinbutton")
    quantity.fill("3")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("link", name=re.compile("3 items, €87.00"))).to_be_visible()
    visitor.get_by_role("button", name=re.compile("Remove")).click()
    expect(visitor.get_by_role("heading", name="Room for something good.")).to_be_visible()
    visitor.get_by_role("button", name="Undo").click()
    expect(quantity).to_have_value("3")


def test_a_double_click_and_the_back_button_make_one_order(page: Page, storefront: Storefront, article: str) -> None:
    account = storefront.cloud.new_account()
    add(page, article)
    page.goto("/checkout/")
    sign_in(page, account)
    type_address(page, account)
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    page.get_by_role("button", name=re.compile("^Pay €")).dblclick()
    number = wait_until_placed(page)
    go_back(page)
    expect(page.get_by_text(f"What was in your basket is ordered: it is order {number}.")).to_be_visible()
    page.goto("/orders/")
    expect(page.get_by_role("link", name=re.compile("^Order "))).to_have_count(1)


def test_what_was_typed_survives_leaving_the_page(page: Page, storefront: Storefront, article: str) -> None:
    account = storefront.cloud.new_account()
    add(page, article)
    page.goto("/checkout/")
    sign_in(page, account)
    with page.expect_response(re.compile("/checkout/check/")):
        page.get_by_label("Postal code").first.fill("!")
        page.get_by_label("Town").first.focus()
    expect(page.get_by_text("In Germany a postal code has five digits, such as 10115.")).to_be_visible()
    page.get_by_role("link", name="Back to the basket").click()
    expect(page).to_have_url(re.compile("/basket/$"))
    go_back(page)
    expect(page.get_by_label("Postal code").first).to_have_value("!")


@pytest.fixture(params=["light", "dark"])
def shopper_page(open_page: OpenPage, storefront: Storefront, article: str, request: pytest.FixtureRequest) -> Page:
    page = open_page(color_scheme=request.param, viewport={"width": 390, "height": 844})
    add(page, article)
    page.goto("/checkout/")
    sign_in(page, storefront.cloud.new_account())
    return page


def test_axe_finds_nothing_on_the_way_from_the_basket_to_the_order(shopper_page: Page, storefront: Storefront) -> None:
    seen: dict[str, list[str]] = {}

    def look(name: str) -> None:
        violations = Axe().run(shopper_page, options=RULES).response["violations"]
        seen[name] = [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in violations]

    look("address")
    shopper_page.get_by_role("button", name="Continue to delivery").click()
    expect(shopper_page.locator("#errors")).to_be_visible()
    look("errors")
    type_address(shopper_page, storefront.cloud.account("shopper"))
    expect(shopper_page.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    look("delivery")
    shopper_page.get_by_role("button", name="Continue to payment").click()
    expect(shopper_page.get_by_role("heading", level=1, name="How would you like to pay?")).to_be_visible()
    look("payment")
    pay(shopper_page)
    look("review")
    shopper_page.goto("/basket/")
    look("basket")
    shopper_page.goto("/checkout/review/")
    shopper_page.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(shopper_page)
    look("order")
    for name, path in (("orders", "/orders/"), ("empty basket", "/basket/")):
        shopper_page.goto(path)
        look(name)
    assert {name: found for name, found in seen.items() if found} == {}
