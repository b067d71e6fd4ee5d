"""Staff and the catalogue in a real browser: a picture goes up, a price changes, and the shopper sees both.

With scripts and without.
"""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from backend.contracts.picture.models import MAX_UPLOAD_BYTES
from backend.contracts.product.operations import REPLACE_PRODUCT
from tests.backend.picture.files import SVG, picture
from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, sign_in
from tests.integration.api import Api
from tests.integration.shop import article, sell

SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def name(storefront: Storefront) -> str:
    """Something for sale at €29.00."""
    name = f"catalogue-{os.urandom(4).hex()}"
    sell(Api(storefront.cloud), token(storefront), name)
    return name


def token(storefront: Storefront) -> str:
    return str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"])


def check_page(page: Page, name: str) -> None:
    """Nothing to be said about it by axe; kept as a picture where somebody wants to look."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    if page.locator("[data-theme-switch]").is_visible():
        assert [each["id"] for each in Axe().run(page, options=RULES).response["violations"]] == []


def upload(page: Page, file: Path) -> None:
    page.get_by_label("Picture").set_input_files(file)
    page.get_by_role("button", name="Upload").click()


def check_hindrances(page: Page, file: Path) -> None:
    """What S3 would not take is told at its field and not sent, and neither is a form that S3 would not take any more."""
    with file.open("wb") as out:
        out.truncate(MAX_UPLOAD_BYTES + 1)
    upload(page, file)
    field, told = page.get_by_label("Picture"), page.locator("#file-wrong")
    expect(told).to_have_text("This file is larger than 20 MB. Choose a smaller one.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    check_page(page, "huge")
    field.set_input_files([])
    expect(told).to_be_hidden()
    field.evaluate("field => { field.dataset.lasts = 0 }")
    upload(page, file.with_name("sofa.jpg"))
    expect(told).to_contain_text("Reload it")
    page.reload()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_staff_add_a_picture_and_change_a_price_and_the_shopper_sees_both(
    open_page: OpenPage, storefront: Storefront, name: str, scripts: bool, tmp_path: Path
) -> None:
    (tmp_path / "sofa.jpg").write_bytes(picture(size=(1600, 2000)))
    (tmp_path / "not.jpg").write_bytes(SVG)
    shopper, staff = open_page(java_script_enabled=scripts), open_page(java_script_enabled=scripts)
    add(shopper, f"/product/{name}/")
    staff.goto("/staff/products/")
    sign_in(staff, storefront.cloud.account("staff"))
    staff.goto("/staff/products/")
    check_page(staff, f"products-{scripts}")
    staff.get_by_role("link", name=name.title()).click()
    expect(staff.get_by_role("button", name="Save, and add a picture")).to_be_visible()
    check_page(staff, f"product-{scripts}")
    staff.get_by_role("button", name="Save, and add a picture").click()
    expect(staff.get_by_role("heading", name="Add a picture")).to_be_visible()
    check_page(staff, f"picture-{scripts}")
    if scripts:
        check_hindrances(staff, tmp_path / "huge.jpg")
    upload(staff, tmp_path / "not.jpg")
    expect(staff.get_by_text("This is no JPEG, PNG, WebP, AVIF or GIF")).to_be_visible()
    check_page(staff, f"refused-{scripts}")
    upload(staff, tmp_path / "sofa.jpg")
    expect(staff.get_by_role("heading", name="What does it show?")).to_be_visible()
    check_page(staff, f"words-{scripts}")
    staff.get_by_role("button", name="Add to the product").click()
    expect(staff.get_by_text("Describe what the picture shows")).to_be_visible()
    staff.get_by_label("Description for people").fill("A print above a sofa")
    staff.get_by_role("button", name="Add to the product").click()
    expect(staff.get_by_text("The picture is added.")).to_be_visible()
    staff.get_by_label("Price", exact=True).first.fill("39,00")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("is saved.")).to_be_visible()
    check_page(staff, f"saved-{scripts}")
    shown = shopper.get_by_role("img", name="A print above a sofa").first
    for _ in range(80):  # everybody else sees it five seconds later at most
        shopper.goto(f"/product/{name}/")
        if shown.is_visible():
            break
        shopper.wait_for_timeout(500)
    expect(shown).to_be_visible()
    assert shopper.request.get(str(shown.get_attribute("src"))).headers["cache-control"].endswith("immutable")
    for _ in range(100):
        shopper.goto("/basket/")
        if shopper.get_by_text(re.compile("Was .*29.00.* when you added it, now .*39.00")).is_visible():
            break
        shopper.wait_for_timeout(100)
    expect(shopper.get_by_text(re.compile("Was .*29.00.* when you added it, now .*39.00"))).to_be_visible()
    check_page(shopper, f"basket-{scripts}")


def test_the_slower_of_two_changes_sees_the_other_and_loses_nothing(
    open_page: OpenPage, storefront: Storefront, name: str
) -> None:
    staff = open_page()
    staff.goto("/staff/products/")
    sign_in(staff, storefront.cloud.account("staff"))
    staff.goto(f"/staff/products/{name}/")
    staff.get_by_label("Title", exact=True).fill("Mine")
    staff.get_by_label("Price", exact=True).first.fill("not a price")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(
        staff.get_by_role("link", name="Variant 1, price: Enter a price such as 24.00, of at most 10,000,000.00.")
    ).to_be_visible()
    expect(staff.get_by_label("Title", exact=True)).to_have_value("Mine")
    check_page(staff, "errors")
    body = {key: value for key, value in article(name, 3100).items() if key != "id"} | {"title": "Theirs"}
    query = {"version": 1}
    assert (
        Api(storefront.cloud)(
            REPLACE_PRODUCT, token(storefront), path={"product_id": name}, query=query, body=body
        ).status_code
        == 200
    )
    staff.get_by_label("Price", exact=True).first.fill("35.00")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("heading", name="Somebody else saved this product")).to_be_visible()
    expect(staff.get_by_role("row", name=re.compile("Title Theirs Mine"))).to_be_visible()
    expect(staff.get_by_role("row", name=re.compile(f"{name.upper()} 31.00 35.00"))).to_be_visible()
    check_page(staff, "stale")
    staff.get_by_role("button", name="Save mine").click()
    expect(staff.get_by_text("Mine is saved.")).to_be_visible()
