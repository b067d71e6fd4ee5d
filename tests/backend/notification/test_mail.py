"""What each mail says, as text and as HTML of the same words."""

import re
from html import unescape
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts.order.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_events import OrderParcelDelivered, OrderParcelSent
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.payment.models import MAX_ATTEMPTS
from backend.contracts.product.models import Picture
from backend.contracts.shop import SAMPLE_SELLER
from backend.contracts.types import Language
from backend.contracts.voucher.events import VoucherRefunded
from backend.contracts.voucher.models import VoucherPayment
from backend.notification import domain
from backend.notification.domain import Mail, Recipient
from backend.notification.kinds import KINDS
from backend.notification.mail import order_mail
from tests.backend import shop
from tests.backend.notification.samples import BUYER, EVENTS, IN_PARCEL, LINK, ORDER, TO_COME, WHOSE
from tests.backend.order.checkouts import checked_out

HOSTILE = "<img src=x onerror=alert(1)>\u202e & \"'"


def write_mail(event: Any, who: Recipient = BUYER) -> Mail:
    return order_mail(event, ORDER, who, "https://halftone.example")


def words(html: str) -> str:
    """What a reader of the HTML sees, in one line: all but the preview, which only lists of mails show."""
    body = html.partition("<body")[2].partition("</div>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_there_is_a_mail_for_every_event_that_asks_for_one() -> None:
    assert {type(event) for event in EVENTS} == set(KINDS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_people_typed_brings_no_markup_and_no_header(event: Any) -> None:
    bought = BUYER.bought
    assert bought
    address = msgspec.structs.replace(bought.address, name=HOSTILE, street=HOSTILE, town=HOSTILE, extra=HOSTILE)
    lines = tuple(msgspec.structs.replace(line, title=HOSTILE, values=(HOSTILE,)) for line in bought.lines)
    hostile = msgspec.structs.replace(BUYER, bought=msgspec.structs.replace(bought, address=address, lines=lines))
    said = {name: HOSTILE for name in ("reason", "note", "tracking") if name in event.__struct_fields__}
    found = write_mail(msgspec.structs.replace(event, **said), hostile)
    assert "<img src=x" not in found.html
    assert HOSTILE in found.text
    assert HOSTILE not in found.subject


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("who", [BUYER, msgspec.structs.replace(BUYER, bought=None)], ids=["known", "old"])
def test_every_mail_has_one_line_of_subject_with_the_number_and_leads_to_the_order(event: Any, who: Recipient) -> None:
    found = write_mail(event, who)
    assert "0000-0001" in found.subject
    assert found.subject.isprintable()
    assert LINK in found.text
    assert f'href="{LINK}"' in found.html
    assert re.fullmatch(r"[a-z0-9-]{1,60}", found.name)
    assert " if " not in found.subject.lower()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_text_and_html_say_the_same(event: Any) -> None:
    found = write_mail(event)
    shown = words(found.html)
    for line in found.text.splitlines():
        for part in re.split(r"\s{2,}|: https", line.strip().removeprefix("- ")):
            assert not part or part.startswith("://") or " ".join(part.split()) in shown, part


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_every_mail_names_what_was_bought_with_its_options_prices_sums_address_and_day(event: Any) -> None:
    shown = words(write_mail(event).html)
    for part in (
        "Order 0000-0001, 3 Nov 2026", "Paper Reef Notebook A5 · Lined · 3 × €29.00 €87.00", "6 items €174.00",
        "Standard delivery by Fri 6 Nov", "Total of which 19 % VAT: €27.78 €174.00", "Ada Lovelace", "12 St James's Square",
        "London SW1Y 4JH", "United Kingdom", SAMPLE_SELLER.email,
    ):  # fmt: skip
        assert part in shown.replace("\u00a0", " "), part


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_mail_loads_nothing_but_pictures_of_the_shop_and_is_whole_without_them(event: Any) -> None:
    html = write_mail(event).html
    assert not re.search(r"<(script|link|iframe|svg|video)|url\(|@import|@font-face", html)
    pictures = re.findall(r"<img [^>]*>", html)
    assert [re.findall(r'src="([^"]*)"', each) for each in pictures] == [
        [f"https://halftone.example/pictures/{slug}-1-320.webp"] for slug, *_ in shop.ARTICLES
    ]
    assert all(' alt="" ' in each and ' width="64" height="80" ' in each for each in pictures)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_links_lead_to_the_stages_address_and_to_the_carrier(event: Any) -> None:
    carrier = {OrderSent, OrderParcelSent, OrderTrackingChanged}
    links = set(re.findall(r'href="([^"]*)"', write_mail(event).html))
    ours = {each for each in links if each.startswith("https://halftone.example/")}
    assert {LINK, "https://halftone.example/contact/?order=0000-0001", "https://halftone.example/terms/"} <= ours
    assert len(links - ours) == (type(event) in carrier)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize(
    ("key", "page"), [("", "documents/"), ("a" * 32, f"open/?key={'a' * 32}&to=documents")], ids=["account", "guest"]
)
def test_a_mail_that_tells_of_an_invoice_or_a_credit_note_leads_to_it_and_no_other_does(
    event: Any, key: str, page: str
) -> None:
    found = write_mail(event, replace(BUYER, order_key=key))
    tells = "invoice is on" in found.text or "credit note is on" in found.text
    assert tells is (type(event) in {OrderConfirmed, PaymentReturned, VoucherRefunded})
    assert (f"(PDF): https://halftone.example/orders/{ORDER}/{page}\n" in found.text) is tells
    assert (f"/orders/{ORDER}/{page}" in unescape(found.html)) is tells


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_a_mail_is_readable_where_styles_are_inline_or_dark_or_the_window_is_narrow(event: Any) -> None:
    """Gmail keeps no style sheet that it cannot read, and Outlook's windows are 600 pixels wide."""
    html = write_mail(event).html
    body = html.partition("<body")[2]
    assert "prefers-color-scheme:dark" in html
    assert not re.findall(r"<(?:h1|h2|p|li|a|span)(?![^>]*style=)[^>]*>", body)
    assert max(map(int, re.findall(r'(?:max-width:|width=")(\d+)(?:px|")', body))) <= 600
    dark = set(re.findall(r"^\.([a-z]+)\{", html, re.MULTILINE))
    assert set(re.findall(r'class="([a-z]+)"', body)) == dark


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_lists_of_mails_show_what_it_says_and_not_its_frame(event: Any) -> None:
    found = write_mail(event)
    preview = unescape(re.findall(r'<body[^>]*><div style="display:none[^>]*>(.*?)</div>', found.html)[0])
    assert preview[:30] in " ".join(found.text.split())
    assert len(preview) > 100  # what is invisible keeps the rest of the mail out of the list


def test_a_merchants_own_picture_and_a_line_without_one_leave_an_empty_tile() -> None:
    bought = BUYER.bought
    assert bought
    elsewhere = Picture(src="https://merchant.example/p.jpg", alt="A print", width=800, height=1000)
    order = checked_out()
    event = msgspec.structs.replace(
        order, lines=tuple(msgspec.structs.replace(line, picture=elsewhere) for line in order.lines)
    )
    html = write_mail(EVENTS[0], domain.buyer(event)).html
    assert "merchant.example" not in html
    assert html.count('class="tile"') == len(order.lines)


def test_a_declined_card_is_mailed_with_the_way_to_pay_and_the_time_left() -> None:
    text = write_mail(EVENTS[1]).text
    for part in ("The card has expired.", "Nothing was charged.", "until 11:50", f"Pay with another card: {LINK}"):
        assert part in text, part


def test_a_card_too_many_does_not_ask_for_another() -> None:
    text = write_mail(msgspec.structs.replace(EVENTS[1], attempt=MAX_ATTEMPTS)).text
    assert "No more cards can be tried" in text
    assert "another card" not in text


@pytest.mark.parametrize(("paid", "told"), [
    (True, "€174.00 goes back to your card"), (False, "Nothing is charged."), (None, "What was paid or set aside goes back"),
])  # fmt: skip
def test_a_cancelled_order_says_what_is_known_of_its_money(paid: bool | None, told: str) -> None:
    text = write_mail(OrderCancelled(**WHOSE, paid=paid)).text
    assert told in text
    assert "As you asked" in text
    assert "If you" not in text


def test_a_shopper_who_did_not_cancel_is_told_why_the_order_was_cancelled() -> None:
    text = write_mail(OrderCancelled(**WHOSE, reason="Your bank took its approval back.", paid=False)).text
    assert "sorry" in text
    assert "Your bank took its approval back." in text
    assert "As you asked" not in text


def test_a_return_names_its_pieces_its_refund_and_once_accepted_the_address() -> None:
    asked, accepted = write_mail(EVENTS[8]).text, write_mail(EVENTS[9]).text
    for text in (asked, accepted):
        assert "- 1 × Slow Orbit No. 3, 50 × 70 cm, Oak frame" in text
        assert "€29.00 comes back to your card once the parcel is here." in text
    label = "\n".join((SAMPLE_SELLER.name, *SAMPLE_SELLER.address, "Germany", f"Return 0000-0001-{EVENTS[9].number}"))
    assert label in accepted.partition("Look at your order")[0]
    assert "Please wrap it as it came." in accepted


def _paid_by_voucher(amount: int) -> Recipient:
    """The buyer, with so much of the order paid by a gift voucher."""
    assert BUYER.bought
    payment = VoucherPayment(id="A" * 24, hint="AWLH", amount=amount)
    return replace(BUYER, bought=replace(BUYER.bought, vouchers=(payment,)))


IN_PART, IN_FULL = _paid_by_voucher(2000), _paid_by_voucher(BUYER.total)


@pytest.mark.parametrize(("who", "told"), [
    (BUYER, "€29.00 comes back to your card once the parcel is here."),
    (IN_PART, "€29.00 comes back: to your gift voucher what it paid, the rest to your card."),
    (IN_FULL, "€29.00 comes back to your gift voucher once the parcel is here."),
])  # fmt: skip
def test_a_return_says_that_the_money_goes_to_who_paid(who: Recipient, told: str) -> None:
    for event in (EVENTS[8], EVENTS[9]):
        assert told in write_mail(event, who).text


@pytest.mark.parametrize(("vouchers", "told"), [
    ((), "goes back to your card for it"), ((2900,), "goes back to your gift voucher for it"),
    ((2000,), "goes back to your gift voucher and your card for it"),
])  # fmt: skip
def test_a_parcel_that_held_something_else_says_who_gets_the_money_that_was_decided(
    vouchers: tuple[int, ...], told: str
) -> None:
    paid = tuple(VoucherPayment(id="A" * 24, hint="AWLH", amount=amount) for amount in vouchers)
    assert told in write_mail(replace(EVENTS[14], vouchers=paid), IN_PART).text


@pytest.mark.parametrize("event", [EVENTS[3], OrderCancelled(**WHOSE, paid=False)], ids=["refused", "cancelled"])
def test_an_order_that_ended_unpaid_speaks_of_a_bank_and_of_vouchers_only_where_they_were_to_pay(event: Any) -> None:
    told = {name: write_mail(event, who).text for name, who in (("card", BUYER), ("part", IN_PART), ("full", IN_FULL))}
    assert {name for name, text in told.items() if "your bank" in text} == {"card", "part"}
    assert {name for name, text in told.items() if "gift voucher had paid is on it again" in text} == {"part", "full"}


def test_a_card_that_pays_nothing_is_not_in_the_sums() -> None:
    assert "By card" not in write_mail(EVENTS[0], IN_FULL).text
    assert "By card" in write_mail(EVENTS[0], IN_PART).text


def test_a_refund_names_its_amount_and_its_day() -> None:
    found = write_mail(EVENTS[11])
    assert found.subject == "€29.00 back to your card for order 0000-0001"
    assert "on 3 Nov 2026" in found.text


@given(st.text(max_size=80))
def test_whatever_a_name_holds_the_page_shows_it_as_it_is(name: str) -> None:
    bought = BUYER.bought
    assert bought
    who = msgspec.structs.replace(
        BUYER, bought=msgspec.structs.replace(bought, address=msgspec.structs.replace(bought.address, name=name))
    )
    assert " ".join(name.split()) in words(write_mail(EVENTS[0], who).html)


@pytest.mark.parametrize(("currency", "total"), [("JPY", "JP¥17,400"), ("KWD", "KWD17.400")])
def test_a_mail_about_an_order_in_another_currency_is_written_in_it(currency: str, total: str) -> None:
    who = msgspec.structs.replace(BUYER, currency=currency)
    found = write_mail(EVENTS[0], who)
    assert total in found.text
    assert total in words(found.html)
    assert "€" not in found.text + found.html


@pytest.mark.parametrize(("day", "told"), [("2026-11-20", True), ("2026-11-21", False), ("2026-12-01", False)])
def test_the_day_from_which_a_back_order_leaves_is_shown_until_it_has_come(day: str, told: bool) -> None:
    assert BUYER.bought
    lines = tuple(replace(line, back_on="2026-11-21") for line in BUYER.bought.lines)
    who = replace(BUYER, bought=replace(BUYER.bought, lines=lines))
    event = next(each for each in EVENTS if isinstance(each, OrderParcelSent))
    mail = write_mail(replace(event, at=f"{day}T10:00:00.000Z"), who)
    groups = mail.text.partition("Still to come")[2].partition("\n\n")[0]
    assert ("leaves from Sat 21 Nov" in groups) is told


@pytest.mark.parametrize(("at", "told"), [("2026-11-20T22:59:00.000Z", True), ("2026-11-20T23:01:00.000Z", False)])
def test_that_day_comes_by_the_shops_calendar_and_not_by_greenwichs(at: str, told: bool) -> None:
    assert BUYER.bought
    lines = tuple(replace(line, back_on="2026-11-21") for line in BUYER.bought.lines)
    event = next(each for each in EVENTS if isinstance(each, OrderParcelSent))
    mail = write_mail(replace(event, at=at), replace(BUYER, bought=replace(BUYER.bought, lines=lines)))
    assert ("leaves from Sat 21 Nov" in mail.text) is told


@pytest.mark.parametrize(
    ("language", "subject", "to_come"),
    [
        ("en", "A part of order 0000-0001 has arrived", "Still to come"),
        ("de", "Ein Teil Ihrer Bestellung 0000-0001 ist angekommen", "Folgt noch"),
        ("fr", "Une partie de votre commande 0000-0001 est arrivée", "Encore à venir"),
    ],
)
def test_each_arrival_names_what_was_in_it_and_what_is_still_to_come(language: str, subject: str, to_come: str) -> None:
    event = next(each for each in EVENTS if isinstance(each, OrderParcelDelivered))
    mail = write_mail(event, replace(BUYER, language=language))
    here, _, rest = mail.text.partition(to_come)
    assert mail.subject == subject
    assert all(f"1 × {title}" in here for title in list_titles(IN_PARCEL))
    assert all(f"1 × {title}" in rest for title in list_titles(TO_COME))


def test_an_arrival_published_by_an_earlier_release_names_no_pieces() -> None:
    text = write_mail(OrderParcelDelivered(**WHOSE, parcel=1)).text
    assert ("In this parcel" in text, "Still to come" in text) == (False, False)


def test_the_last_arrival_of_several_names_what_was_in_it_and_a_whole_orders_does_not() -> None:
    rest, whole = (write_mail(OrderDelivered(**WHOSE, **more)) for more in ({"lines": IN_PARCEL}, {}))
    assert ("The rest of order" in rest.subject, "In this parcel" in rest.text) == (True, True)
    assert ("The rest of order" in whole.subject, "In this parcel" in whole.text) == (False, False)


def list_titles(lines: tuple[ParcelLine, ...]) -> list[str]:
    """Return what the buyer's lines with these SKUs are called."""
    assert BUYER.bought
    return [next(each.title for each in BUYER.bought.lines if each.sku == line.sku) for line in lines]


@pytest.mark.parametrize(("day", "told"), [("2026-11-24", True), ("2026-11-25", False)])
def test_a_parcel_that_leaves_after_the_promised_day_promises_none(day: str, told: bool) -> None:
    assert BUYER.bought
    who = replace(BUYER, bought=replace(BUYER.bought, promised_on="2026-11-24"))
    mail = write_mail(OrderSent(**WHOSE | {"at": f"{day}T10:00:00.000Z"}, tracking="RR1"), who)
    assert ("It should be with you by" in mail.text) is told


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("en", "Tax, 19 % €33.06 Total €207.06"),
        ("de", "Steuer, 19 % 33,06 € Gesamtsumme 207,06 €"),
        ("fr", "Taxe, 19 % 33,06 € Total 207,06 €"),
    ],
)
def test_tax_that_was_added_to_prices_stands_in_a_row_above_the_total(language: Language, rows: str) -> None:
    bought = checked_out(total=20_706, tax=3_306, language=language)
    shown = words(write_mail(EVENTS[0], domain.buyer(bought)).html).replace("\u00a0", " ").replace("\u202f", " ")
    assert rows in shown
    assert not re.search("of which|inkl.|dont TVA", shown)
