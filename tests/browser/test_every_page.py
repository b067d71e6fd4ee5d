"""Every page of the URLconf, light and dark, wide and narrow, with and without content: accessible, quiet, and by
itself."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Page

from tests.browser import screenshots
from tests.browser.accessibility import RULES
from tests.browser.conftest import Storefront
from tests.browser.page_monitor import Watch
from tests.browser.pages import ACTIONS, DOCUMENTS, DOWNLOADS, FAILURES, PAGES, UNNAMED, Visit, address, at, staff_at
from tests.browser.visitors import DESKTOP, World

STILL = """() => {
    if ("axe" in window) return false;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important }");
    document.adoptedStyleSheets = [sheet];
    return true;
}"""
"""Whether this is a page that nobody has looked at. Colours change at once with the scheme: it would be drawn ten times
on the way."""
SETTLED = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const moving = () => document.getAnimations().filter(each => each.playState !== "finished");
    do {
        await frame(), await frame();
        await Promise.allSettled(moving().map(each => each.finished));
    } while (moving().length);
}"""  # again and again: a link that inherits its colour begins its own transition when its parent's ends
LOOK = f"""async ([checks, most]) => {{
    await ({SETTLED})();
    const width = document.documentElement.scrollWidth;
    const found = width > most ? [`scrolls sideways: ${{width}} px`] : [];
    for (const [parts, rules] of checks) found.push(...(await axe.run(parts, rules)).violations);
    return found.map(each => each.id ? `${{each.id}}: ${{each.nodes[0].html}}` : each);
}}"""
"""All in one call: each is a way through three processes and back."""
NARROW = {"width": 320, "height": 640}
WHOLE = {"include": [["html"]]}
OWN = {**WHOLE, "exclude": [["body > .header:not(.header--short)"], ["body > .footer:not(.footer--short)"]]}
"""Without the header and the footer that a page shares with the home page."""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""What axe asks of colours takes it longer than all its other rules."""
COLOURS = {**RULES, "runOnly": {"type": "rule", "values": OF_COLOURS}}
SHAPES = {**RULES, "rules": {rule: {"enabled": False} for rule in OF_COLOURS}}
Checks = tuple[tuple[dict[str, Any], dict[str, Any]], ...]
"""Parts of the page, and what axe checks in them."""
ALL: Checks = ((WHOLE, RULES),)
Look = tuple[str, dict[str, int], Checks]
"""Scheme, size of the screen, and what is checked."""
LOOKS: tuple[Look, ...] = (
    ("light", DESKTOP, ((WHOLE, SHAPES), (OWN, COLOURS))),
    ("dark", NARROW, ((OWN, RULES),)),  # the menu, which only a narrow screen has, is looked at by itself
)
VISITS = [
    pytest.param(visit, id=f"{name} {state}") for name, states in PAGES.items() for state, visit in states.items()
]
VISITS += [pytest.param(visit, id=f"failure {name}") for name, visit in FAILURES.items()]


@pytest.fixture(scope="module")
def watching(storefront: Storefront, faulty: str) -> Watch:
    """Over both storefronts. That one of them fails is no slip."""
    watch = Watch(
        urlsplit(storefront.url).netloc, urlsplit(storefront.cloud.endpoint).netloc, also={urlsplit(faulty).netloc}
    )
    watch.allowed += [f"500 from {faulty}", f"503 from {faulty}"]
    return watch


@pytest.fixture(scope="module")
def world(chromium: Browser, storefront: Storefront, faulty: str, watching: Watch) -> Iterator[World]:
    world = World(chromium, storefront, faulty, watching)
    yield world
    world.close()


def address_names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of all addresses; of one without a name, its route."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from address_names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}" if pattern.name else str(pattern.pattern)


def test_every_address_of_the_shop_is_visited_here_or_is_no_page() -> None:
    assert sorted(address_names(get_resolver("storefront.urls").url_patterns)) == sorted(
        [*PAGES, *ACTIONS, *DOCUMENTS, *DOWNLOADS, *UNNAMED]
    )


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_an_address_that_only_takes_forms_is_no_page(name: str, storefront: Storefront) -> None:
    reply = requests.get(storefront.url + reverse(name, args=ACTIONS[name]), timeout=60, allow_redirects=False)
    assert reply.status_code in (303, 405)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.values()))
def test_a_document_for_machines_is_no_page(path: str, storefront: Storefront) -> None:
    reply = requests.get(storefront.url + path, timeout=60)
    assert (reply.status_code, "html" in reply.headers["content-type"]) == (200, False)


@pytest.mark.parametrize("visit", VISITS)
def test_a_page_is_accessible_in_both_schemes_fits_a_narrow_screen_and_keeps_to_itself(
    visit: Visit, world: World, watching: Watch, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    watching.seen.clear()
    page = visit(world)
    found = {f"{look[0]} {look[1]['width']}": list_findings(page, *look, name) for look in LOOKS}
    found["slips"] = list(watching.seen)
    page.emulate_media(color_scheme="light")
    assert {where: what for where, what in found.items() if what} == {}


def test_the_menu_of_a_narrow_screen_is_accessible_in_both_schemes(world: World) -> None:
    page = world.open(world.visitor, "/")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Close the menu").wait_for()
    assert [list_findings(page, scheme, NARROW) for scheme in ("dark", "light")] == [[], []]


@pytest.mark.parametrize(
    "visit", [at("/shop/"), staff_at("/staff/orders/"), address], ids=["list", "orders", "address"]
)
def test_what_a_narrow_screen_folds_away_can_be_read_in_the_dark(world: World, visit: Visit) -> None:
    page = visit(world)
    assert list_findings(page, "dark", DESKTOP, ((OWN, COLOURS),)) == []
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("person", ["visitor", "shopper", "worker"])
def test_the_header_and_the_footer_that_pages_share_are_accessible_in_both_schemes(world: World, person: str) -> None:
    page = world.open(getattr(world, person), "/")
    looks = (("light", DESKTOP), ("dark", DESKTOP), ("dark", NARROW))
    assert [list_findings(page, *each) for each in looks] == [[], [], []]
    page.emulate_media(color_scheme="light")


def list_findings(
    page: Page,
    scheme: str,
    size: dict[str, int],
    checks: Checks = ALL,
    name: str = "menu",
) -> list[str]:
    """What is wrong with the page in this scheme and size, by these checks of axe's."""
    if page.evaluate(STILL):
        page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if page.viewport_size != size:
        page.set_viewport_size(size)  # type: ignore[arg-type]
    if screenshots.FOLDER:
        page.evaluate(SETTLED)
        screenshots.take(page, f"{name} {scheme} {size['width']}")
    return list(page.evaluate(LOOK, [checks, size["width"]]))
