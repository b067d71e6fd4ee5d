"""Every page of the shop in every state worth a look, by the name of its address.

A visit is a function that leads a browser there.
"""

import io
import re
import secrets
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from backend.contracts.order.models import number
from backend.contracts.order.states import State
from storefront.imports import export
from tests.browser import (
    account_visits,
    address_visits,
    desk_visits,
    newsletter_visits,
    pick_visits,
    review_visits,
    voucher_visits,
    wish_visits,
)
from tests.browser.steps import PATIENCE_MS, add, pay, sign_in, type_address, wait_until_placed
from tests.browser.stock import STOCK
from tests.browser.visitors import World

Visit = Callable[[World], Page]

HILLS, BARE = STOCK[0].product, STOCK[-1].product
SETTLED = (
    State.ACTION_REQUIRED, State.DECLINED, State.REFUSED, State.CANCELLED, State.SENT, State.DELIVERED, State.RETURN_REQUESTED,
    State.RETURN_ACCEPTED, State.RETURNED, State.RETURN_DENIED,
)  # fmt: skip
"""States that an order stays in until somebody does something."""


def at(path: str) -> Visit:
    """A visitor without an account."""
    return lambda world: world.open(world.visitor, path)


def signed_in_at(path: str) -> Visit:
    return lambda world: world.open(world.shopper, path)


def staff_at(path: str) -> Visit:
    return lambda world: world.open(world.worker, path)


def staff_down_at(path: str) -> Visit:
    """The same for who works here."""
    return lambda world: world.open(world.unlucky_worker, path)


def failed_at(path: str) -> Visit:
    """While messages have failed; `{}` is the id of one."""

    def visit(world: World) -> Page:
        page = world.open(world.worker, path.format(world.failed))
        for body in page.locator(".staff__body").all():
            body.locator("summary").click()
        return page

    return visit


def discard_without_a_reason(world: World) -> Page:
    page = failed_at("/staff/dead-letters/BusUndelivered/{}/")(world)
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def product_with_errors(world: World) -> Page:
    page = world.open(world.worker, f"/staff/products/{HILLS.id}/")
    page.get_by_label("Title", exact=True).fill("")
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


def closing_without_the_address(world: World) -> Page:
    page = signed_in_at("/account/close")(world)
    page.get_by_role("button", name="Close my account").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


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


def gate(world: World) -> Page:
    """A visitor with something in the basket."""
    page = world.open(world.visitor, f"/product/{HILLS.id}/")
    page.get_by_role("button", name="Add to basket").first.click()
    expect(page.get_by_role("heading", name="In your basket")).to_be_visible()
    return world.open(world.visitor, "/checkout/start/")


def gate_with_errors(world: World) -> Page:
    page = gate(world)
    page.get_by_label("E-mail").fill("ada")
    page.get_by_role("button", name="Continue as a guest").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def address(world: World) -> Page:
    world.fill_basket()
    return world.open(world.shopper, "/checkout/")


def address_with_errors(world: World) -> Page:
    page = address(world)
    page.get_by_label("Postal code").first.fill("!")
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def delivery(world: World) -> Page:
    page = address(world)
    page.get_by_label("The invoice goes to another address").uncheck()  # another page of this file leaves it ticked
    type_address(page, world.account)
    expect(world.shopper.get_by_role("heading", level=1, name="How should it get there?")).to_be_visible()
    return world.shopper


def payment(world: World) -> Page:
    delivery(world).get_by_role("button", name="Continue to payment").click()
    expect(world.shopper.get_by_role("heading", level=1, name="How would you like to pay?")).to_be_visible()
    return world.shopper


def stale_card(world: World) -> Page:
    """Back from a card page that was not opened from here."""
    delivery(world).get_by_role("button", name="Continue to payment").click()
    page = world.open(world.shopper, "/checkout/card/?state=old")
    expect(page.get_by_text("That card page was not opened from here")).to_be_visible()
    return page


def review(world: World) -> Page:
    page = payment(world)
    if page.get_by_role("link", name="Continue to review").is_visible():  # a visit before gave the card
        page.get_by_role("link", name="Continue to review").click()
    else:
        pay(page)
    expect(page.get_by_role("heading", level=1, name="One last look")).to_be_visible()
    return page


