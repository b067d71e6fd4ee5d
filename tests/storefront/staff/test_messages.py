"""Staff answer what was written to the shop, or close it; nobody else does."""

import pytest
from django.test import Client

from backend.contracts.notification.models import SendMessage, Topic
from tests.storefront.reading import text
from tests.storefront.service import Service

ANSWER = f"/staff/messages/{0:032x}/"


@pytest.fixture(autouse=True)
def _message(service: Service) -> None:
    service.messages.append(
        SendMessage(key="a-form-of-this-page", topic=Topic.DAMAGED, email="ada@example.com", text="The corner is bent.")
    )


def test_shoppers_answer_nothing(shopper: Client, service: Service) -> None:
    assert shopper.post(ANSWER, {"text": "No"}).status_code == 404
    assert service.answers == {}


@pytest.mark.parametrize("typed", ["", " \n ", "a\x00b", "x" * 4_001], ids=["none", "blank", "control", "long"])
def test_an_answer_that_cannot_be_sent_stays_in_its_field_and_closes_nothing(
    worker: Client, service: Service, typed: str
) -> None:
    page = worker.post(ANSWER, {"text": typed})
    assert (page.status_code, service.answers) == (422, {})
    assert 'aria-invalid="true"' in page.content.decode()
    assert typed.strip() in page.content.decode()


@pytest.mark.parametrize(("typed", "answer", "says"), [
    ({"text": "We print\r\nit again. <b>"}, "We print\nit again. <b>", "Answered"),
    ({"close": "1", "text": "not sent"}, "", "Closed"),
])  # fmt: skip
def test_a_message_is_answered_or_closed_and_open_no_more(
    worker: Client, service: Service, typed: dict[str, str], answer: str, says: str
) -> None:
    assert "Open" in text(worker.get("/staff/messages/"))
    assert worker.post(ANSWER, typed).status_code == 303
    assert (service.answers[f"{0:032x}"].text, bool(service.answers[f"{0:032x}"].by)) == (answer, True)
    assert "No messages here." in text(worker.get("/staff/messages/"))
    page = worker.get("/staff/messages/?state=done")
    assert (says in text(page), "Answer or close" in text(page), "<b>" in page.content.decode()) == (True, False, False)


def test_the_second_of_two_is_refused(worker: Client, service: Service) -> None:
    worker.post(ANSWER, {"text": "First"})
    worker.post(ANSWER, {"text": "Second"})
    assert "answered or closed this message meanwhile" in text(worker.get("/staff/messages/"))
    assert service.answers[f"{0:032x}"].text == "First"
