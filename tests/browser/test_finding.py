"""Finding something in a real browser: by a word with a mistake in it, by choices, by keyboard.

With scripts and without.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from backend.contracts.product.models import pictures_of
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.steps import add, go_back, has_scripts
from tests.browser.stock import STOCK

HILLS = STOCK[0].product
FRAME = next(item.product for item in STOCK if item.product.id == "oak-frame")  # not made in each size with each glass
PHONE = {"width": 390, "height": 844}


SHOWN = pictures_of(HILLS, min(HILLS.variants, key=lambda variant: variant.price))
"""The pictures of the variant that the page opens with."""


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


def search(page: Page, words: str) -> None:
    page.get_by_label("Search the shop").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def tick(page: Page, box: str) -> None:
    """A box of the filters, and its effect: at once with scripts, by the form's button without."""
    page.get_by_role("checkbox", name=re.compile(f"^{re.escape(box)}")).check()
    if not has_scripts(page):
        page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name=f"Remove: {box}")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile(f"^{re.escape(box)}"))).to_be_checked()


def test_a_word_with_a_mistake_finds(visitor: Page) -> None:
    visitor.goto("/")
    search(visitor, HILLS.title.split(",")[0].replace("Hills", "Hlils"))
    visitor.get_by_role("main").get_by_role("link", name=HILLS.title).click()
    expect(visitor.get_by_role("heading", level=1, name=HILLS.title)).to_be_visible()


def test_three_choices_a_sort_and_a_thing_into_the_basket_and_back_all_is_as_it_was(visitor: Page) -> None:
    visitor.goto("/shop/")
    for box in ("In stock", "Unframed", "40 × 50 cm"):
        tick(visitor, box)
    visitor.get_by_role("link", name="Lowest price").click()
    expect(visitor.locator("#sort-price-up")).to_have_attribute("aria-current", "true")
    address, said = visitor.url, visitor.locator("#found-said").inner_text()
    assert all(part in address for part in ("stock=1", "f.frame=Unframed", "f.size=40", "sort=price-up"))
    visitor.locator(".card__link").first.click()
    expect(visitor.locator("#buy")).to_be_visible()
    visitor.locator(".value:not([aria-current])[href]").first.click()
    expect(visitor).to_have_url(re.compile(r"\?v="))
    add(visitor, visitor.url)
    visitor.goto(address)
    go_back(visitor)
    visitor.go_forward()
    expect(visitor).to_have_url(address)
    expect(visitor.locator("#found-said")).to_have_text(said)
    expect(visitor.get_by_role("checkbox", name=re.compile("^Unframed"))).to_be_checked()
    visitor.get_by_role("link", name="Remove: Unframed").click()
    expect(visitor.get_by_role("checkbox", name=re.compile("^Unframed"))).not_to_be_checked()
    visitor.get_by_role("link", name="Clear all").click()
    expect(visitor.get_by_role("link", name=re.compile("Remove"))).to_have_count(0)


def test_pages_follow_one_another_and_back_leads_through_them(visitor: Page) -> None:
    visitor.goto("/shop/")
    first = visitor.locator(".card__link").first.inner_text()
    visitor.get_by_role("link", name="Next").click()
    expect(visitor.locator("#found-said")).to_contain_text("page 2")
    assert visitor.locator(".card__link").first.inner_text() != first
    go_back(visitor)
    expect(visitor.locator(".card__link").first).to_have_text(first)
    expect(visitor.locator("#found-said")).not_to_contain_text("page 2")


def test_back_after_a_tick_restores_boxes_and_list(page: Page) -> None:
    page.goto("/shop/")
    said = page.locator("#found-said").inner_text()
    tick(page, "Unframed")
    go_back(page)
    expect(page.locator("#found-said")).to_have_text(said)
    expect(page.get_by_role("checkbox", name=re.compile("^Unframed"))).not_to_be_checked()


def test_two_quick_ticks_are_both_kept_and_the_box_keeps_the_focus(page: Page) -> None:
    page.goto("/shop/")
    page.get_by_role("checkbox", name=re.compile("^In stock")).focus()
    page.keyboard.press("Space")
    page.get_by_role("checkbox", name=re.compile("^Unframed")).focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"stock=1&f\.frame=Unframed"))
    expect(page.get_by_role("checkbox", name=re.compile("^Unframed"))).to_be_focused()
    expect(page).to_have_title(re.compile("Everything"))


def test_the_search_box_is_a_combobox_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Search the shop")
    box.focus()
    page.keyboard.insert_text(HILLS.title[:5].lower())  # at once: no earlier answer is under way
    expect(page.get_by_role("option", name=re.compile(HILLS.title))).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("suggestion-"))
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value(HILLS.title[:5].lower())
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]").get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(str(chosen))))


