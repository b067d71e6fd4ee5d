"""Writing to the shop: nothing that was typed is lost, nothing is said to have arrived that has not, and robots get
nowhere."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.contracts.notification.models import MESSAGES_PER_ADDRESS, Topic
from backend.contracts.notification.operations import SEND_MESSAGE
from backend.contracts.problem import Problem
from backend.contracts.shop import SAMPLE_SELLER
from storefront.contact import views
from storefront.contact.forms import TRAP, UNREADABLE_TEXT
from storefront.order.number_field import order_number
from storefront.web import attempts
from tests.storefront.reading import text
from tests.storefront.service import STAFF, Service

MESSAGE = {
    "topic": "damaged",
    "order": "3F9A-72C1",
    "text": "The corner is bent.\r\nSorry.",
    "name": "Ada",
    "email": "ada@example.com",
    "key": "k" * 22,
}
WITHDRAWAL = {"order": "#3f9a 72c1", "text": "", "name": "Ada Lovelace", "email": "ada@example.com", "key": "k" * 22}
FORMS = [("/contact/", MESSAGE), ("/withdrawal/", WITHDRAWAL)]


@pytest.fixture(autouse=True)
def form_counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The limits' counts, in place of the session table's."""
    counts: Counter[str] = Counter()

    def store_count(_: str, pk: str, **__: Any) -> Any:
        counts[pk] += 1
        return {"Attributes": {"tries": {"N": str(counts[pk])}}}

    monkeypatch.setattr(attempts, "call_item", store_count)
    return counts


@pytest.mark.parametrize(("page", "form"), FORMS)
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Type your e-mail address."),
        ("email", "ada", "Write it like name@example.com."),
        ("email", "ada@exämple.com", "do not work in it"),
        ("email", "a@b.co\r\nBcc: c@d.co", "Write it like"),
        ("order", "12", "looks like 3F9A-72C1"),
        ("order", "3F9A-72CG", "looks like 3F9A-72C1"),
        ("text", "x" * 4_001, ",000 characters"),
        ("text", "a\x1b[31m", str(UNREADABLE_TEXT)),
        ("name", "a\x1b[31m", str(UNREADABLE_TEXT)),
    ],
)
def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    guest: Client, service: Service, page: str, form: dict[str, str], field: str, value: str, words: str
) -> None:
    typed = form | {"text": "These words are mine."} | {field: value}
    answer = guest.post(page, typed)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert words in text(answer)
    assert field == "text" or "These words are mine." in answer.content.decode()
    assert service.messages == []


@pytest.mark.parametrize(("page", "form"), FORMS)
def test_a_service_that_does_not_answer_keeps_the_words_and_says_that_nothing_was_sent(
    guest: Client, service: Service, page: str, form: dict[str, str]
) -> None:
    service.down = {"notification"}
    answer = guest.post(page, form | {"text": "These words are mine."})
    assert answer.status_code == 503
    assert "Your message was not sent" in text(answer)
    assert SAMPLE_SELLER.email in text(answer)
    assert "These words are mine." in answer.content.decode()
    assert form["key"] in answer.content.decode()


def test_what_was_taken_in_while_the_answer_was_lost_is_taken_once(guest: Client, service: Service) -> None:
    service.lose_answer_of = {SEND_MESSAGE.name}
    assert guest.post("/contact/", MESSAGE).status_code == 503
    assert guest.post("/contact/", MESSAGE).status_code == 303
    assert len(service.messages) == 1


@pytest.mark.parametrize(("page", "form"), FORMS)
def test_a_robot_that_fills_in_all_fields_sends_nothing_and_people_see_why(
    guest: Client, service: Service, page: str, form: dict[str, str]
) -> None:
    answer = guest.post(page, form | {TRAP: "http://bad.example"})
    assert (answer.status_code, service.messages) == (422, [])
    assert "only programs can see" in text(answer)
    assert "bad.example" not in answer.content.decode()


