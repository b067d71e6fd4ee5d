"""What becomes of an order, in a real browser: another card, the bank's question, cancelling, sending, and sending
back."""

import os
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from backend.contracts.order.models import number
from backend.contracts.order.states import State
from infra.local.accounts import Account
from tests.browser.conftest import OpenPage, Storefront
from tests.browser.orders_by_state import make_order
from tests.browser.steps import PATIENCE_MS, add, expect_confirmed, give_card, pay, sign_in, type_address
from tests.integration.api import Api
from tests.integration.shop import Shopper, sell

DECLINED, CONFIRM = "4000 0000 0000 9995", "4000 0000 0000 3220"


@pytest.fixture
def page_before_order(page: Page, storefront: Storefront, article: str) -> Page:
    """A page one button before the order."""
    come_to_payment(page, storefront.cloud.new_account(), article)
    return page


@pytest.fixture
def few(storefront: Storefront) -> str:
    """The address of something of which there are two."""
    name = f"few-{os.urandom(4).hex()}"
    sell(
        Api(storefront.cloud),
        str(storefront.cloud.tokens(storefront.cloud.account("staff"))["access_token"]),
        name,
        pieces=2,
    )
    return f"/product/{name}/"


def title(address: str) -> str:
    """Of an article that was made for these journeys."""
    return address.split("/")[2].title()


def come_to_payment(page: Page, account: Account, address: str, pieces: int = 1) -> None:
    """From the article at this address to the payment step."""
    for _ in range(pieces):
        add(page, address)
    page.goto("/checkout/")
    sign_in(page, account)
    type_address(page, account)
    page.get_by_role("button", name="Continue to payment").click()


def buy_elsewhere(storefront: Storefront, address: str, pieces: int) -> None:
    """Somebody else buys so many, and has them."""
    rival = Shopper(Api(storefront.cloud), storefront.cloud.new_account())
    rival.came_to(rival.buy(address.split("/")[2].upper(), pieces), State.CONFIRMED)


def expect_left(page: Page, address: str, pieces: int) -> None:
    """Until the article's page says that so many are left: it hears of it in a moment."""
    look_for(page, address, page.locator("#stock").filter(has_text=f"{pieces} left"))


def find_mail(page: Page, subject: str) -> Locator:
    """The mail with this subject, on the mail page, once it is there."""
    mail = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=subject))
    return look_for(page, "/mail/", mail)


def look_for(page: Page, address: str, what: Locator, within: float = PATIENCE_MS / 1000) -> Locator:
    """What this page shows by and by, looked for again and again."""
    end = time.monotonic() + within
    page.goto(address)
    while not what.is_visible() and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.goto(address)
    expect(what).to_be_visible()
    return what


def place(page: Page, card: str) -> None:
    pay(page, card)
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def test_a_declined_card_is_followed_by_another_on_the_same_order(page_before_order: Page) -> None:
    place(page_before_order, DECLINED)
    expect(page_before_order.get_by_role("heading", name="Your card was declined.")).to_be_visible()
    page_before_order.get_by_role("button", name="Try another card").click()
    give_card(page_before_order, "4242 4242 4242 4242")
    expect_confirmed(page_before_order)


def test_a_card_whose_token_paid_another_order_is_declined_in_words_and_entered_once_more(
    page: Page, storefront: Storefront, few: str
) -> None:
    """Whoever brings a token of somebody else's payment comes back as a stolen link would."""
    tokens: list[str] = []
    page.on("request", lambda request: tokens.extend(re.findall(r"[?&]token=(tok_\w+)", request.url)))
    account = storefront.cloud.new_account()
    come_to_payment(page, account, few)
    place(page, "4242 4242 4242 4242")
    expect_confirmed(page)
    assert len(tokens) == 1
    add(page, few)
    page.goto("/checkout/")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name="Enter your card at Sandbox Pay").click()
    expect(page.get_by_label("Card number")).to_be_visible()
    state = re.search(r"state=([\w-]+)", page.url)
    assert state
    page.goto(f"/checkout/card/?state={state[1]}&token={tokens[0]}&brand=Visa&last4=4242")
    expect(page).to_have_url(re.compile("/checkout/review/$"))
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    said = page.locator(
        ".notice__title", has_text="The card details had been used for another payment. Please enter the card again."
    )
    expect(said).to_be_visible()
    page.get_by_role("button", name="Try another card").click()
    give_card(page, "4242 4242 4242 4242")
    expect_confirmed(page)


def test_the_banks_question_is_answered_on_the_way(page_before_order: Page) -> None:
    place(page_before_order, CONFIRM)
    page_before_order.get_by_role("link", name="Confirm at your bank").click()
    page_before_order.get_by_role("button", name="Confirm the payment").click()
    expect_confirmed(page_before_order)


def test_an_order_is_cancelled_its_piece_is_back_and_page_and_mail_say_where_the_money_goes(
    page: Page, storefront: Storefront, few: str
) -> None:
    account = storefront.cloud.new_account()
    come_to_payment(page, account, few)
    place(page, "4242 4242 4242 4242")
    expect_confirmed(page)
    number, order = page.locator(".order__number").inner_text(), page.url
    expect_left(page, few, 1)
    page.goto(order)
    page.get_by_role("link", name="Cancel the order").click()
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.get_by_role("heading", name="This order is cancelled.")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text(re.compile("(goes|went) back to your card"))
    expect_left(page, few, 2)
    mail = find_mail(page, f"Order {number} is cancelled")
    expect(mail).to_contain_text(account.email)
    expect(mail).to_contain_text("goes back to your card")


