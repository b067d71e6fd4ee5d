"""A guest has the invoice sent elsewhere than the parcel: with scripts and without."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.steps import ADDRESS, add, pay, wait_until_placed

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.mark.parametrize(
    ("scripts", "viewport"), [(True, WIDE), (False, NARROW)], ids=["with scripts", "without scripts"]
)
def test_a_box_opens_the_second_form_and_the_order_names_both_addresses(
    open_page: OpenPage, article: str, scripts: bool, viewport: dict[str, int]
) -> None:
    page = open_page(java_script_enabled=scripts, viewport=viewport)
    add(page, article)
    page.goto("/checkout/start/")
    page.get_by_label("E-mail").fill(f"billed-{os.urandom(6).hex()}@halftone.example")
    page.get_by_role("button", name="Continue as a guest").click()
    page.get_by_label("Full name").first.fill("Ada Lovelace")
    for label, typed in ADDRESS.items():
        page.get_by_label(label).first.fill(typed)
    billed = page.get_by_role("group", name="Invoice address")
    expect(billed).to_have_count(0)
    page.get_by_label("The invoice goes to another address").check()
    expect(billed).to_be_visible()
    billed.get_by_label("Country").select_option("ES")
    if not scripts:
        billed.get_by_role("button", name="Show the fields of this country").click()
    billed.get_by_label("Province").select_option("Madrid")
    for label, typed in {
        "Full name": "Ada Lovelace",
        "Street and number": "Gran Vía 1",
        "Postal code": "28013",
        "Town": "Madrid",
    }.items():
        billed.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    pay(page)
    expect(page.get_by_text("Gran Vía 1")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(page)
    expect(page.get_by_role("region", name="Delivery address")).to_contain_text("Kastanienallee 7 b")
    expect(page.get_by_role("region", name="Invoice address")).to_contain_text("28013 Madrid")