def test_on_a_phone_filters_are_a_sheet_that_stays_while_one_chooses(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    page.goto("/shop/")
    page.get_by_role("button", name="Filter").click()
    tick_in_sheet = page.get_by_role("checkbox", name=re.compile("^Unframed"))
    tick_in_sheet.check()
    expect(page).to_have_url(re.compile("f.frame=Unframed"))
    expect(tick_in_sheet).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Show \d+ product")).click()
    expect(tick_in_sheet).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("Filter 1"))).to_be_visible()


def test_the_menu_opens_and_closes_by_keyboard(page: Page, storefront: Storefront) -> None:
    page.goto("/")
    fold = page.locator(".menu__open").first
    fold.focus()
    page.keyboard.press("Enter")
    leaf = page.locator(".menu__leaf").first
    expect(leaf).to_be_visible()
    page.keyboard.press("Tab")
    expect(leaf).to_be_focused()
    page.keyboard.press("Escape")
    expect(leaf).to_be_hidden()
    expect(fold).to_be_focused()


def test_on_a_wide_screen_all_pictures_of_a_product_stand_in_view(page: Page) -> None:
    page.goto(f"/product/{HILLS.id}/")
    expect(page.locator(".thumb").first).to_be_hidden()
    boxes = [page.locator(f"#picture-{number}").bounding_box() for number in range(1, len(SHOWN) + 1)]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 1280 * 7 / 12 for box in boxes)


def test_the_gallery_is_used_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE)
    page.goto(f"/product/{HILLS.id}/")
    thumbs, count = page.locator(".thumb"), len(SHOWN)
    page.get_by_role("list", name=f"Pictures of {HILLS.title}").focus()
    page.keyboard.press("ArrowRight")
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")
    thumbs.nth(0).focus()
    page.keyboard.press("Enter")
    expect(thumbs.nth(0)).to_have_attribute("aria-current", "true")
    expect(thumbs.nth(1)).not_to_have_attribute("aria-current", "true")
    opener = page.get_by_role("link", name="See picture 1 larger")
    opener.focus()
    page.keyboard.press("Enter")
    zoom = page.get_by_role("dialog", name=f"Pictures of {HILLS.title}")
    expect(zoom.get_by_role("status")).to_have_text(f"1 of {count}")
    expect(zoom.get_by_role("img", name=SHOWN[0].alt)).to_be_visible()
    page.keyboard.press("Escape")
    expect(zoom).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    zoom.dispatch_event("close")  # the word of the first close, where the key was quicker
    page.keyboard.press("ArrowRight")
    expect(zoom.get_by_role("img", name=SHOWN[1].alt)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(zoom.get_by_role("status")).to_have_text(f"{count} of {count}")
    zoom.get_by_role("button", name="Next picture").click()
    zoom.get_by_role("button", name="Next picture").click()
    expect(zoom.get_by_role("status")).to_have_text(f"2 of {count}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="See picture 2 larger")).to_be_focused()
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")


def test_without_scripts_thumbnails_lead_to_their_pictures_and_the_larger_one_is_a_link(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto(f"/product/{HILLS.id}/")
    expect(page.locator("#picture-2")).not_to_be_in_viewport(ratio=0.5)
    page.locator(".thumb").nth(1).click()
    expect(page.locator("#picture-2")).to_be_in_viewport(ratio=0.5)
    page.get_by_role("link", name="See picture 2 larger").click()
    expect(page).to_have_url(re.compile(rf"/{SHOWN[1].src}-\d+\.webp$"))
    go_back(page)
    expect(page.get_by_role("heading", level=1, name=HILLS.title)).to_be_visible()


def test_what_is_not_made_cannot_be_chosen_and_says_why(visitor: Page) -> None:
    small, clear, museum = FRAME.options[0].values[0], *FRAME.options[1].values
    visitor.goto(f"/product/{FRAME.id}/?v={next(each.sku for each in FRAME.variants if each.values == (small, clear))}")
    glass = visitor.get_by_role("group", name=f"Glazing: {clear}")
    expect(glass.get_by_text(f"not made with {small}")).to_be_visible()
    expect(glass.get_by_role("link", name=museum)).to_have_count(0)
    visitor.get_by_role("group", name=f"Size: {small}").get_by_role("link").nth(1).click()
    glass.get_by_role("link", name=museum).click()
    expect(visitor).to_have_url(re.compile(rf"v=FR-{FRAME.id.upper()}-40-MUS"))
    size = visitor.get_by_role("group", name="Size: 40 × 50 cm")
    expect(size.get_by_text(f"not made with {museum}")).to_be_visible()
    expect(size.get_by_role("link", name=small)).to_have_count(0)


def test_the_suggestions_are_announced_to_screen_readers(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="Search the shop")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill(HILLS.title[:5].lower())  # at once: the list is drawn once
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-controls", str(page.get_by_role("listbox").get_attribute("id")))
    expect(page.get_by_text(re.compile(rf"^{options.count()} suggestions?$"))).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_id(str(box.get_attribute("aria-activedescendant")))
    expect(box).to_be_focused()
