"""Saved addresses in a real browser, with scripts and without: kept in the account, chosen at the checkout."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, pay, sign_in, wait_until_placed


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def shopper(visitor: Page, storefront: Storefront) -> Page:
    """Who has signed in and has nothing saved."""
    visitor.goto("/account/")
    sign_in(visitor, storefront.cloud.new_account())
    return visitor


def fill(page: Page, **fields: str) -> None:
    typed = {"name": "Ada Lovelace", "postal_code": "10435", "town": "Berlin"} | fields
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)


def test_addresses_are_saved_changed_made_default_and_removed_in_the_account(shopper: Page) -> None:
    shopper.get_by_role("link", name="Addresses").click()
    shopper.get_by_role("link", name="Add an address").click()
    shopper.get_by_role("button", name="Save the address").click()
    expect(shopper.get_by_role("link", name="Street and number: Enter the street and the number.")).to_be_visible()
    fill(shopper, street="Kastanienallee 7")
    shopper.get_by_role("button", name="Save the address").click()
    expect(shopper.get_by_text("The address is saved.")).to_be_visible()
    shopper.get_by_role("link", name="Add an address").click()
    fill(shopper, street="Dorset Street 1")
    shopper.get_by_role("button", name="Save the address").click()
    entries = shopper.get_by_role("main").get_by_role("listitem")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Default")
    entries.nth(1).get_by_role("button", name="Make default").click()
    expect(shopper.get_by_text("That is your default address now.")).to_be_visible()
    expect(entries.first).to_contain_text("Dorset Street 1")
    entries.nth(1).get_by_role("button", name="Use for invoices").click()
    expect(shopper.get_by_text("Your invoices go to that address now.")).to_be_visible()
    expect(entries.nth(1)).to_contain_text("For invoices")
    entries.first.get_by_role("link", name="Change").click()
    shopper.get_by_label("Street and number").fill("Dorset Street 2")
    shopper.get_by_role("button", name="Save the changes").click()
    expect(entries.first).to_contain_text("Dorset Street 2")
    entries.first.get_by_role("button", name="Remove").click()
    expect(entries).to_have_count(1)
    expect(entries.first).to_contain_text("Kastanienallee 7")


def test_an_address_saved_at_the_checkout_is_chosen_at_the_next_one(shopper: Page, article: str) -> None:
    add(shopper, article)
    shopper.goto("/checkout/")
    expect(shopper.get_by_role("radio")).to_have_count(0)
    fill(shopper, street="Kastanienallee 7")
    shopper.get_by_label("Save this address in your account").check()
    shopper.get_by_role("button", name="Continue to delivery").click()
    expect(shopper.get_by_text("The address is saved in your account.")).to_be_visible()
    shopper.get_by_role("button", name="Continue to payment").click()
    pay(shopper)
    shopper.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(shopper)
    add(shopper, article)
    shopper.goto("/checkout/")
    expect(shopper.get_by_role("radio").first).to_be_checked()
    expect(shopper.get_by_label("Street and number").first).to_be_hidden()
    shopper.get_by_label("Use another address").check()
    fill(shopper, street="Dorset Street 1")
    shopper.get_by_label("Town").first.press("Enter")
    expect(shopper.get_by_role("heading", name="How should it get there?")).to_be_visible()
    shopper.get_by_role("link", name="Back to the address").click()
    expect(shopper.get_by_label("Use another address")).to_be_checked()
    expect(shopper.get_by_label("Street and number").first).to_have_value("Dorset Street 1")
    shopper.get_by_role("radio").first.check()
    shopper.get_by_role("button", name="Continue to delivery").click()
    shopper.get_by_role("button", name="Continue to payment").click()
    pay(shopper)
    expect(shopper.get_by_role("main").get_by_text("Kastanienallee 7")).to_be_visible()


def test_the_address_for_invoices_is_on_the_invoice_form_of_the_checkout(shopper: Page, article: str) -> None:
    for street in ("Kastanienallee 7", "Dorset Street 1"):
        shopper.goto("/account/addresses/new/")
        fill(shopper, street=street)
        shopper.get_by_role("button", name="Save the address").click()
        expect(shopper.get_by_text("The address is saved.")).to_be_visible()
    entries = shopper.get_by_role("main").get_by_role("listitem")
    entries.nth(1).get_by_role("button", name="Use for invoices").click()
    expect(shopper.get_by_text("Your invoices go to that address now.")).to_be_visible()
    add(shopper, article)
    shopper.goto("/checkout/")
    expect(shopper.get_by_label("The invoice goes to another address")).to_be_checked()
    expect(shopper.locator("#id_invoice-street")).to_have_value("Dorset Street 1")
    shopper.get_by_role("button", name="Continue to delivery").click()
    shopper.get_by_role("button", name="Continue to payment").click()
    pay(shopper)
    expect(shopper.get_by_text("Dorset Street 1").first).to_be_visible()
    shopper.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(shopper)
    expect(shopper.get_by_text("Dorset Street 1").first).to_be_visible()