def test_one_address_and_one_client_may_write_so_often(guest: Client, service: Service) -> None:
    answers = [guest.post("/contact/", MESSAGE | {"key": f"{number:022}"}) for number in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "The corner is bent." in answers[-1].content.decode()
    others = [
        guest.post("/contact/", MESSAGE | {"email": f"ada{number}@example.com"}).status_code for number in range(20)
    ]
    assert others == [303] * 14 + [429] * 6
    assert views.LIMIT.per_address <= MESSAGES_PER_ADDRESS


def test_the_services_own_limit_is_reported(guest: Client, service: Service) -> None:
    service.refuse = {SEND_MESSAGE.name: Problem(type="too-many-messages", title="Too many", status=409)}
    answer = guest.post("/contact/", MESSAGE)
    assert answer.status_code == 429
    assert "wait an hour" in text(answer)


def test_a_message_is_sent_and_shown_to_who_sent_it_and_to_nobody_else(guest: Client, service: Service) -> None:
    answer = guest.post("/contact/", MESSAGE)
    assert answer.status_code == 303
    (sent,) = service.messages
    assert (sent.topic, sent.order, sent.text, sent.email) == (
        Topic.DAMAGED,
        "3F9A-72C1",
        "The corner is bent.\nSorry.",
        "ada@example.com",
    )
    shown = text(guest.get(answer["Location"]))
    assert all(
        words in shown for words in ("We have your message", "The corner is bent.", "3F9A-72C1", "ada@example.com")
    )
    assert "The corner is bent." not in text(Client().get(answer["Location"]))


def test_a_withdrawal_needs_no_account_and_says_the_words_of_the_model_form(guest: Client, service: Service) -> None:
    answer = guest.post("/withdrawal/", WITHDRAWAL)
    (sent,) = service.messages
    assert (sent.topic, sent.order) == (Topic.WITHDRAWAL, "3F9A-72C1")
    assert (
        "I hereby give notice that I withdraw from my contract of sale of the following goods: everything in the order"
        in sent.text
    )
    assert "We have your withdrawal" in text(guest.get(answer["Location"]))


def test_the_longest_withdrawal_fits_into_a_message(guest: Client, service: Service) -> None:
    assert guest.post("/withdrawal/", WITHDRAWAL | {"text": "ö" * 3_000, "name": "ö" * 200}).status_code == 303


@pytest.mark.parametrize(("page", "form"), FORMS)
def test_a_form_of_somebody_whose_sign_in_has_ended_meanwhile_is_sent_all_the_same(
    shopper: Client, service: Service, page: str, form: dict[str, str]
) -> None:
    mark = re.search(r'name="seen-by" value="(\w+)"', shopper.get(page).content.decode())
    assert mark
    assert Client().post(page, form | {"seen-by": mark[1]}).headers["Location"].startswith("/contact/sent/")
    assert len(service.messages) == 1


@pytest.mark.parametrize("page", ["/contact/", "/withdrawal/"])
def test_what_is_known_is_filled_in(shopper: Client, service: Service, page: str) -> None:
    found = shopper.get(page, {"order": "3F9A-72C1"}).content.decode()
    assert all(f'value="{known}"' in found for known in ("3F9A-72C1", "ada@example.org", "Ada Lovelace"))


@pytest.mark.parametrize("sent", ["<b>", "x" * 999, "0000-000G", "../"])
def test_what_is_no_orders_number_is_left_aside(guest: Client, service: Service, sent: str) -> None:
    page = guest.get("/contact/", {"order": sent, "topic": sent}).content.decode()
    assert sent not in page.partition("<form")[2].partition("<footer")[0]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3F9A-72C1", "3F9A-72C1"), (" 3f9a72c1 ", "3F9A-72C1"), ("#3f9a – 72c1", "3F9A-72C1"), ("Order 3F9A\u201172C1", "3F9A-72C1"),
     ("01a22493f340d263d9c73f9a72c1", "3F9A-72C1"), ("\u202d#3F9A-72C1\u202c\u200b", "3F9A-72C1"), ("３Ｆ９Ａ－７２Ｃ１", "3F9A-72C1"),
     ("hello", ""), ("", "")],
)  # fmt: skip
def test_an_orders_number_is_read_however_it_is_spelled(typed: str, number: str) -> None:
    assert order_number(typed) == number


@pytest.mark.parametrize("page", ["/contact/", "/withdrawal/", "/imprint/"])
def test_the_seller_is_named_by_name_address_and_mail(guest: Client, service: Service, page: str) -> None:
    found = guest.get(page)
    assert f'href="mailto:{SAMPLE_SELLER.email}"' in found.content.decode()
    assert all(line in text(found) for line in (SAMPLE_SELLER.name, *SAMPLE_SELLER.address))


def test_the_imprint_names_what_the_law_asks_of_a_seller(guest: Client, service: Service) -> None:
    page = text(guest.get("/imprint/"))
    assert all(
        part in page
        for part in (SAMPLE_SELLER.vat_id, SAMPLE_SELLER.register, SAMPLE_SELLER.represented_by, SAMPLE_SELLER.phone)
    )


@pytest.mark.parametrize("page", ["/", "/delivery/", "/privacy/", "/terms/"])
def test_each_page_leads_to_the_form_and_to_what_a_shop_must_say(guest: Client, service: Service, page: str) -> None:
    links = set(re.findall(r'href="(/[^"?]*)', guest.get(page).content.decode()))
    assert {"/contact/", "/withdrawal/", "/terms/", "/imprint/"} <= links


def test_staff_read_what_was_written(guest: Client, service: Service, sign_in: Callable[[Client, str], None]) -> None:
    guest.post("/contact/", MESSAGE | {"text": "<script>alert(1)</script>"})
    sign_in(worker := Client(), STAFF)
    page = worker.get("/staff/messages/")
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert all(words in text(page) for words in ("Something arrived damaged or wrong", "3F9A-72C1", "ada@example.com"))
    assert worker.get("/staff/messages/", {"after": "x"}).status_code == 303


def test_shoppers_do_not_read_it(shopper: Client, service: Service) -> None:
    assert shopper.get("/staff/messages/").status_code == 404


@pytest.mark.parametrize(("page", "form"), FORMS)
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/de", "de"), ("/fr", "fr")])
def test_a_message_is_answered_in_the_language_of_its_page(
    client: Client, service: Service, page: str, form: dict[str, str], prefix: str, language: str
) -> None:
    client.post(f"{prefix}{page}", form)
    assert [message.language for message in service.messages] == [language]