def payment_with_a_card(world: World) -> Page:
    review(world)
    return world.open(world.shopper, "/checkout/payment/")


def review_of_another_total(world: World) -> Page:
    page = review(world)
    world.fill_basket(pieces=3)
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    expect(page.get_by_text("Nothing has been ordered yet")).to_be_visible()
    return page


def checkout_down(world: World) -> Page:
    review(world)
    return world.open(world.unlucky, "/checkout/review/")


def place_order(world: World) -> Page:
    review(world).get_by_role("button", name=re.compile("^Pay €")).click()
    wait_until_placed(world.shopper)
    return world.shopper


def order_in_preparation(world: World) -> Page:
    """Checked out, while the order's service does not answer."""
    page = world.open(world.unlucky, re.sub(r".*(/orders/.*)", r"\1", place_order(world).url))
    expect(page.get_by_role("heading", name=re.compile("being prepared"))).to_be_visible()
    return page


def ordered_before(world: World) -> Page:
    return world.open(world.shopper, f"/orders/{world.order()}/")


def order_that_is(state: State, below: str = "") -> Visit:
    """The page of an order that came to this state, or one below it."""

    def visit(world: World) -> Page:
        page = world.open(world.shopper, f"/orders/{world.order_that_is(state)}/{below}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return visit


def documents_of_a_return(world: World) -> Page:
    """The invoice and a credit note, once the money has gone back."""
    order = f"/orders/{world.order_that_is(State.RETURNED)}/"
    page, end = world.open(world.shopper, order), time.monotonic() + PATIENCE_MS / 1000
    address = f"{page.url}documents/"
    while "html" not in page.request.get(address).headers["content-type"] and time.monotonic() < end:
        page.wait_for_timeout(300)  # until then the only document is shown at once
    page.goto(address)
    return page


def documents_for_staff(world: World) -> Page:
    return world.open(world.worker, f"/staff/orders/{world.order_that_is(State.SENT)}/documents/")


def order_without_invoice(world: World) -> Page:
    page = world.open(world.worker, f"/staff/orders/{world.order_without_invoice()}/documents/")
    expect(page.get_by_role("button", name="Issue the invoice")).to_be_visible()
    return page


def return_with_errors(world: World) -> Page:
    page = order_that_is(State.DELIVERED, "return/")(world)
    page.get_by_label(re.compile("^Pieces of")).first.select_option("1")
    expect(page).to_have_url(re.compile(r"/return/\?"))
    page.get_by_label("Why does it go back?").fill("Too\u0007blue")
    page.get_by_role("button", name=re.compile("^Ask to send .* back$")).click()
    expect(page.locator("#errors")).to_be_visible()
    return page


def orders_that_are(state: State) -> Visit:
    """The back office's list of them."""

    def visit(world: World) -> Page:
        world.order_that_is(state)
        page = world.open(world.worker, f"/staff/orders/?state={state}")
        expect(page.get_by_role("heading", name=re.compile("^Order ")).first).to_be_visible()
        return page

    return visit


def stock_that_changed(world: World) -> Page:
    """A number set on what was seen, while another was set meanwhile."""
    page = world.open(world.worker, "/staff/stock/")
    form = page.locator(".staff__set").first
    form.locator("[name=version]").evaluate("field => { field.value = 9999999 }")
    form.get_by_role("button").click()
    expect(page.get_by_text("The stock has changed since you loaded this page")).to_be_visible()
    return page


def stock_without_a_number(world: World) -> Page:
    page = world.open(world.worker, "/staff/stock/")
    page.locator(".staff__pieces").first.fill("many")
    page.locator(".staff__set").first.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def open_holds(world: World) -> Page:
    """What a declined order holds until another card is tried."""
    world.order_that_is(State.DECLINED)
    page = world.open(world.worker, "/staff/holds/")
    expect(page.get_by_role("rowheader").first).to_be_visible()
    return page


def history(world: World) -> Page:
    world.order()
    return world.open(world.shopper, "/orders/")


def packing_slips(world: World) -> Page:
    """The slip of an order, and one that there is none of."""
    order_id = world.order_that_is(State.CONFIRMED)
    page = world.open(world.worker, f"/staff/orders/slips/?order={order_id}&order={'0' * 28}")
    expect(page.get_by_role("button", name="Mark it as packed")).to_be_visible()
    return page


def one_order(world: World) -> Page:
    """An order by itself, as staff see it."""
    return world.open(world.worker, f"/staff/orders/{world.order_that_is(State.PACKED)}/")


def one_order_at(end: str, state: State = State.PACKED) -> Visit:
    """A page below an order, as staff see it."""
    return lambda world: world.open(world.worker, f"/staff/orders/{world.order_that_is(state)}/{end}")


def orders_found(query: str) -> Visit:
    """The desk's list, once its index has heard of a packed order."""

    def visit(world: World) -> Page:
        found = number(world.order_that_is(State.PACKED))
        page = world.open(world.worker, f"/staff/orders/search/{query}")
        end = time.monotonic() + PATIENCE_MS / 1000
        while not page.get_by_role("link", name=found).count() and time.monotonic() < end:
            page.reload()
        expect(page.get_by_role("link", name=found)).to_be_visible()
        return page

    return visit


def mail_as_html(world: World) -> Page:
    """A mail as its reader sees it."""
    message_sent(world)
    page = world.open(world.visitor, "/mail/")
    end = time.monotonic() + PATIENCE_MS / 1000
    sent = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="We have your message")).first
    while not sent.is_visible() and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.reload()
    sent.get_by_text("As HTML").click()
    expect(sent.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    return page


def mail(world: World) -> Page:
    page = world.open(world.visitor, "/account/forgotten-password")
    page.get_by_label("E-mail").fill(world.account.email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_role("link", name="Read the e-mail here").click()
    expect(page.locator(".mail__code").first).to_be_visible()
    return page


def stale_form(world: World) -> Page:
    page = world.open(world.visitor, f"/product/{HILLS.id}/")
    page.locator(".buy__form").evaluate(
        "form => { form.querySelector('[name=csrfmiddlewaretoken]').value = 'old'; form.submit() }"
    )
    expect(page.get_by_role("heading", name="That form has stood open too long")).to_be_visible()
    return page


def sent_when_signed_out(world: World) -> Page:
    """What a shopper sent after signing out in another window, once they are back."""
    page = filled_basket(world)
    other = page.context.new_page()
    other.goto("/account/")
    other.get_by_role("button", name="Sign out", exact=True).click()
    other.close()
    page.get_by_role("button", name=re.compile("Remove")).first.click()
    expect(page.get_by_text("Sign in and go on where you were.")).to_be_visible()
    sign_in(page, world.account)
    expect(page.get_by_role("heading", name="Please send it again")).to_be_visible()
    return page


def open_suggestions(world: World) -> Page:
    """While something is typed into the search box."""
    page = world.open(world.visitor, "/")
    page.get_by_role("combobox").press_sequentially(HILLS.title[:5])
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    return page


def zoom_picture(world: World) -> Page:
    """The second picture over the page."""
    page = world.open(world.visitor, f"/product/{HILLS.id}/")
    page.get_by_role("link", name="See picture 1 larger").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    return page


def no_results_after_a_look(world: World) -> Page:
    """Nothing found, by somebody who has looked at something."""
    world.open(world.visitor, f"/product/{HILLS.id}/")
    return world.open(world.visitor, "/search/?q=zzzzqqqqxxxx")


def no_file(world: World) -> Page:
    """An upload of nothing."""
    page = world.open(world.worker, "/staff/catalogue/")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def looked_at(world: World) -> Page:
    """A catalogue's file with a product that is good and one that is not, before anything is imported."""
    page = world.open(world.worker, "/staff/catalogue/")
    rows = b"Handle,Title,Variant Price\nseen-before,Seen before,3\nfree-thing,Free thing,free\n"
    page.get_by_label("File").set_input_files({"name": "products.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("2 products, 2 checked")).to_be_visible()
    return page


def import_product(world: World) -> Page:
    """A product of the shop put in as it is there, which changes nothing."""
    page = world.open(world.worker, "/staff/catalogue/")
    out = io.StringIO(newline="")
    export.write([HILLS], out)  # type: ignore[list-item]  # a new product has all that is written
    page.get_by_label("File").set_input_files(
        {"name": "products.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import 1 product").click()
    expect(page.get_by_text("1 product, 1 imported")).to_be_visible()
    return page


def unreadable(world: World) -> Page:
    """A file that is no catalogue."""
    page = world.open(world.worker, "/staff/catalogue/")
    page.get_by_label("File").set_input_files({"name": "products.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def lonely_word(world: World) -> Page:
    """A group of synonyms that is none."""
    page = world.open(world.worker, "/staff/synonyms/")
    page.get_by_label("Groups").fill("mug")
    page.get_by_role("button", name="Save all groups").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def promotion_without_terms(world: World) -> Page:
    """A promotion that gives nothing."""
    page = world.open(world.worker, "/staff/promotions/new/")
    page.get_by_role("button", name="Make the promotion").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def zone_without_days(world: World) -> Page:
    """A delivery zone that takes no days, and a new one without countries."""
    page = world.open(world.worker, "/staff/delivery/")
    page.get_by_label("Working days").first.fill("0")
    page.get_by_label("Name").last.fill("The islands")
    page.get_by_role("button", name="Save delivery").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def rate_that_is_none(world: World) -> Page:
    """A rate of tax that is no number."""
    page = world.open(world.worker, "/staff/tax/")
    page.get_by_label("Germany, standard").fill("nineteen")
    page.get_by_role("button", name="Save the rates").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def promotion_made(world: World) -> Page:
    """A promotion that staff have just made."""
    page = world.open(world.worker, "/staff/promotions/new/")
    page.get_by_label("Code", exact=True).fill(f"sale {secrets.token_hex(4)}")
    page.get_by_label("Title", exact=True).fill("10 % off posters")
    page.get_by_label("Percent off").fill("10")
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_role("button", name="Make the promotion").click()
    expect(page.get_by_role("heading", name="What a basket would get")).to_be_visible()
    return page


def draft(end: str) -> Visit:
    """A product that is kept outside the shop, at its form or at what is below it."""

    def visit(world: World) -> Page:
        name = f"kept-back-{secrets.token_hex(4)}"
        page = world.open(world.worker, "/staff/products/new/")
        for field, value in (
            ("title", "Kept back"),
            ("id", name),
            ("category", "Prints"),
            ("variants-0-sku", name.upper()),
            ("variants-0-price", "9"),
        ):
            page.locator(f"#{field}").fill(value)
        page.get_by_role("button", name="Save as a draft").click()
        expect(page.get_by_text("is saved as a draft.")).to_be_visible()
        return world.open(world.worker, f"/staff/products/outside/{name}/{end}")

    return visit


def message_sent(world: World) -> Page:
    """A message to the shop that has arrived."""
    page = world.open(world.visitor, "/contact/")
    page.get_by_label("Your message").fill("The corner is bent.\n\nIt came so on Monday.")
    page.get_by_label("E-mail").fill(f"{secrets.token_hex(4)}@example.com")
    page.get_by_role("button", name="Send your message").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    return page


def messages(world: World) -> Page:
    """What was written to the shop, as staff see it."""
    message_sent(world)
    page = world.open(world.worker, "/staff/messages/")
    expect(page.get_by_text("It came so on Monday.").first).to_be_visible()
    return page


PAGES: dict[str, dict[str, Visit]] = {
    "contact:contact": {"open": at("/contact/?order=3F9A-72C1"), "errors": sent_at("/contact/", "Send your message")},
    "contact:sent": {"sent": message_sent, "not here": at("/contact/sent/?message=gone")},
    "contact:withdrawal": {"open": at("/withdrawal/"), "errors": sent_at("/withdrawal/", "Confirm the withdrawal")},
    "contact:imprint": {"open": at("/imprint/")},
    "contact:terms": {"open": at("/terms/")},
    "staff:messages": {"some": messages},
    "product:home": {"open": at("/"), "services down": down_at("/")},
    "product:picks": {"fetched": pick_visits.home_with_picks},
    "search:shop": {
        "first page": at("/shop/"), "second page": second_page, "sorted": at("/shop/?sort=price-up"),
        "a place that is gone": at("/shop/?page=2&after=gone"), "services down": down_at("/shop/"),
    },
    "search:results": {
        "many": at("/search/?q=print"), "chosen": at("/search/?q=print&stock=1&max=500&f.frame=Unframed"), "none": no_results_after_a_look,
        "nothing left": at("/search/?q=print&max=1"), "everything": at("/search/"), "gone": at("/search/?q=print&page=400"),
        "a price not read": at("/search/?q=print&max=cheap"),
        "services down": down_at("/search/?q=print"),
    },
    "search:suggest": {"typing": open_suggestions},
    "staff:synonyms": {"open": staff_at("/staff/synonyms/"), "errors": lonely_word},
    "staff:menu": {"open": staff_at("/staff/menu/")},
    "staff:delivery": {"open": staff_at("/staff/delivery/"), "errors": zone_without_days},
    "staff:tax": {"open": staff_at("/staff/tax/"), "errors": rate_that_is_none},
    "staff:promotions": {"open": staff_at("/staff/promotions/")},
    "staff:new-promotion": {"open": staff_at("/staff/promotions/new/"), "errors": promotion_without_terms},
    "staff:promotion": {"made": promotion_made},
    "staff:unlisted-list": {"open": staff_at("/staff/products/outside/")},
    "staff:unlisted": {"a draft": draft("")},
    "staff:preview": {"a draft": draft("preview/")},
    "staff:catalogue": {"open": staff_at("/staff/catalogue/"), "errors": no_file},
    "staff:import": {"looked at": looked_at, "errors": unreadable},
    "staff:importing": {"done": import_product},
    "search:category": {
        "open": at("/shop/art-prints/"), "chosen": at("/shop/art-prints/?f.frame=Oak&f.frame=Black&stock=1&min=20"),
        "of one": at("/shop/frames/"), "unknown": at("/shop/hats/"),
    },
    "product:detail": {
        "with pictures": at(f"/product/{HILLS.id}/"), "a variant": at(f"/product/{HILLS.id}/?v={HILLS.variants[-1].sku}"),
        "a variant that is gone": at(f"/product/{HILLS.id}/?v=GONE"), "without pictures": at(f"/product/{BARE.id}/"),
        "not made in all": at("/product/oak-frame/?v=FR-OAK-FRAME-24-CLR"), "zoomed": zoom_picture,
        "put into the basket": put_into_the_basket, "unknown": at("/product/hat/"), "services down": down_at(f"/product/{HILLS.id}/"),
    },
    "site:about": {"open": at("/about/")},
    "site:offline": {"open": at("/offline/")},
    "site:delivery": {"open": at("/delivery/")},
    "site:privacy": {"open": at("/privacy/"), "nothing remembered": pick_visits.switched_off},
    "basket:show": {
        "empty": lambda world: world.open(world.stranger, "/basket/"), "filled": filled_basket, "changed": changed_basket,
        "a line removed": removed_line, "services down": down_at("/basket/"),
    },
    "checkout:start": {"open": gate, "errors": gate_with_errors},
    "checkout:address": {
        "open": address, "errors": address_with_errors, "services down": down_at("/checkout/"),
        "saved addresses": address_visits.saved_addresses_in_checkout, "another address": address_visits.another,
        "invoice elsewhere": address_visits.invoiced_elsewhere, "invoice by default": address_visits.invoiced_by_default,
    },
    "checkout:delivery": {"open": delivery},
    "checkout:payment": {"open": payment, "with a card": payment_with_a_card},
    "checkout:card": {"stale": stale_card},
    "checkout:review": {"open": review, "another total": review_of_another_total, "services down": checkout_down},
    "order:find": {"open": at("/orders/find/"), "errors": sent_at("/orders/find/", "Find the order")},
    "order:history": {"some": history, "none": lambda world: world.open(world.idle, "/orders/"), "services down": down_at("/orders/")},
    "order:show": {
        "placed": place_order, "being prepared": order_in_preparation, "ordered before": ordered_before,
        "unknown": signed_in_at(f"/orders/{'0' * 28}/"),
        **{state.value: order_that_is(state) for state in SETTLED},
    },
    "order:cancel": {"open": order_that_is(State.DECLINED, "cancel/"), "too late": order_that_is(State.SENT, "cancel/")},
    "order:return": {"open": order_that_is(State.DELIVERED, "return/"), "errors": return_with_errors},
    "order:documents": {"a return": documents_of_a_return},
    "staff:documents": {"some": documents_for_staff, "no invoice": order_without_invoice},
    "staff:home": {"open": staff_at("/staff/")},
    "staff:orders": {
        "to pack": orders_that_are(State.CONFIRMED), "to send": orders_that_are(State.PACKED),
        "returns": orders_that_are(State.RETURN_REQUESTED),
        "none": staff_at("/staff/orders/?state=paid"), "not staff": signed_in_at("/staff/orders/"),
    },
    "staff:order-search": {
        "all": orders_found(""), "some": orders_found("?state=packed"), "none": staff_at("/staff/orders/search/?q=nobody"),
        "errors": staff_at("/staff/orders/search/?since=never"), "services down": staff_down_at("/staff/orders/search/"),
    },
    "staff:customers": {"all": staff_at("/staff/customers/"), "none": staff_at("/staff/customers/?q=nobody")},
    "staff:customer": {
        "with orders": desk_visits.customer_with_orders,
        "without orders": staff_at("/staff/customers/one/?email=nobody@example.org"),
    },
    "staff:slips": {"some": packing_slips},
    "staff:parcel": {"open": one_order_at("parcels/"), "too late": one_order_at("parcels/", State.SENT)},
    "staff:refund": {"open": one_order_at("refund/"), "errors": one_order_at("refund/?reason="),
                     "looked at": one_order_at("refund/?reason=Bent&amount=1")},
    "staff:phone-order": {"open": staff_at("/staff/orders/new/"), "with an article": desk_visits.order_by_phone},
    "staff:phone-order-address": {"open": staff_at("/staff/orders/new/address/"),
                                  "another country": staff_at("/staff/orders/new/address/?country=IT")},
    "staff:phone-order-review": {"without an address": staff_at("/staff/orders/new/review/"),
                                 "all of it": desk_visits.review_of_order_by_phone},
    "staff:receive": {"open": one_order_at("receive/", State.RETURN_ACCEPTED),
                      "errors": one_order_at("receive/?looked=1", State.RETURN_ACCEPTED),
                      "too late": one_order_at("receive/")},
    "staff:audit": {"open": staff_at("/staff/audit/"), "none": staff_at("/staff/audit/?who=nobody@example.org"),
                    "errors": staff_at("/staff/audit/?id=DOTS"), "services down": staff_down_at("/staff/audit/")},
    "staff:address": {"open": one_order_at("address/", State.CONFIRMED), "too late": one_order_at("address/")},
    "staff:move": {"open": one_order, "unknown": staff_at(f"/staff/orders/{'0' * 28}/")},
    "staff:stock": {"open": staff_at("/staff/stock/"), "changed meanwhile": stock_that_changed, "no number": stock_without_a_number},
    "staff:holds": {"some": open_holds},
    "staff:dead-letters": {
        "none": staff_at("/staff/dead-letters/"), "some": failed_at("/staff/dead-letters/"),
        "services down": staff_down_at("/staff/dead-letters/"),
    },
    "staff:dead-letter-queue": {
        "some": failed_at("/staff/dead-letters/BusUndelivered/"), "stuck": failed_at("/staff/dead-letters/OrderUnpublished/"),
        "no event": failed_at("/staff/dead-letters/SearchUnbuilt/"), "none": staff_at("/staff/dead-letters/PictureUntold/"),
        "unknown": staff_at("/staff/dead-letters/Nowhere/"), "services down": staff_down_at("/staff/dead-letters/BusUndelivered/"),
    },
    "staff:redrive": {
        "some": failed_at("/staff/dead-letters/BusUndelivered/redrive/"), "stuck": failed_at("/staff/dead-letters/SearchUnbuilt/redrive/"),
    },
    "staff:dead-letter": {"open": failed_at("/staff/dead-letters/BusUndelivered/{}/"), "errors": discard_without_a_reason},
    "account:home": {"open": signed_in_at("/account/"), "staff": staff_at("/account/")},
    "address_book:show": {
        "none": lambda world: world.open(world.idle, "/account/addresses/"), "some": address_visits.some, "full": address_visits.full,
        "services down": down_at("/account/addresses/"),
    },
    "address_book:add": {
        "open": lambda world: world.open(world.idle, "/account/addresses/new/"), "errors": address_visits.new_with_errors,
    },
    "address_book:change": {"open": address_visits.second_address_form, "unknown": signed_in_at(f"/account/addresses/{'0' * 16}/")},
    "account:name": {"open": signed_in_at("/account/name")},
    "account:email": {"open": signed_in_at("/account/email"), "staff": staff_at("/account/email")},
    "account:email-code": {"none asked for": signed_in_at("/account/email/code")},
    "account:data": {"none asked for": signed_in_at("/account/data/"), "being prepared": account_visits.data_asked_for},
    "account:close": {
        "open": signed_in_at("/account/close"), "staff": staff_at("/account/close"),
        "errors": closing_without_the_address,
    },
    "account:where-signed-in": {"two devices": account_visits.two_devices},
    "account:second-factor": {
        "staff": staff_at("/account/second-factor"), "shopper": signed_in_at("/account/second-factor"),
        "set up": account_visits.with_second_factor,
    },
    "account:second-factor-code": {"not due": staff_at("/account/second-factor/code"), "due": account_visits.code_due},
    "account:second-factor-remove": {"open": account_visits.second_factor_to_remove},
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
    "mail:inbox": {"some": mail, "as HTML": mail_as_html},
    "review:write": {
        "open": review_visits.form, "errors": review_visits.form_with_errors, "a review": review_visits.form_with_a_review,
    },
    "review:listing": {"none": at(f"/product/{BARE.id}/reviews/"), "some": review_visits.listing},
    "review:report": {"open": review_visits.report, "errors": review_visits.report_with_errors},
    "staff:reviews": {"none": staff_at("/staff/reviews/?state=refused"), "some": review_visits.waiting},
    "site:unsent": {"kept": sent_when_signed_out},
    "wish:show": {
        "empty": lambda world: world.open(world.stranger, "/wishes/"), "filled": wish_visits.filled_list,
        "one removed": wish_visits.list_after_removal, "a pressed heart": wish_visits.pressed_hearts, "services down": down_at("/wishes/"),
    },
    "wish:shared": {"open": wish_visits.shared_list, "ended": at(f"/wishes/shared/{'0' * 32}/")},
    "wish:ask": {"open": wish_visits.asking, "errors": wish_visits.asking_with_errors},
    "wish:alerts": {
        "none": lambda world: world.open(world.idle, "/wishes/alerts/"), "some": wish_visits.alerts,
        "services down": down_at("/wishes/alerts/"),
    },
    "wish:alert": {
        "to confirm": wish_visits.alert_link(), "on": wish_visits.alert_link("Confirm"),
        "off": wish_visits.alert_link("Confirm", "Stop these e-mails"), "unknown": at(f"/wishes/alerts/back/NEVER/{'0' * 64}/"),
    },
    "staff:newsletter": {"open": staff_at("/staff/newsletter/")},
    "staff:issues": {"open": staff_at("/staff/newsletter/issues/"), "some": newsletter_visits.issues},
    "staff:new-issue": {"open": staff_at("/staff/newsletter/issues/new/")},
    "staff:issue": {
        "new": staff_at(f"/staff/newsletter/issues/{'0' * 32}/"), "errors": newsletter_visits.issue_with_errors,
        "a draft": newsletter_visits.draft(), "on its way": newsletter_visits.sent_issue,
    },
    "staff:send-issue": {"open": newsletter_visits.draft("send/")},
    "staff:issue-preview": {"open": newsletter_visits.draft("de/")},
    "newsletter:ask": {
        "open": at("/newsletter/"), "errors": sent_at("/newsletter/", "Subscribe"), "from a foot": newsletter_visits.ask_at_the_foot,
    },
    "newsletter:link": {
        "to confirm": newsletter_visits.open_mail(), "on": newsletter_visits.open_mail("Confirm"),
        "off": newsletter_visits.open_mail("Confirm", "Stop the newsletter"), "unknown": at(f"/newsletter/{'0' * 64}/"),
    },
    "basket:voucher": {
        "open": at("/basket/voucher/"), "unknown": voucher_visits.unknown_code, "found": voucher_visits.balance,
        "in the basket": voucher_visits.in_the_basket,
        "among goods": voucher_visits.among_goods, "services down": voucher_visits.balance_while_down,
    },
    "staff:vouchers": {"some": voucher_visits.listing, "not found": voucher_visits.not_found},
    "staff:new-voucher": {"open": staff_at("/staff/vouchers/new/"), "errors": voucher_visits.form_with_errors},
    "staff:voucher": {
        "errors": voucher_visits.blocking_without_a_reason, "sold": voucher_visits.withdrawing_without_a_reason,
        "unknown": staff_at(f"/staff/vouchers/{'A' * 24}/"),
    },
}  # fmt: skip

FAILURES: dict[str, Visit] = {
    "400": down_at("/fail/400/"), "403": down_at("/fail/403/"), "403, a stale form": stale_form,
    "404": at("/nowhere/"), "500": down_at("/fail/500/"),
}  # fmt: skip

ACTIONS: dict[str, tuple[str, ...]] = {
    "basket:country": (), "checkout:choose": (), "staff:tracking": ("0" * 28,), "staff:parcel-delivered": ("0" * 28,),
    "staff:note": ("0" * 28,), "staff:cancel": ("0" * 28,),
    "review:vote": ("0" * 32,), "staff:review": ("0" * 32,),
    "wish:change": (), "wish:share": (), "wish:stop-alert": (), "wish:stop-alerts": (),
    "wish:unsubscribe": ("back", "NEVER", "0" * 64), "newsletter:own": (), "newsletter:unsubscribe": ("0" * 64,),
    "staff:try-issue": ("0" * 32,), "staff:stop-issue": ("0" * 32,),
    "address_book:check": (), "address_book:default": ("0" * 16,),
    "address_book:invoices": ("0" * 16,), "address_book:no-invoices": ("0" * 16,),
    "address_book:remove": ("0" * 16,),
    "product:switch-picks": (), "basket:code": (), "basket:remove-code": (), "staff:answer": ("0" * 32,),
    "basket:add": (), "basket:set": (), "basket:remove": (), "basket:clear": (), "checkout:check": (), "checkout:check-email": (),
    "order:open": ("0" * 28,), "order:again": ("0" * 28,),
    "order:pay": ("0" * 28,), "account:sign-out": (), "account:sign-out-everywhere": (), "account:resend": (),
    "staff:withdraw": (HILLS.id,), "staff:resend": ("0" * 28, "confirmed"), "staff:customer-note": (), "staff:customer-sign-out": (),
    "staff:customer-second-factor": (),
}  # fmt: skip
"""By the name of the address, what it needs."""
DOCUMENTS = {
    "machine:styles": "/styles.x.css", "machine:manifest": "/manifest.webmanifest", "machine:robots": "/robots.txt",
    "machine:sitemap": "/sitemap.xml",
    "machine:sitemap-pages": "/sitemap-pages.xml", "machine:sitemap-products": "/sitemap-products-1.xml",
    "machine:service-worker": "/service-worker.js",
}  # fmt: skip
DOWNLOADS = {
    "account:data-download",
    "order:document",
    "staff:document",
    "staff:export",
    "staff:newsletter-download",
    "staff:report",
    "staff:slips-pdf",
    "review:picture",
    "staff:review-picture",
    "mail:message",
    "staff:issue-html",
}
"""Files for who is signed in, and what frames show."""
UNNAMED = {"favicon.ico", "product:uploaded", "product:reviewed"}
