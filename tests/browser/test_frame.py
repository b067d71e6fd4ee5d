"""The frame around every page, in Chromium: nothing covers what has the focus, Back never asks to send again, letters
may be large."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from backend.contracts.order.states import State
from tests.browser import pages
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.page_monitor import Watch
from tests.browser.pages import HILLS, Visit, at, signed_in_at, staff_at
from tests.browser.steps import add, go_back, sign_in, type_address
from tests.browser.visitors import World

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
COVERED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    if (focused === document.body || !box.width || !box.height) return "";
    const covers = ["sticky", "fixed"];
    const over = place => {
        for (let each = document.elementFromPoint(...place); each; each = each.parentElement)
            if (covers.includes(getComputedStyle(each).position) && !each.contains(focused)) return true;
        return false;
    };
    const inside = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y => [box.left + x * box.width, box.top + y * box.height]));
    return inside.every(over) ? focused.outerHTML.slice(0, 120) : "";
}"""
TARGET_IN_VIEW = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const target = document.querySelector(":target"), box = target.getBoundingClientRect();
    const seen = [0.1, 0.5, 0.9].map(part => document.elementFromPoint(box.left + 8, box.top + part * box.height));
    return box.top >= 0 && box.bottom <= innerHeight && seen.every(each => target.contains(each));
}"""
STEP = f"""async step => {{
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const focused = document.activeElement;
    if (!step) window.first = focused;
    else if (focused === document.body || focused === window.first) return null;
    return ({COVERED})();
}}"""
"""After a key: what is covered, or nothing; null once the whole page has been walked over."""


def address_with_banners(world: World) -> Page:
    """The address of who has just signed in at the checkout, and is told so at the top."""
    page = world.fresh()
    add(page, f"/product/{HILLS.id}/")
    page.goto("/checkout/")
    sign_in(page, world.api.cloud.new_account())
    expect(page.get_by_text("Your basket now holds the item")).to_be_visible()
    return page


def address_beside_the_order(world: World) -> Page:
    """The address with the order unfolded, as it is on a phone."""
    page = pages.address(world)
    page.locator(".fold").evaluate("each => { each.open = true; }")
    return page


FORMS: dict[str, Visit] = {
    "address": pages.address, "address and order": address_beside_the_order, "address with banners": address_with_banners,
    "address with errors": pages.address_with_errors, "sign-up": at("/account/sign-up"),
    "gate": pages.gate, "return": pages.order_that_is(State.DELIVERED, "return/"), "desk order": pages.one_order,
    "desk address": pages.one_order_at("address/", State.CONFIRMED), "desk list": pages.orders_that_are(State.PACKED),
    "product": at(f"/product/{HILLS.id}/"), "staff editor": staff_at(f"/staff/products/{HILLS.id}/"), "basket": pages.filled_basket,
}  # fmt: skip
LARGE: dict[str, Visit] = {
    "home": at("/"), "list": at("/shop/"), "product": at(f"/product/{HILLS.id}/"), "basket": pages.filled_basket,
    "checkout": pages.address, "delivery": pages.delivery, "account": signed_in_at("/account/"), "order": pages.ordered_before,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(chromium: Browser, storefront: Storefront) -> Iterator[World]:
    made = World(
        chromium,
        storefront,
        storefront.url,
        Watch(urlsplit(storefront.url).netloc, urlsplit(storefront.cloud.endpoint).netloc),
    )
    yield made
    made.close()


def covered_by_focus(page: Page, key: str, most: int = 250) -> list[str]:
    """What was wholly covered while it had the focus, from one end of the page to the other by this key."""
    covered: list[str] = []
    for step in range(most):
        page.keyboard.press(key)
        place = page.evaluate(STEP, step)
        if place is None:
            return covered
        covered += [place] if place else []
    return covered


@pytest.mark.parametrize("form", FORMS)
def test_nothing_covers_what_has_the_focus(world: World, form: str) -> None:
    page = FORMS[form](world)
    for size, keys in ((DESK, ("Shift+Tab",)), (PHONE, ("Tab", "Shift+Tab"))):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for key in keys:  # the way down brings what has the focus to the lower edge, where only a phone has a bar
            assert covered_by_focus(page, key) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_the_row_of_stock_that_was_set_is_in_view_and_nothing_lies_over_it(world: World, size: dict[str, int]) -> None:
    page = staff_at("/staff/stock/")(world)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for place in (page.locator("tbody tr").first, page.locator("tbody tr").last):
        place.get_by_role("button").click()
        expect(page).to_have_url(re.compile("#"))
        assert page.evaluate(TARGET_IN_VIEW)
        page.goto("/staff/stock/")


@pytest.mark.parametrize("name", LARGE)
def test_letters_of_twice_the_size_fit(world: World, name: str) -> None:
    page = LARGE[name](world)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("document.documentElement.scrollWidth") == DESK["width"]
    if name not in ("checkout", "delivery"):  # the checkout has no menu
        expect(page.get_by_role("button", name="Menu", exact=True)).to_be_visible()


def test_a_banner_leaves_with_the_page_and_can_be_closed(open_page: OpenPage, storefront: Storefront) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/account/")
    sign_in(page, storefront.cloud.new_account())
    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    banner = page.get_by_text("You are signed out.")
    expect(banner).to_be_visible()
    page.mouse.wheel(0, 600)
    expect(banner).not_to_be_in_viewport()
    page.mouse.wheel(0, -600)
    page.get_by_role("status").get_by_role("button", name="Close").click()
    expect(banner).to_have_count(0)


def test_back_after_an_error_shows_the_form_and_sends_nothing_again(page: Page, storefront: Storefront) -> None:
    account = storefront.cloud.new_account()
    add(page, f"/product/{HILLS.id}/")
    page.goto("/checkout/")
    sign_in(page, account)
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.locator("#errors")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/checkout/\?answer="))
    type_address(page, account)
    expect(page.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    go_back(page)
    expect(page.get_by_label("Town").first).to_have_value("Berlin")
    expect(page.locator("#errors")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Town").first).to_have_value("Berlin")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    go_back(page)
    page.go_forward(wait_until="load")
    assert set(sent) <= {"GET"}


def test_back_after_a_wrong_sign_up_shows_the_form(page: Page) -> None:
    page.goto("/account/sign-up")
    page.get_by_label("E-mail").fill("nonsense")
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    expect(page.get_by_label("E-mail")).to_have_value("nonsense")
    page.reload()
    expect(page.get_by_label("E-mail")).to_have_value("nonsense")
    page.goto("/about/")
    go_back(page)
    expect(page.get_by_label("E-mail")).to_have_value("nonsense")


def style(page: Page) -> None:
    """Give every part a style as scripts do, which no policy forbids; htmx carried it over as an attribute, which ours
    does."""
    page.evaluate("document.querySelectorAll('[id]').forEach(each => each.style.setProperty('--seen', '1'))")


def test_filters_quantities_and_variants_leave_the_console_empty(page: Page, watch: Watch) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/shop/")
    style(page)
    page.get_by_role("checkbox").first.check()
    expect(page).to_have_url(re.compile("stock=1|f\\."))
    add(page, f"/product/{HILLS.id}/")
    page.goto(f"/product/{HILLS.id}/")
    style(page)
    page.locator("a.value:not([aria-current])").first.click()
    expect(page).to_have_url(re.compile("v="))
    page.goto("/basket/")
    style(page)
    with page.expect_response(re.compile("/basket/set/")):
        page.get_by_role("button", name=re.compile("One more")).click()
    expect(page.get_by_role("spinbutton")).to_have_value("2")
    assert [text for text in said if text != "Service Worker registration blocked by Playwright"] == []


def hold_requests(page: Page, path: str) -> list[Route]:
    """Requests to this path are held until they are let go on."""
    waiting: list[Route] = []
    page.route(re.compile(path), lambda route: waiting.append(route))
    return waiting


def dims(page: Page, part: str, act: Callable[[], None], waiting: list[Route]) -> None:
    """Whether the part is busy and dimmed while its request is under way, and itself again after it."""
    act()
    busy = page.locator(f"{part}[aria-busy=true]")
    expect(busy).to_have_css("opacity", "0.55")
    waiting[-1].continue_()
    expect(busy).to_have_count(0)
    expect(page.locator(part).first).to_have_css("opacity", "1")


def test_what_waits_for_the_shop_looks_so(page: Page) -> None:
    page.goto(f"/product/{HILLS.id}/")
    waiting = hold_requests(page, r"\?v=")
    dims(page, ".buy", page.locator("a.value:not([aria-current])").first.click, waiting)
    page.goto("/shop/")
    waiting = hold_requests(page, r"/shop/\?")
    dims(page, ".found", page.get_by_role("checkbox").first.check, waiting)
    page.unroute_all()
    add(page, f"/product/{HILLS.id}/")
    page.goto("/basket/")
    waiting = hold_requests(page, "/basket/set/")
    dims(page, ".basket-line", page.get_by_role("button", name=re.compile("One more")).click, waiting)


def test_what_is_done_is_filled_in_forced_colours(world: World) -> None:
    page = pages.delivery(world)
    page.emulate_media(forced_colors="active")
    fill = "each => getComputedStyle(each, '::before').backgroundColor"
    done, coming = page.locator(".steps [data-done]").first, page.locator(".steps li").last
    text = page.locator("body").evaluate("each => getComputedStyle(each).color")
    assert (done.evaluate(fill), coming.evaluate(fill) != text) == (text, True)
    page.emulate_media(forced_colors="none")
