"""Visits to the pages of saved addresses, as tests/browser/pages.py lists them."""

import msgspec
from playwright.sync_api import Page, expect

from backend.contracts.basket.address_book import MAX_ADDRESSES
from backend.contracts.basket.address_operations import (
    GET_ADDRESS_BOOK,
    SAVE_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
from tests.backend import shop
from tests.browser.steps import add
from tests.browser.stock import STOCK
from tests.browser.visitors import World

LONG = {
    "name": "Maximiliane-Friederike von und zu Hohenstaufen-Wittgenstein",
    "street": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtenstraße 1",
    "extra": "Hinterhaus, dritter Aufgang, fünfter Stock links, bei Familie Wollschläger",
    "postal_code": "10115",
    "town": "Berlin",
    "country": "DE",
    "company": "Analytische Maschinen Aktiengesellschaft",
    "vat_id": "DE136695976",
}


def save(world: World, **fields: str) -> None:
    """Save an address in the book of the shopper who has one."""
    body = {"address": msgspec.to_builtins(shop.ADDRESS) | fields}
    assert world.api(SAVE_ADDRESS, world.saver_token, body=body).ok


def some(world: World) -> Page:
    """Two addresses, one of them with long names."""
    save(world)
    save(world, **LONG)
    page = world.open(world.saver, "/account/addresses/")
    expect(page.get_by_role("button", name="Make default")).not_to_have_count(0)
    return page


def full(world: World) -> Page:
    """As many addresses as a book holds."""
    some(world)
    for number in range(MAX_ADDRESSES - 2):
        save(world, extra=f"Flat {number}")
    page = world.open(world.saver, "/account/addresses/")
    expect(page.get_by_text("Remove one to add another")).to_be_visible()
    return page


def new_with_errors(world: World) -> Page:
    page = world.open(world.idle, "/account/addresses/new/")
    page.get_by_role("button", name="Save the address").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def second_address_form(world: World) -> Page:
    """The form of the second address."""
    page = some(world)
    page.get_by_role("link", name="Change").nth(1).click()
    expect(page.get_by_role("heading", level=1, name="Change an address")).to_be_visible()
    return page


def saved_addresses_in_checkout(world: World) -> Page:
    """The checkout of who has saved addresses."""
    some(world)
    add(world.saver, f"/product/{STOCK[0].product.id}/")
    page = world.open(world.saver, "/checkout/")
    expect(page.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_label("Full name").first).to_be_hidden()
    return page


def invoiced_by_default(world: World) -> Page:
    """The same when the second address is for invoices."""
    saved_addresses_in_checkout(world)
    book = world.api(GET_ADDRESS_BOOK, world.saver_token).json()["addresses"]
    assert world.api(SET_INVOICE_ADDRESS, world.saver_token, path={"address_id": book[1]["id"]}).ok
    page = world.open(world.saver, "/checkout/")
    expect(page.get_by_label("The invoice goes to another address")).to_be_checked()
    assert world.api(UNSET_INVOICE_ADDRESS, world.saver_token, path={"address_id": book[1]["id"]}).ok
    return page


def another(world: World) -> Page:
    """The same when another address is typed."""
    page = saved_addresses_in_checkout(world)
    page.get_by_label("Use another address").check()
    expect(page.get_by_label("Full name").first).to_be_visible()
    return page


def invoiced_elsewhere(world: World) -> Page:
    """The checkout whose invoice goes to another address, which is not typed yet."""
    world.fill_basket()
    page = world.open(world.shopper, "/checkout/")
    page.get_by_label("The invoice goes to another address").check()
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.locator("#errors")).to_contain_text("Invoice address, Town: Enter the town.")
    return page