def test_a_piece_bought_by_someone_else_during_the_checkout_is_named_and_nothing_is_charged(
    page: Page, storefront: Storefront, few: str
) -> None:
    come_to_payment(page, storefront.cloud.new_account(), few, pieces=2)
    pay(page)
    buy_elsewhere(storefront, few, 1)
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    expect(page.get_by_role("heading", name="We cannot fulfil this order.")).to_be_visible()
    expect(page.get_by_text("Nothing is charged.").first).to_be_visible()
    expect(page.locator(".order__now").get_by_role("listitem")).to_contain_text(title(few))
    find_mail(page, f"We could not fulfil order {page.locator('.order__number').inner_text()}")


def line_in_list(staff: Page, state: str, number: str) -> Locator:
    """The order in the back office's list, which others fill too: however many pages on."""
    staff.goto(f"/staff/orders/?state={state}")
    line = staff.get_by_role("listitem").filter(has=staff.get_by_role("heading", name=f"Order {number}"))
    while not line.is_visible():
        with staff.expect_navigation():
            staff.get_by_role("link", name="Next page").click()
    return line


def test_staff_send_an_order_while_the_shopper_watches_and_decide_its_return(
    page_before_order: Page, open_page: OpenPage, storefront: Storefront
) -> None:
    place(page_before_order, "4242 4242 4242 4242")
    expect_confirmed(page_before_order)
    number = page_before_order.locator(".order__number").inner_text()
    staff = open_page()
    staff.goto("/staff/orders/")
    sign_in(staff, storefront.cloud.account("staff"))

    def move(state: str, verb: str, note: str = "") -> None:
        line = line_in_list(staff, state, number)
        if note:
            line.get_by_role("textbox").fill(note)
            line.get_by_role("textbox").press("Enter")
        else:
            line.get_by_role("button", name=verb).click()

    move("confirmed", "Mark packed")
    expect(page_before_order.get_by_role("heading", name="It is packed.")).to_be_visible()
    move("packed", "Mark sent", "RR123456785DE")
    expect(page_before_order.get_by_text("RR123456785DE").first).to_be_visible()
    move("sent", "Mark delivered")
    expect(page_before_order.get_by_role("heading", name="It has arrived.")).to_be_visible()
    page_before_order.get_by_role("link", name="Send something back").click()
    page_before_order.wait_for_url("**/return/")  # loaded, so that the page's script sees what is chosen
    page_before_order.get_by_label(re.compile("^Pieces of")).first.select_option("1")
    expect(page_before_order).to_have_url(re.compile(r"/return/\?"))  # what comes back has been worked out anew
    expect(page_before_order.get_by_text("comes back to your card").first).to_be_visible()
    page_before_order.get_by_role("button", name=re.compile("^Ask to send .* back$")).click()
    expect(page_before_order).to_have_url(re.compile(r"/orders/[0-9A-Za-z]+/$"))
    move("return-requested", "Accept the return")
    expect(page_before_order.get_by_role("heading", name="You can send it back.")).to_be_visible()
    move("return-accepted", "Received: refund and restock")
    expect(page_before_order.get_by_text(re.compile("went back to your card on")).first).to_be_visible()
    order = page_before_order.url
    credit_note = page_before_order.get_by_role("link", name=re.compile("^Credit note LOCAL-CN-"))
    page_before_order.get_by_role("link", name="Invoice and credit notes (PDF)").wait_for()
    end = time.monotonic() + PATIENCE_MS / 1000  # while the invoice is the only document, the list leads straight to it
    while (
        "html" not in page_before_order.request.get(f"{order}documents/").headers["content-type"]
        and time.monotonic() < end
    ):
        page_before_order.wait_for_timeout(300)
    page_before_order.goto(f"{order}documents/")
    for link in (page_before_order.get_by_role("link", name=re.compile("^Invoice LOCAL-INV-")), credit_note):
        reply = page_before_order.request.get(str(link.get_attribute("href")))
        assert reply.headers["content-type"] == "application/pdf"
        assert reply.body().startswith(b"%PDF")
    page_before_order.get_by_role("link", name="Back to the order").click()
    page_before_order.get_by_role("button", name="Order all of it again").click()
    expect(page_before_order.get_by_text(re.compile("in your basket again"))).to_be_visible()


def test_enter_in_the_reason_for_a_denial_denies_the_return_and_never_accepts_it(
    page: Page, storefront: Storefront
) -> None:
    api = Api(storefront.cloud)
    buyer, clerk = Shopper(api, storefront.cloud.new_account()), storefront.cloud.account("staff")
    order_id = make_order(api, buyer, str(storefront.cloud.tokens(clerk)["access_token"]), State.RETURN_REQUESTED)
    page.goto("/staff/orders/")
    sign_in(page, clerk)
    reason = line_in_list(page, "return-requested", number(order_id)).get_by_label("Reason for the refusal")
    reason.press("Enter")
    expect(reason).to_have_attribute("aria-invalid", "true")
    reason.fill("It came back without its frame.")
    reason.press("Enter")
    expect(page.get_by_text(f"Order {number(order_id)}: return not accepted.")).to_be_visible()
    assert buyer.order(order_id)["state"] == State.RETURN_DENIED
