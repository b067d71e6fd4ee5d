"""Failed messages in the back office. What goes wrong comes first."""

from pathlib import Path

import pytest
from django.test import Client

from backend.contracts.notification.mail_backlog import MailBacklog, MailDelay, WaitingMails
from backend.contracts.problem import Problem
from storefront.staff import redrive_views, waiting_mails
from tests.storefront.lettering import AT, STUCK, letter
from tests.storefront.reading import text, value
from tests.storefront.service import Service

HOME = "/staff/dead-letters/"
QUEUE = f"{HOME}OrderDeadLetters/"
ALL = f"{QUEUE}redrive/"
ONE = letter(1)
PAGE = f"{QUEUE}{ONE.id}/"
GONE = letter(3, "OrderUnpublished", to="", stuck=STUCK)
REDRIVE, DISCARD = {"what": "redrive", "reason": ""}, {"what": "discard", "reason": "nobody sent it"}


@pytest.fixture(autouse=True)
def one(service: Service) -> None:
    service.lettering.put(ONE)


@pytest.mark.parametrize("page", [HOME, QUEUE, ALL, PAGE])
def test_while_the_service_is_down_its_block_says_so_and_the_back_office_works(
    worker: Client, service: Service, page: str
) -> None:
    service.down.add("operations")
    response = worker.get(page)
    assert response.status_code == 503
    assert "does not answer" in text(response)
    assert "Synonyms" in text(response)


@pytest.mark.parametrize(
    ("down", "seen"),
    [
        ("list_audit_entries", "Order Dead Letters"),
        ("list_dead_letter_queues", "nobody sent it"),
        ("get_mail_backlog", "nobody sent it"),
    ],
)
def test_where_one_part_cannot_be_had_the_others_are_shown(
    worker: Client, service: Service, down: str, seen: str
) -> None:
    worker.post(PAGE, DISCARD)
    service.lettering.put(letter(2))
    service.down.add(down)
    response = worker.get(HOME)
    assert response.status_code == 503
    assert seen in text(response)
    assert text(response).count("cannot be shown right now") == 1


def test_the_page_says_how_many_mails_wait_since_when_why_and_what_to_do(worker: Client, service: Service) -> None:
    assert "No mail waits to be sent." in text(worker.get(HOME))
    rows = tuple(WaitingMails(delay=delay, count=number, since=AT) for number, delay in enumerate(MailDelay, start=1))
    service.lettering.mail_backlog = MailBacklog(items=rows, complete=True)
    page = text(worker.get(HOME))
    for row in rows:
        words = waiting_mails.WORDS[row.delay]
        assert f"{words.why} {words.advice} 28 Nov 2026, 11:00 {row.count}" in page
    assert "What to do: docs/run-book/mails.md" in page


def test_of_more_mails_than_were_counted_the_page_says_at_least(worker: Client, service: Service) -> None:
    row = WaitingMails(delay=MailDelay.QUOTA, count=900, since=AT)
    service.lettering.mail_backlog = MailBacklog(items=(row,), complete=False)
    assert "at least 900" in text(worker.get(HOME))


def test_the_page_of_the_run_book_is_there() -> None:
    assert (Path(__file__).parents[3] / waiting_mails.RUN_BOOK_PAGE).exists()


@pytest.mark.parametrize("sent", [REDRIVE, DISCARD])
def test_a_message_that_is_gone_meanwhile_leads_back_to_its_queue_with_the_reason(
    worker: Client, service: Service, sent: dict[str, str]
) -> None:
    service.lettering.letters.clear()
    for method, more in (("get", {}), ("post", sent)):
        assert getattr(worker, method)(PAGE, more).headers["Location"] == QUEUE
        assert "There is no such message in this queue." in text(worker.get(QUEUE))
    assert service.lettering.deeds == []


@pytest.mark.parametrize("sent", [REDRIVE, DISCARD])
def test_a_message_that_somebody_else_looks_at_is_left_alone(
    worker: Client, service: Service, sent: dict[str, str]
) -> None:
    service.lettering.busy.add(ONE.queue)
    assert worker.post(PAGE, sent).headers["Location"] == QUEUE
    page = text(worker.get(QUEUE))
    assert "Somebody else looks at" in page
    assert "1 more is open on somebody else’s screen" in page
    assert service.lettering.deeds == []


