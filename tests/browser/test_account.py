"""An account from beginning to end, in a real browser, before the local cloud's own hosted login."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import go_back, mailed_code, on_hosted_page, sign_in, sign_up
from tests.storefront.account import totp


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def newcomer() -> Account:
    """Somebody who has no account yet."""
    return Account("shopper", f"new-{os.urandom(6).hex()}@halftone.example", "Fresh-paper-and-ink-3")


def test_signing_up_confirming_and_signing_in_leads_back_to_where_it_began(
    visitor: Page, storefront: Storefront, newcomer: Account
) -> None:
    visitor.goto("/account/sign-in?next=/delivery/")
    visitor.get_by_role("link", name="Create an account").click()
    sign_up(visitor, storefront.cloud, newcomer)
    on_hosted_page(visitor, newcomer)
    expect(visitor).to_have_url(f"{storefront.url}/delivery/")
    visitor.goto("/account/")
    expect(visitor.get_by_text(newcomer.email)).to_be_visible()


def test_signing_out_ends_it_for_the_back_button_too(visitor: Page, storefront: Storefront) -> None:
    account = storefront.cloud.new_account()
    visitor.goto("/account/")
    sign_in(visitor, account)
    expect(visitor).to_have_url(f"{storefront.url}/account/")
    visitor.get_by_role("button", name="Sign out", exact=True).click()
    expect(visitor).to_have_url(f"{storefront.url}/")
    expect(visitor.get_by_text("You are signed out.")).to_be_visible()
    go_back(visitor)
    expect(visitor).to_have_url(re.compile("/account/sign-in"))


def test_a_forgotten_password_is_replaced_by_a_code(visitor: Page, storefront: Storefront) -> None:
    account = storefront.cloud.new_account()
    changed = Account(account.role, account.email, "Another-ink-and-paper-4")
    visitor.goto("/account/sign-in")
    visitor.get_by_role("link", name="Forgotten your password?").click()
    visitor.get_by_label("E-mail").fill(account.email)
    visitor.get_by_role("button", name="Send the code").click()
    visitor.get_by_label("Code from the mail").fill(mailed_code(storefront.cloud, account.email))
    visitor.get_by_label("Choose a password").fill(changed.password)
    visitor.get_by_role("button", name="Set the password").click()
    on_hosted_page(visitor, changed)


def test_a_password_can_be_looked_at_where_there_are_scripts(visitor: Page) -> None:
    visitor.goto("/account/new-password")
    field, show = visitor.get_by_label("Choose a password"), visitor.get_by_role("button", name="Show password")
    field.fill("Another-ink-and-paper-4")
    expect(field).to_have_attribute("type", "password")
    if visitor.locator("[data-theme-switch]").is_visible():
        show.click()
        expect(field).to_have_attribute("type", "text")
        visitor.get_by_role("button", name="Hide password").click()
        expect(field).to_have_attribute("type", "password")
    else:
        expect(show).to_have_count(0)


def test_the_mail_page_shows_the_code(visitor: Page, storefront: Storefront, newcomer: Account) -> None:
    visitor.goto("/account/sign-up")
    visitor.get_by_label("E-mail").fill(newcomer.email)
    visitor.get_by_role("button", name="Create account").click()
    visitor.get_by_role("link", name="Read the e-mail here").click()
    mail = visitor.get_by_role("listitem").filter(has_text=newcomer.email)
    expect(mail).to_contain_text(mailed_code(storefront.cloud, newcomer.email))


def test_an_address_that_has_an_account_looks_like_one_that_has_none(
    page: Page, storefront: Storefront, newcomer: Account
) -> None:
    pages = []
    for email in (storefront.cloud.new_account().email, newcomer.email):
        for path, button in (("/account/sign-up", "Create account"), ("/account/forgotten-password", "Send the code")):
            page.goto(path)
            page.get_by_label("E-mail").fill(email)
            page.get_by_role("button", name=button).click()
            page.get_by_role("button", name="Show password").wait_for()  # drawn by a script, a moment after the page
            pages.append((path, page.url, page.get_by_role("main").inner_text().replace(email, "…")))
    assert pages[:2] == pages[2:]


def test_a_device_is_signed_out_from_another_one(visitor: Page, open_page: OpenPage, storefront: Storefront) -> None:
    account, elsewhere = storefront.cloud.new_account(), open_page(java_script_enabled=False)
    for page in (elsewhere, visitor):
        page.goto("/account/")
        sign_in(page, account)
        expect(page).to_have_url(f"{storefront.url}/account/")
    visitor.get_by_role("link", name="Where you are signed in").click()
    expect(visitor.get_by_text("this device")).to_be_visible()
    visitor.get_by_role("button", name="Sign out").click()
    expect(visitor.get_by_text("That device is signed out.")).to_be_visible()
    expect(visitor.get_by_role("main").get_by_role("button", name="Sign out")).to_have_count(0)
    elsewhere.goto("/account/")
    expect(elsewhere).to_have_url(re.compile("/account/sign-in"))


def test_a_second_factor_is_set_up_asked_for_and_removed(
    visitor: Page, open_page: OpenPage, storefront: Storefront
) -> None:
    account, other = storefront.cloud.new_account(), open_page(java_script_enabled=False)
    visitor.goto("/account/")
    sign_in(visitor, account)
    visitor.get_by_role("link", name="Second factor").click()
    key = visitor.locator(".factor__key").inner_text()
    visitor.get_by_label("Code from the app").fill("000000")
    visitor.get_by_role("button", name="Set it up").click()
    expect(visitor.get_by_text("This is not the code that the app shows now.").first).to_be_visible()
    visitor.get_by_label("Code from the app").fill(totp.code(key))
    visitor.get_by_role("button", name="Set it up").click()
    expect(visitor.get_by_role("heading", name="Your second factor is set up")).to_be_visible()
    other.goto("/de/account/")
    other.locator(".account__frame form.form button").click()
    on_hosted_page(other, account)
    other.get_by_label("Code aus der App").fill(totp.code(key))
    other.get_by_role("main").get_by_role("button").click()
    expect(other).to_have_url(f"{storefront.url}/de/account/")
    visitor.get_by_role("link", name="Remove the second factor").click()
    visitor.get_by_role("button", name="Remove it").click()
    expect(visitor.get_by_text("Your password alone signs you in.")).to_be_visible()


def test_what_an_account_has_fills_a_wide_screen_and_is_one_column_on_a_phone(
    page: Page, storefront: Storefront
) -> None:
    page.goto("/account/")
    sign_in(page, storefront.cloud.new_account())
    page.goto("/account/")
    tops = "ways => ways.map(way => way.getBoundingClientRect().top)"
    ways = page.get_by_role("main").locator(".way")
    count = ways.count()
    assert count > 9
    assert len(set(ways.evaluate_all(tops))) == -(-count // 3)
    page.set_viewport_size({"width": 390, "height": 844})
    assert len(set(ways.evaluate_all(tops))) == count
