"""What a reader's system, keyboard, hand and printer ask for: motion that stops, a ring around what has the focus, the
other look, a bar to buy within reach of the thumb, and a receipt on paper."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.contracts.order.states import State
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.page_monitor import Watch
from tests.browser.pages import HILLS
from tests.browser.steps import add
from tests.browser.visitors import World

PRODUCT = f"/product/{HILLS.id}/"
PHONE = {"width": 390, "height": 844}
THUMB = 44
"""Pixels: https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced.html."""
LONGEST_MOTION = """() => Math.max(...[...document.querySelectorAll("*")].flatMap(each => ["", "::before", "::after"].flatMap(part => {
    const style = getComputedStyle(each, part || null);
    return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat);
})))"""
"""The longest transition or animation of the page, in seconds."""
WITHOUT_EDGE = """() => [...document.querySelectorAll(".button:not(.button--text)")].filter(each => {
    const style = getComputedStyle(each);
    return each.offsetWidth && (style.borderStyle === "none" || parseFloat(style.borderWidth) < 1);
}).map(each => each.outerHTML.slice(0, 120))"""
"""The buttons that can be seen and have no border."""
HAS_RING = """() => {
    const ring = (each, part) => {
        const style = getComputedStyle(each, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    for (let each = document.activeElement; each && each !== document.body; each = each.parentElement)
        if (ring(each, null) || ring(each, "::after")) return "";
    return document.activeElement === document.body ? "" : document.activeElement.outerHTML.slice(0, 120);
}"""
"""Empty where what has the focus, or something around it, shows a ring; else what has none."""


@pytest.fixture(scope="module")
def world(chromium: Browser, storefront: Storefront) -> Iterator[World]:
    watch = Watch(urlsplit(storefront.url).netloc, urlsplit(storefront.cloud.endpoint).netloc)
    world = World(chromium, storefront, storefront.url, watch)
    yield world
    world.close()


@pytest.mark.parametrize("path", ["/", "/shop/", PRODUCT, "/basket/"])
def test_nothing_moves_for_who_wants_no_motion(open_page: OpenPage, path: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(path)
    assert page.evaluate(LONGEST_MOTION) <= 0.001
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(LONGEST_MOTION) > 0.001


@pytest.mark.parametrize("path", ["/", "/shop/", PRODUCT, "/account/sign-in"])
def test_in_forced_colours_every_button_has_an_edge(open_page: OpenPage, path: str) -> None:
    """Its colour says nothing then: the system paints all grounds alike."""
    page = open_page(forced_colors="active")
    page.goto(path)
    assert page.evaluate(WITHOUT_EDGE) == []


@pytest.mark.parametrize("path", ["/", PRODUCT, "/account/sign-in"])
def test_whatever_the_keyboard_reaches_shows_a_ring(page: Page, path: str) -> None:
    page.goto(path)
    bare = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        bare.add(page.evaluate(HAS_RING))
    assert bare <= {""}


def test_the_switch_changes_the_look_and_the_next_page_keeps_it(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.goto("/")
    look = "() => getComputedStyle(document.documentElement).colorScheme"
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    page.wait_for_function(f"light => ({ground})() !== light", arg=light)
    assert page.evaluate(look) == "dark"
    dark = page.evaluate(ground)
    page.goto("/shop/")
    assert page.evaluate(ground) == dark


def test_on_a_phone_the_button_to_buy_stays_in_view_and_a_thumb_hits_the_steppers(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    page.goto(PRODUCT)
    button = page.locator(".buy__form").get_by_role("button", name="Add to basket")
    expect(button).to_be_in_viewport(ratio=1)
    add(page, PRODUCT)
    page.goto("/basket/")
    for name in ("One more", "One less"):
        box = page.locator(".stepper").first.get_by_role("button", name=name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= THUMB


@pytest.mark.parametrize("width", [320, 390])
def test_a_full_basket_makes_the_header_of_a_phone_no_taller(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(PRODUCT)
    height = page.get_by_role("banner").bounding_box()
    add(page, PRODUCT)
    page.goto("/basket/")
    expect(page.get_by_role("banner").get_by_role("link", name="Basket: 1 item")).to_be_visible()
    assert page.get_by_role("banner").bounding_box() == height


def test_an_order_prints_as_a_receipt_without_the_shop_around_it(world: World) -> None:
    page = world.open(world.shopper, f"/orders/{world.order_that_is(State.DELIVERED)}/")
    page.emulate_media(media="print")
    for around in (page.get_by_role("banner"), page.get_by_role("contentinfo"), page.locator(".order__ways")):
        expect(around).to_be_hidden()
    expect(page.get_by_text("VAT", exact=False).first).to_be_visible()
    seller = page.locator(".order").evaluate("each => getComputedStyle(each, '::after').content")
    assert len(seller) > len('"Halftone"')
    page.emulate_media(media="screen")
