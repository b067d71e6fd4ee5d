"""Staff import a catalogue in a browser, into a real shop: looked at first, then put in, step by step, without
JavaScript too."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.accessibility import RULES
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import sign_in

THINGS = ("Floor lamp", "Löffel", "Tea towel", "Stool", "Ørken vase")
CATALOGUE = "Handle;Title;Body (HTML);Type;Variant SKU;Variant Inventory Qty;Variant Price\n" + "".join(
    f"{'floor-lamp' if number == 0 else f'thing-{number}'};{THINGS[number % 5]} {number};<p>Number {number}</p>;Imported;'00{number};"
    f"{'' if number % 4 else 8};{number + 3},50\n"
    for number in range(20)
)
"""As a European spreadsheet saves a shop's file: semicolons, decimal commas, Windows-1252, and an apostrophe before a
number."""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_real_catalogue_goes_in_and_a_second_time_changes_nothing(
    open_page: OpenPage, storefront: Storefront, scripts: bool
) -> None:
    staff = open_page(java_script_enabled=scripts)
    staff.goto("/staff/catalogue/")
    sign_in(staff, storefront.cloud.account("staff"))
    shot(staff, scripts, "upload")
    content = CATALOGUE.encode("windows-1252")
    staff.get_by_label("File").set_input_files({"name": "shop.csv", "mimeType": "text/csv", "buffer": content})
    staff.get_by_role("button", name="Check the file").click()
    expect(staff.get_by_text("shopify, 20 products, 20 checked")).to_be_visible()
    expect(
        staff.get_by_text("Read as semicolon-separated, windows-1252, decimal comma; no currency named: read as EUR.")
    ).to_be_visible()
    expect(staff.get_by_text("the SKU '000 goes in as 000")).to_be_visible()
    expect(staff.get_by_text("15 variants come without their pieces and show as sold out")).to_be_visible()
    if scripts:
        assert Axe().run(staff, options=RULES).violations_count == 0
        expect(staff.get_by_text("20 created")).to_be_visible()
    else:
        expect(staff.get_by_text("20 unchanged")).to_be_visible()
    shot(staff, scripts, "look")
    staff.get_by_role("button", name="Import 20 products").click()
    expect(staff.get_by_text("20 products, 20 imported")).to_be_visible()
    shot(staff, scripts, "done")
    expect(staff.get_by_text("20 created" if scripts else "20 unchanged")).to_be_visible()
    staff.goto("/product/floor-lamp/")
    expect(staff.get_by_role("heading", level=1, name="Floor lamp 0")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_long_look_goes_on_by_itself_and_all_of_it_can_be_downloaded(
    open_page: OpenPage, storefront: Storefront, scripts: bool
) -> None:
    # 800 are asked about, one by one: more than fit in a step, however fast the machine is
    rows = "".join(f"long-{number},Long {number},{'free' if number % 5 else 3}\n" for number in range(4_000))
    staff = open_page(java_script_enabled=scripts)
    staff.goto("/staff/catalogue/")
    sign_in(staff, storefront.cloud.account("staff"))
    content = f"Handle,Title,Variant Price\n{rows}".encode()
    staff.get_by_label("File").set_input_files({"name": "long.csv", "mimeType": "text/csv", "buffer": content})
    staff.get_by_role("button", name="Check the file").click()
    expect(staff.get_by_text("This continues by itself. Nothing is changed yet.")).to_be_visible()
    shot(staff, scripts, "going")
    expect(staff.get_by_text("4000 products, 4000 checked")).to_be_visible(timeout=120_000)
    expect(staff.get_by_text("and 3100 more.")).to_be_visible()
    expect(staff.get_by_role("heading", level=1, name="What would change")).to_be_visible()
    expect(staff.get_by_role("button", name="Import 800 products")).to_be_visible()
    shot(staff, scripts, "long")
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Download the full report (CSV)").click()
    # the header, how the file was read, and a line for each product
    assert len(download.value.path().read_bytes().splitlines()) == 4_002


def shot(page: object, scripts: bool, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{scripts}.png", full_page=True)  # type: ignore[attr-defined]
