"""The sign-in page of the local cloud: in the shop's look and in the shopper's language, whatever is sent to it."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from infra.local.accounts import Account
from tests.browser.accessibility import RULES
from tests.browser.conftest import Storefront
from tests.browser.steps import on_hosted_page

SECONDS = 60


@pytest.fixture
def account(storefront: Storefront) -> Account:
    return storefront.cloud.new_account()


def _open_hosted(page: Page, storefront: Storefront, language: str) -> str:
    """Goes from the shop's sign-in page to the hosted one; its address."""
    page.goto(f"{storefront.url}{language}/account/sign-in")
    page.get_by_role("main").locator(".account__frame form.form button").click()
    expect(page.locator("#password")).to_be_visible()
    return page.url


@pytest.mark.parametrize(
    ("prefix", "heading", "refusal"),
    [
        ("", "Sign in", "Incorrect username or password."),
        ("/de", "Anmelden", "E-Mail-Adresse oder Passwort stimmt nicht."),
        ("/fr", "Se connecter", "L’adresse e-mail ou le mot de passe est incorrect."),
    ],
)
def test_a_wrong_password_is_refused_in_the_language_of_the_shop_and_the_right_one_leads_back(
    prefix: str, heading: str, refusal: str, page: Page, storefront: Storefront, account: Account
) -> None:
    _open_hosted(page, storefront, prefix)
    page.locator("#username").fill(account.email)
    page.locator("#password").fill("not the password")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("alert")).to_have_text(refusal)
    on_hosted_page(page, account)
    assert urlsplit(page.url).path == f"{prefix}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_the_shops_and_axe_finds_nothing(
    scheme: str, width: int, chromium: Browser, storefront: Storefront
) -> None:
    context = chromium.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
        service_workers="block",
    )
    page = context.new_page()
    _open_hosted(page, storefront, "/de")
    expect(page.locator(".wordmark")).to_have_text("Halftone")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options=RULES).response["violations"] == []
    context.close()


@pytest.mark.parametrize("language", ["xx", "", "../de", '"><script>alert(1)</script>', "de&lang=fr", "ＤＥ"])
def test_an_unknown_language_is_english_and_nothing_of_the_address_gets_into_the_page(
    language: str, page: Page, storefront: Storefront
) -> None:
    address = urlsplit(_open_hosted(page, storefront, ""))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    hostile = {"lang": language, "nonce": '"><script>alert(1)</script>'}
    url = f"{address.scheme}://{address.netloc}{address.path}"
    answer = requests.get(url, params=query | hostile, timeout=SECONDS)
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert "<script" not in answer.text