@pytest.mark.parametrize("sent", [REDRIVE, DISCARD])
def test_a_lost_answer_is_reported_as_unknown_and_nothing_is_sent_again(
    worker: Client, service: Service, sent: dict[str, str]
) -> None:
    service.lose_answer_of |= {"redrive_dead_letter", "discard_dead_letter"}
    assert worker.post(PAGE, sent).headers["Location"] == QUEUE
    assert "it is not known whether this was done" in text(worker.get(QUEUE))
    assert len(service.lettering.deeds) == 1


def test_a_second_press_of_the_button_finds_nothing_to_do(worker: Client, service: Service) -> None:
    assert [worker.post(PAGE, REDRIVE).status_code for _ in range(2)] == [303, 303]
    assert service.lettering.redriven == [ONE.id]
    assert "There is no such message" in text(worker.get(QUEUE))


@pytest.mark.parametrize("reason", ["", " ", "\x00", "x" * 201])
def test_nothing_is_thrown_away_without_a_reason(worker: Client, service: Service, reason: str) -> None:
    response = worker.post(PAGE, {"what": "discard", "reason": reason})
    assert response.status_code == 422
    assert "Nothing has been done yet" in text(response)
    assert 'href="#discard-reason"' in response.content.decode()
    assert "discard_dead_letter" not in service.calls


def test_a_message_that_is_stuck_says_why_and_has_no_button_to_send_it_on(worker: Client, service: Service) -> None:
    service.lettering.put(GONE)
    page = f"{HOME}OrderUnpublished/{GONE.id}/"
    assert "Redrive all" not in text(worker.get(f"{HOME}OrderUnpublished/"))
    assert STUCK in text(worker.get(page))
    assert 'value="redrive"' not in worker.get(page).content.decode()
    worker.post(page, REDRIVE)
    assert STUCK in text(worker.get(f"{HOME}OrderUnpublished/"))
    assert service.lettering.redriven == []


@pytest.mark.parametrize("page", [f"{HOME}Nowhere/", f"{HOME}Nowhere/redrive/", f"{HOME}lower/"])
def test_a_queue_that_is_not_there_is_not_found(worker: Client, page: str) -> None:
    assert worker.get(page).status_code == 404


@pytest.mark.parametrize("id", ["x", "00000001-0000-4000-8000-00000000000G"])
def test_what_can_be_no_id_leads_back_to_the_queue(worker: Client, service: Service, id: str) -> None:
    assert worker.get(f"{QUEUE}{id}/").headers["Location"] == QUEUE
    assert "get_dead_letter" not in service.calls


def test_a_body_is_folded_away_and_does_no_harm(worker: Client) -> None:
    for page in (QUEUE, PAGE):
        html = worker.get(page).content.decode()
        assert "<details" in html
        assert "open" not in html.partition("<details")[2].partition(">")[0]
        assert "<script>alert" not in html
        assert "\u202e" not in html
        assert "\\u202eParis" in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_hostile_name_and_reason_do_no_harm(worker: Client, service: Service) -> None:
    service.lettering.put(letter(9, event="<b>x</b>", source="<b>y</b>", reason="<b>z</b>"))
    worker.post(PAGE, DISCARD | {"reason": "<b>why</b>"})
    for page in (HOME, QUEUE, ALL, f"{QUEUE}{letter(9).id}/"):
        assert "<b>" not in worker.get(page).content.decode()


def test_nothing_is_done_by_looking(worker: Client, service: Service) -> None:
    for page in (HOME, QUEUE, ALL, PAGE):
        assert worker.get(page).status_code == 200
        assert worker.head(page).status_code == 200
    assert (service.lettering.redriven, service.lettering.deeds) == ([], [])


def test_the_look_before_a_redrive_names_what_would_go_where_and_what_would_stay(
    worker: Client, service: Service
) -> None:
    service.lettering.put(letter(2), letter(4, to="", stuck=STUCK))
    page = worker.get(ALL)
    assert "2 messages would be redriven" in text(page)
    assert f"stays here: {STUCK}" in text(page)
    assert value(page, "before") == AT


