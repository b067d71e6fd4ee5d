"""Every page of the shop in every state worth a look, by the name of its address. A visit is a function that leads a browser there."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import add, type_address, wait_until_placed
from tests.journeys.stock import STOCK
from tests.journeys.world import World

Visit = Callable[[World], Page]

HILLS, BARE = STOCK[0].product, STOCK[-1].product


def at(path: str) -> Visit:
    """A visitor without an account."""
    return lambda world: world.open(world.visitor, path)


def signed_in_at(path: str) -> Visit:
    return lambda world: world.open(world.shopper, path)


def staff_at(path: str) -> Visit:
    return lambda world: world.open(world.worker, path)


def product_with_errors(world: World) -> Page:
    page = world.open(world.worker, f"/staff/products/{HILLS.id}/")
    page.get_by_label("Title").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def down_at(path: str) -> Visit:
    """The same while the services do not answer."""
    return lambda world: world.open(world.unlucky, path)


def sent_at(path: str, button: str) -> Visit:
    """A form that was sent as it stood."""

    def visit(world: World) -> Page:
        page = world.open(world.visitor, path)
        page.get_by_role("main").get_by_role("button", name=button).click()
        expect(page.locator("#errors")).to_be_visible()
        return page

    return visit


def second_page(world: World) -> Page:
    page = world.open(world.visitor, "/shop/")
    page.get_by_role("link", name=re.compile("Next")).click()
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("Previous"))).to_be_visible()
    return page


def put_into_the_basket(world: World) -> Page:
    add(world.visitor, f"/product/{HILLS.id}/")
    return world.visitor


def filled_basket(world: World) -> Page:
    world.fill_basket()
    return world.open(world.shopper, "/basket/")


def changed_basket(world: World) -> Page:
    """A price went up and another thing was withdrawn."""
    world.change_the_shop_under_a_basket()
    page = world.open(world.shopper, "/basket/")
    expect(page.get_by_text("No longer available", exact=True)).to_be_visible()
    return page


def removed_line(world: World) -> Page:
    page = filled_basket(world)
    page.get_by_role("button", name=re.compile("Remove")).first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    return page


def address(world: World) -> Page:
    world.fill_basket()
    return world.open(world.shopper, "/checkout/")


def address_with_errors(world: World) -> Page:
    page = address(world)
    page.get_by_label("Postal code").fill("!")
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def delivery(world: World) -> Page:
    type_address(address(world), world.account)
    expect(world.shopper.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    return world.shopper


def review(world: World) -> Page:
    delivery(world).get_by_role("button", name="Continue to review").click()
    expect(world.shopper.get_by_role("heading", level=1, name="One last look")).to_be_visible()
    return world.shopper


def review_of_another_total(world: World) -> Page:
    page = review(world)
    world.fill_basket(pieces=3)
    page.get_by_role("button", name=re.compile("Place order")).click()
    expect(page.get_by_text("Nothing has been ordered yet")).to_be_visible()
    return page


def checkout_down(world: World) -> Page:
    review(world)
    return world.open(world.unlucky, "/checkout/review/")


def placed(world: World) -> Page:
    review(world).get_by_role("button", name=re.compile("Place order")).click()
    wait_until_placed(world.shopper)
    return world.shopper


def prepared(world: World) -> Page:
    """Checked out, while the order's service does not answer."""
    page = world.open(world.unlucky, re.sub(r".*(/orders/.*)", r"\1", placed(world).url))
    expect(page.get_by_role("heading", name=re.compile("being prepared"))).to_be_visible()
    return page


def ordered_before(world: World) -> Page:
    return world.open(world.shopper, f"/orders/{world.order()}/")


def history(world: World) -> Page:
    world.order()
    return world.open(world.shopper, "/orders/")


