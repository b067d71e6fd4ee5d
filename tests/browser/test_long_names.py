"""Names as long as the contracts allow, of one word or of many, on a phone and on a desk: nothing is wider than the
page."""

import os
import re
from typing import Any

from playwright.sync_api import Page, expect

from backend.contracts.basket.operations import SET_GUEST_LINE
from backend.contracts.order.states import State
from backend.contracts.product.operations import CREATE_PRODUCT, GET_PRODUCT
from backend.contracts.search.operations import SEARCH
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import ADDRESS, expect_confirmed, pay, sign_in
from tests.integration.api import Api, until
from tests.integration.shop import ADDRESS as ADDRESS_THERE
from tests.integration.shop import Shopper, guest_id, stock, token

SHOTS = os.environ.get("SHOTS")
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WORDS = "The complete and illustrated compendium of registration marks for the use of patient printers, enlarged, "
LONGEST, PATH = 200, 280
WIDEST = """() => [...document.querySelectorAll("body *")]
    .filter(each => each.scrollWidth > innerWidth || each.getBoundingClientRect().right > innerWidth + 1)
    .filter(each => each.getBoundingClientRect().width && !each.closest(".hidden, .seen"))
    .map(each => each.outerHTML.slice(0, 70)).at(-1)"""
READABLE = 96
"""Pixels that a column of words needs: a dozen letters."""
SIZES = ({"width": 320, "height": 640}, {"width": 1280, "height": 900})


def sell_long_names(cloud: Storefront) -> tuple[str, str]:
    """Two products whose every word is as long as it may be; their ids, the second all in one word."""
    api, staff = Api(cloud.cloud), str(cloud.cloud.tokens(cloud.cloud.account("staff"))["access_token"])
    run = os.urandom(4).hex()
    made = [_product(f"long-{run}-{place}", _cut(text * 9), run) for place, text in enumerate((WORDS, WORD))]
    for product in made:
        for variant in product["variants"]:
            stock(api, staff, variant["sku"], 9)
        assert api(CREATE_PRODUCT, staff, body=product).status_code == 201
        line = {"guest_id": guest_id(), "sku": product["variants"][0]["sku"]}
        until(lambda line=line: api(SET_GUEST_LINE, path=line, body={"quantity": 1}).json().get("can_check_out"), bool)  # type: ignore[misc]
    until(lambda: api(SEARCH, query={"q": run}).json().get("total"), lambda found: found == len(made))
    first, second = (product["id"] for product in made)
    return first, second


def order_long_names(cloud: Storefront, product: str) -> tuple[str, str]:
    """An order of the first of the two products, confirmed, whose buyer has the longest names; its id, and the buyer's
    address."""
    buyer = Shopper(Api(cloud.cloud), cloud.cloud.new_account())
    buyer.add(f"{product}-0-".ljust(64, "X"))
    long = {name: _cut(WORD, 80) for name in ("name", "street", "extra", "town", "company")}
    address = ADDRESS_THERE | long | {"email": buyer.account.email}
    reply = buyer.check_out(buyer.form(address=address, token=token(cloud.cloud)))
    assert reply.status_code == 202, reply.text
    order_id = str(reply.json()["order_id"])
    buyer.came_to(order_id, State.CONFIRMED)
    return order_id, buyer.account.email