def test_where_nothing_can_be_sent_on_there_is_no_button(worker: Client, service: Service) -> None:
    service.lettering.letters.clear()
    assert "Nothing here can be redriven." in text(worker.get(ALL))
    service.lettering.put(GONE)
    assert "Nothing here can be redriven." in text(worker.get(f"{HOME}OrderUnpublished/redrive/"))


@pytest.mark.parametrize("sent", [{}, {"before": "yesterday"}, {"before": AT, "reason": "x" * 201}])
def test_what_is_no_moment_or_no_reason_is_refused(worker: Client, service: Service, sent: dict[str, str]) -> None:
    assert worker.post(ALL, sent).status_code == 422
    assert service.lettering.redriven == []


def test_all_are_redriven_step_by_step_and_each_step_is_reported(worker: Client, service: Service) -> None:
    service.lettering.put(*(letter(number) for number in range(10, 32)), letter(50, sent="2026-11-28T10:00:00.001Z"))
    service.lettering.step = 5
    assert worker.post(ALL, {"before": AT, "reason": "mended"}).headers["Location"] == QUEUE
    assert "23 messages redriven." in text(worker.get(QUEUE))
    assert len(service.lettering.redriven) == 23
    assert {deed.why for deed in service.lettering.deeds} == {"mended"}


def test_too_many_for_one_request_go_on_with_the_next_and_mean_the_same_ones(
    worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redrive_views, "MAX_SECONDS", -1.0)
    service.lettering.put(*(letter(number) for number in range(10, 14)))
    service.lettering.step = 3
    page = worker.post(ALL, {"before": AT, "reason": "mended"})
    assert "3 done, more to go" in text(page)
    assert (value(page, "before"), value(page, "reason")) == (AT, "mended")
    assert len(service.lettering.letters) == 2


def test_a_redrive_that_stops_in_the_middle_says_so(worker: Client, service: Service) -> None:
    service.down.add("redrive_dead_letters")
    worker.post(ALL, {"before": AT, "reason": ""})
    assert "Messages that were not redriven are still here." in text(worker.get(QUEUE))


def test_a_message_is_sent_on_and_the_page_says_where(worker: Client, service: Service) -> None:
    assert worker.post(PAGE, REDRIVE | {"reason": "mended"}).headers["Location"] == QUEUE
    page = text(worker.get(QUEUE))
    assert "The message was sent to OrderQueue." in page
    assert "This queue is empty." in page
    assert service.lettering.deeds[0].why == "mended"


def test_the_log_says_who_did_what_why_and_when(worker: Client, service: Service) -> None:
    worker.post(PAGE, DISCARD)
    page = text(worker.get(HOME))
    assert "Discarded : nobody sent it" in page
    assert f"by you · OrderDeadLetters {ONE.id}" in page
    assert "Nothing has failed." in page


def test_a_long_log_comes_page_by_page_and_a_cursor_that_is_not_ours_leads_to_the_first(
    worker: Client, service: Service
) -> None:
    service.lettering.put(*(letter(number) for number in range(10, 40)))
    worker.post(ALL, {"before": AT, "reason": ""})
    assert "First page" in text(worker.get(HOME, {"after": "20"}))
    service.refuse["list_audit_entries"] = Problem(status=400, type="bad-query", title="The query cannot be read")
    assert worker.get(HOME, {"after": "nonsense"}).headers["Location"] == HOME


def test_queues_are_named_with_why_and_how_many_and_empty_ones_are_folded_away(
    worker: Client, service: Service
) -> None:
    service.lettering.put(letter(2), letter(5, "BusUndelivered"))
    service.lettering.busy.add("BusUndelivered")
    page = (
        text(worker.get(HOME))
        .replace("Order Dead Letters", "OrderDeadLetters")
        .replace("Bus Undelivered", "BusUndelivered")
    )
    assert "OrderDeadLetters A consumer could not process it 2" in page
    assert "BusUndelivered The bus could not deliver it 0 and 1 open just now" in page
    assert "1 queue is empty" in page


def test_more_messages_than_a_page_shows_are_counted(worker: Client, service: Service) -> None:
    service.lettering.put(*(letter(number) for number in range(10, 40)))
    assert "Showing 20 of 31." in text(worker.get(QUEUE))
    assert "About 31 messages would be redriven" in text(worker.get(ALL))