def mail(world: World) -> Page:
    page = world.open(world.visitor, "/account/forgotten-password")
    page.get_by_label("E-mail").fill(world.account.email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_role("link", name="Read the mail here").click()
    expect(page.locator(".mail__code").first).to_be_visible()
    return page


def stale_form(world: World) -> Page:
    page = world.open(world.visitor, f"/product/{HILLS.id}/")
    page.locator(".buy__form").evaluate("form => { form.querySelector('[name=csrfmiddlewaretoken]').value = 'old'; form.submit() }")
    expect(page.get_by_role("heading", name="That form has stood open too long")).to_be_visible()
    return page


def suggested(world: World) -> Page:
    """While something is typed into the search box."""
    page = world.open(world.visitor, "/")
    page.get_by_role("combobox").press_sequentially(HILLS.title[:5])
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    return page


def seen(world: World) -> Page:
    """Nothing found, by somebody who has looked at something."""
    world.open(world.visitor, f"/product/{HILLS.id}/")
    return world.open(world.visitor, "/search/?q=zzzzqqqqxxxx")


def lonely_word(world: World) -> Page:
    """A group of synonyms that is none."""
    page = world.open(world.worker, "/staff/synonyms/")
    page.get_by_label("Groups").fill("mug")
    page.get_by_role("button", name="Save all groups").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


PAGES: dict[str, dict[str, Visit]] = {
    "home": {"open": at("/"), "services down": down_at("/")},
    "shop": {
        "first page": at("/shop/"), "second page": second_page, "sorted": at("/shop/?sort=price-up"),
        "a place that is gone": at("/shop/?page=2&after=gone"), "services down": down_at("/shop/"),
    },
    "search:results": {
        "many": at("/search/?q=print"), "chosen": at("/search/?q=print&stock=1&max=500&f.frame=Unframed"), "none": seen,
        "nothing left": at("/search/?q=print&max=1"), "everything": at("/search/"), "gone": at("/search/?q=print&page=400"),
        "services down": down_at("/search/?q=print"),
    },
    "search:suggest": {"typing": suggested},
    "staff:synonyms": {"open": lambda world: world.open(world.worker, "/staff/synonyms/"), "errors": lonely_word},
    "category": {"open": at("/shop/art-prints/"), "of one": at("/shop/frames/"), "unknown": at("/shop/hats/")},
    "product": {
        "with pictures": at(f"/product/{HILLS.id}/"), "a variant": at(f"/product/{HILLS.id}/?v={HILLS.variants[-1].sku}"),
        "a variant that is gone": at(f"/product/{HILLS.id}/?v=GONE"), "without pictures": at(f"/product/{BARE.id}/"),
        "put into the basket": put_into_the_basket, "unknown": at("/product/hat/"), "services down": down_at(f"/product/{HILLS.id}/"),
    },
    "about": {"open": at("/about/")},
    "delivery": {"open": at("/delivery/")},
    "privacy": {"open": at("/privacy/")},
    "basket:show": {
        "empty": lambda world: world.open(world.stranger, "/basket/"), "filled": filled_basket, "changed": changed_basket,
        "a line removed": removed_line, "services down": down_at("/basket/"),
    },
    "checkout:address": {"open": address, "errors": address_with_errors, "services down": down_at("/checkout/")},
    "checkout:delivery": {"open": delivery},
    "checkout:review": {"open": review, "another total": review_of_another_total, "services down": checkout_down},
    "order:history": {"some": history, "none": lambda world: world.open(world.idle, "/orders/"), "services down": down_at("/orders/")},
    "order:show": {
        "placed": placed, "being prepared": prepared, "ordered before": ordered_before, "unknown": signed_in_at(f"/orders/{'0' * 28}/"),
    },
    "account:home": {"open": signed_in_at("/account/")},
    "account:sign-in": {"open": at("/account/sign-in"), "at the checkout": at("/account/sign-in?next=/checkout/")},
    "account:callback": {
        "unknown": at("/account/callback?code=x&state=y"), "cancelled": at("/account/callback?error=access_denied&state=y"),
    },
    "account:sign-up": {"open": at("/account/sign-up"), "errors": sent_at("/account/sign-up", "Create account")},
    "account:confirm": {"open": at("/account/confirm"), "errors": sent_at("/account/confirm", "Confirm")},
    "account:forgotten-password": {
        "open": at("/account/forgotten-password"), "errors": sent_at("/account/forgotten-password", "Send the code"),
    },
    "account:new-password": {"open": at("/account/new-password"), "errors": sent_at("/account/new-password", "Set the password")},
    "staff:products": {
        "open": staff_at("/staff/products/"), "found": staff_at("/staff/products/?q=a"), "nothing": staff_at("/staff/products/?q=qqqqzzzz"),
    },
    "staff:create": {"open": staff_at("/staff/products/new/")},
    "staff:product": {"open": staff_at(f"/staff/products/{HILLS.id}/"), "errors": product_with_errors},
    "staff:picture": {"open": staff_at(f"/staff/products/{HILLS.id}/pictures/")},
    "mail": {"some": mail},
}  # fmt: skip

FAILURES: dict[str, Visit] = {
    "400": down_at("/fail/400/"), "403": down_at("/fail/403/"), "403, a stale form": stale_form,
    "404": at("/nowhere/"), "500": down_at("/fail/500/"),
}  # fmt: skip

ACTIONS = {
    "basket:add", "basket:set", "basket:remove", "basket:clear", "checkout:check", "account:sign-out", "account:resend",
}  # fmt: skip
DOCUMENTS = {"styles": "/styles.x.css", "manifest": "/manifest.webmanifest", "robots": "/robots.txt", "sitemap": "/sitemap.xml"}
UNNAMED = {"favicon.ico"}
