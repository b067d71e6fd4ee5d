"""Visits to the account's pages that take some steps."""

from playwright.sync_api import Page, expect

from tests.browser.steps import on_hosted_page, sign_in
from tests.browser.visitors import World

SECOND_FACTOR = "/account/second-factor"


def with_second_factor(world: World) -> Page:
    page = world.open(world.careful, SECOND_FACTOR)
    expect(page.get_by_role("link", name="Remove the second factor")).to_be_visible()
    return page


def second_factor_to_remove(world: World) -> Page:
    page = with_second_factor(world)
    page.get_by_role("link", name="Remove the second factor").click()
    expect(page.get_by_role("button", name="Remove it")).to_be_visible()
    return page


def code_due(world: World) -> Page:
    """Whoever has typed the password, and has to give the code yet."""
    expect(world.careful.locator("header .wordmark")).to_be_visible()
    page = world.open(world.fresh(), "/account/sign-in?next=/account/")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    on_hosted_page(page, world.careful_account)
    expect(page.get_by_label("Code from the app")).to_be_visible()
    return page


def two_devices(world: World) -> Page:
    """Signed in here and on another device."""
    expect(world.idle.locator("header .wordmark")).to_be_visible()
    other = world.open(world.fresh(), "/account/")
    sign_in(other, world.idle_account)
    page = world.open(world.idle, "/account/where-signed-in")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def data_asked_for(world: World) -> Page:
    """The data of somebody who never ordered anything."""
    page = world.open(world.idle, "/account/data/")
    page.get_by_role("button", name="Ask for my data").click()
    expect(page.get_by_text("We are preparing your data").first).to_be_visible()
    return page