def _product(id: str, long: str, run: str) -> dict[str, Any]:
    values = [_cut(f"{number} {long}") for number in (1, 2)]
    return {
        "id": id, "title": _cut(f"{run} {long}"), "brand": long, "currency": "EUR", "description": long * 3, "tags": [long],
        "category": [_cut(f"{run} {long}", PATH // 2), _cut(long, PATH // 2)], "options": [{"name": long, "values": values}],
        "variants": [{"sku": f"{id}-{number}-".ljust(64, "X"), "values": [value], "price": 99_999_999, "compare_at": 999_999_999}
                     for number, value in enumerate(values)],
    }  # fmt: skip


def _cut(text: str, most: int = LONGEST) -> str:
    return text[:most].strip()


class Wide(list[str]):
    """The pages that are wider than the screen."""

    def see(self, page: Page, name: str) -> None:
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{size['width']}-{name}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                self.append(f"{name} is {wide} px wide at {size['width']}: {page.evaluate(WIDEST)}")

    def see_menu(self, page: Page) -> None:
        """The menu on a phone, with all that is below its categories."""
        page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]
        page.get_by_role("button", name="Menu", exact=True).click()
        menu = page.locator("#menu")
        menu.evaluate("menu => menu.querySelectorAll('details').forEach(each => each.open = true)")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/menu.png")
        wide, room = menu.evaluate("menu => [menu.scrollWidth, menu.clientWidth]")
        if wide > room:
            self.append(f"the menu is {wide} px wide in {room}")
        page.keyboard.press("Escape")


def test_the_longest_names_fit_every_page_on_the_way_from_the_list_to_the_order(
    open_page: OpenPage, storefront: Storefront
) -> None:
    page, account, wide = open_page(), storefront.cloud.new_account(), Wide()
    for product in (ids := sell_long_names(storefront)):
        page.goto(f"/product/{product}/")
        wide.see(page, f"product-{product[-1]}")
        page.get_by_role("button", name="Add to basket").click()
        page.get_by_role("heading", name="In your basket").wait_for()
        wide.see(page, f"panel-{product[-1]}")
    page.goto(f"/product/{ids[0]}/")
    wide.see(page, "product-with-related")
    wide.see_menu(page)
    path = Api(storefront.cloud)(GET_PRODUCT, path={"product_id": ids[0]}).json()["category_path"]
    page.goto(f"/shop/{path.partition('/')[0]}/")
    wide.see(page, "category")
    page.goto(f"/search/?q={ids[0].split('-')[1]}")
    wide.see(page, "search")
    page.goto("/basket/")
    wide.see(page, "basket")
    page.get_by_role("main").get_by_role("link", name="Check out").click()
    sign_in(page, account)
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Full name").first.fill(WORD)
    for label, typed in (ADDRESS | {"Town": WORD}).items():
        page.get_by_label(label).first.fill(typed)
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    wide.see(page, "delivery")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", level=1, name="How would you like to pay?")).to_be_visible()
    wide.see(page, "payment")
    pay(page)
    wide.see(page, "review")
    page.get_by_role("button", name=re.compile("^Pay|^Buy|^Place")).click()
    expect_confirmed(page)
    wide.see(page, "order")
    page.goto("/orders/")
    wide.see(page, "orders")
    assert not wide, "\n".join(wide)


def test_the_longest_names_fit_what_staff_work_with(open_page: OpenPage, storefront: Storefront) -> None:
    page, wide = open_page(), Wide()
    first, second = sell_long_names(storefront)
    order_id, email = order_long_names(storefront, first)
    page.goto("/staff/products/")
    sign_in(page, storefront.cloud.account("staff"))
    for path in (
        f"products/?q={first.split('-')[1]}",
        f"products/{first}/",
        f"products/{second}/",
        f"stock/?q={first}",
        "orders/?state=confirmed",
        f"orders/{order_id}/",
        f"orders/{order_id}/refund/?reason={WORD}&amount=1",
        f"orders/{order_id}/address/",
        f"orders/slips/?order={order_id}",
        f"orders/search/?q={email}",
        f"customers/?q={email}",
        f"customers/one/?email={email}",
        "audit/",
    ):
        page.goto(f"/staff/{path}")
        wide.see(page, re.sub(r"\W+", "-", path.replace(first, "1").replace(second, "2")))
    assert not wide, "\n".join(wide)
    page.goto(f"/staff/orders/{order_id}/")
    columns = page.get_by_role("region", name="Table of articles").locator("tbody tr > :not(.staff__number)")
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert min(columns.evaluate_all("cells => cells.map(cell => cell.clientWidth)")) >= READABLE


def test_on_the_tax_page_a_countrys_name_stands_on_one_line_of_the_smallest_phone(
    open_page: OpenPage, storefront: Storefront
) -> None:
    page = open_page(viewport=SIZES[0])
    page.goto("/staff/tax/")
    sign_in(page, storefront.cloud.account("staff"))
    page.goto("/staff/tax/")
    lines = page.locator("tbody th").evaluate_all(
        "names => names.map(name => { const text = document.createRange(); text.selectNodeContents(name); "
        "return text.getClientRects().length })"
    )
    assert len(lines) > 30
    assert set(lines) == {1}
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[0]["width"]
