"""Pictures of a review in a real browser: sent with scripts and without, seen by nobody else until staff publish them,
opened larger, and gone with the review."""

import re

import pytest
import requests
from playwright.sync_api import FilePayload, Page, expect

from infra.local.accounts import Account
from tests.backend.picture.files import SVG, picture
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.deliveries import deliver_product
from tests.browser.review_visits import reload_until
from tests.browser.steps import sign_in

WORDS = "It hangs above the sofa now."
WALL: FilePayload = {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(900, 700))}
ROOM: FilePayload = {"name": "room.png", "mimeType": "image/png", "buffer": picture("PNG", size=(700, 900))}
NO_PICTURE: FilePayload = {"name": "page.jpg", "mimeType": "image/jpeg", "buffer": SVG}
PHOTOGRAPH: FilePayload = {
    "name": "photograph.png", "mimeType": "image/png",
    "buffer": picture("PNG", size=(3000, 2000), compress_level=0),
}  # fmt: skip
"""Far larger than a form may be: scripts make it smaller."""


@pytest.fixture
def account(storefront: Storefront) -> Account:
    return storefront.cloud.new_account()


@pytest.fixture
def product(storefront: Storefront, account: Account) -> str:
    """Something of its own that this shopper was sent."""
    return deliver_product(storefront.cloud, account, "pictured")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_pictures_go_with_a_review_from_its_writer_to_everybody_and_away_again(
    open_page: OpenPage, storefront: Storefront, account: Account, product: str, scripts: bool
) -> None:
    writer, desk, visitor = open_page(java_script_enabled=scripts), open_page(java_script_enabled=False), open_page()
    send_review(writer, account)
    visitor.goto(f"/product/{product}/reviews/")
    expect(visitor.get_by_text("Nobody has reviewed it yet.")).to_be_visible()
    address = publish_without_the_second(desk, storefront, product)
    assert requests.get(storefront.url + address.replace("-320", "-1280"), timeout=30).status_code == 404
    see_larger(visitor, product)
    open_again(writer)
    writer.get_by_role("button", name="Withdraw it").click()
    expect(writer.get_by_text("Your review is withdrawn.")).to_be_visible()


def test_a_photograph_is_made_smaller_before_it_is_sent(open_page: OpenPage, account: Account, product: str) -> None:
    page = open_page()
    open_form(page, account)
    page.get_by_label("Pictures").set_input_files([PHOTOGRAPH])
    button = page.get_by_role("button", name="Send your review")
    expect(button).to_be_enabled()
    button.click()
    expect(page.get_by_text("Thank you for your review.")).to_be_visible()
    open_again(page)
    expect(page.get_by_role("img", name="Picture 1 of 1")).to_be_visible()


def open_form(page: Page, account: Account) -> None:
    """Open it from the order's page, and type what is asked for."""
    page.goto("/orders/")
    sign_in(page, account)
    page.get_by_role("link", name=re.compile("^Order ")).first.click()
    page.get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    page.get_by_role("radio", name=re.compile("^Very good")).check()
    page.get_by_label("Your review").fill(WORDS)


def open_again(page: Page) -> None:
    """Open the form from the order's page, where sending it led to."""
    page.get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", level=1, name="Change your review")).to_be_visible()


def send_review(page: Page, account: Account) -> None:
    """Send two pictures with a file that is none: that one is refused, and everything else stays."""
    open_form(page, account)
    page.get_by_label("Pictures").set_input_files([WALL, NO_PICTURE, ROOM])
    page.get_by_role("button", name="Send your review").click()
    expect(page.locator("#id_pictures_error")).to_contain_text("“page.jpg” is no JPEG, PNG, WebP, AVIF or GIF.")
    expect(page.get_by_label("Your review")).to_have_value(WORDS)
    for number in (1, 2):
        expect(page.get_by_role("img", name=f"Picture {number} of 2")).to_be_visible()
    page.get_by_role("button", name="Send your review").click()
    expect(page.get_by_text("Thank you for your review.")).to_be_visible()


def publish_without_the_second(page: Page, storefront: Storefront, product: str) -> str:
    """Return the address of what was left out."""
    page.goto("/staff/reviews/")
    sign_in(page, storefront.cloud.new_account("support"))
    review = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=product.title()))
    page.goto("/staff/reviews/")
    reload_until(page, review)
    shot = review.get_by_role("img", name=re.compile("^Picture 2 of 2"))
    expect(shot).to_be_visible()
    _, review_id, _, picture_id = str(shot.get_attribute("src")).strip("/").rsplit("/", 3)
    review.get_by_role("checkbox", name=re.compile("^Leave out picture 2")).check()
    review.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("The review is published.")).to_be_visible()
    return f"/pictures/reviews/{review_id}/{picture_id}-320.webp"


def see_larger(page: Page, product: str) -> None:
    """Open the one picture over the page, and close it by the keyboard."""
    page.goto(f"/product/{product}/")
    shot = page.get_by_role("link", name=re.compile("^Picture 1 of 1 by "))
    reload_until(page, shot)
    shot.click()
    panel = page.get_by_role("dialog", name=re.compile("^Pictures by "))
    expect(panel.get_by_role("img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
