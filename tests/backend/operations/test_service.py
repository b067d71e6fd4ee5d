"""Dead letters in the operations service, on moto. What goes wrong comes first."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ClientError

from backend.contracts.operation import Operation
from backend.contracts.operations.models import LIST_LIMIT, MAX_RECEIVES, REDRIVE_LIMIT, SCAN_LIMIT
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    OPERATIONS,
    REDRIVE_DEAD_LETTER,
    REDRIVE_DEAD_LETTERS,
)
from backend.operations import dead_letters
from backend.shared import aws, clock
from tests.backend.events import said, token
from tests.backend.operations.stack import EVENT, ask, audit_entries, bodies, own, reply_body, send, url
from tests.backend.operations.stack import letters as waiting

DEAD = "OrderDeadLetters"
NOBODYS = "00000000-0000-4000-8000-000000000000"
NO_WHY = {"reason": ""}
UP_TO = {"before": "2099-01-01T00:00:00.000Z", **NO_WHY}
WHY = {"reason": "nobody sent it"}
ONE = {GET_DEAD_LETTER: None, REDRIVE_DEAD_LETTER: NO_WHY, DISCARD_DEAD_LETTER: WHY}


def problem_of(operation: Operation, *path: str, **request: Any) -> tuple[int, str]:
    reply = ask(operation, *path, **request)
    return reply["statusCode"], said(reply)["type"]


def failing(service: str, operation: str, code: str, after: int = 0) -> Any:
    """AWS refuses these calls with this code, from the one after so many on."""
    calls, client = iter(range(10**6)), aws.client(service)
    right = getattr(client, operation)

    def call(**asked: Any) -> Any:
        if next(calls) < after:
            return right(**asked)
        raise ClientError(
            {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": 400}}, operation
        )  # type: ignore[typeddict-item]

    return mock.patch.object(client, operation, call)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
@pytest.mark.parametrize(("groups", "status"), [("", 403), ("[buyers staffing]", 403), ("[x,staff]", 403)])
def test_nobody_but_staff_is_let_in(operation: Operation, groups: str, status: int) -> None:
    path = [DEAD, NOBODYS][: len(operation.parameters)]
    assert ask(operation, *path, claims=token("eve", groups=groups), body=WHY)["statusCode"] == status


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.parameters], ids=lambda each: each.name)
def test_a_queue_that_is_not_the_shops_is_not_found(operation: Operation) -> None:
    path = ["OrderQueue", NOBODYS][: len(operation.parameters)]
    body = UP_TO if operation is REDRIVE_DEAD_LETTERS else WHY
    assert problem_of(operation, *path, body=body) == (404, "not-found")


@pytest.mark.parametrize(("operation", "body"), ONE.items(), ids=lambda each: getattr(each, "name", ""))
def test_a_dead_letter_that_is_gone_meanwhile_is_not_found_and_nothing_is_written(
    operation: Operation, body: Any
) -> None:
    letter = send(DEAD)
    aws.client("sqs").purge_queue(QueueUrl=url("shop-order-dead"))
    assert problem_of(operation, DEAD, letter, body=body) == (404, "not-found")
    assert audit_entries() == []


@pytest.mark.parametrize(("operation", "body"), ONE.items(), ids=lambda each: getattr(each, "name", ""))
def test_a_dead_letter_that_somebody_else_looks_at_is_busy_and_stays_as_it_is(operation: Operation, body: Any) -> None:
    letter = send(DEAD)
    aws.client("sqs").receive_message(QueueUrl=url("shop-order-dead"), VisibilityTimeout=30)
    assert problem_of(operation, DEAD, letter, body=body) == (409, "busy")
    assert audit_entries() == []
    assert reply_body(LIST_DEAD_LETTER_QUEUES)["items"][1] == {
        "name": DEAD,
        "kind": "unconsumed",
        "waiting": 0,
        "held": 1,
    }


@pytest.mark.parametrize("reason", ["", " ", "\t", " late", "a\nb", "\x00", "x" * 201])
def test_nothing_is_thrown_away_without_a_reason(reason: str) -> None:
    letter = send(DEAD)
    assert problem_of(DISCARD_DEAD_LETTER, DEAD, letter, body={"reason": reason})[0] in (400, 422)
    assert problem_of(DISCARD_DEAD_LETTER, DEAD, letter, body={})[0] == 422
    assert waiting(DEAD) == [EVENT]


def test_a_second_redrive_finds_nothing_and_the_dead_letter_was_sent_once() -> None:
    letter = send(DEAD)
    assert reply_body(REDRIVE_DEAD_LETTER, DEAD, letter, body=NO_WHY)["to"] == "OrderQueue"
    assert problem_of(REDRIVE_DEAD_LETTER, DEAD, letter, body=NO_WHY) == (404, "not-found")
    assert bodies("shop-order") == [EVENT]
    assert len(audit_entries()) == 1


@pytest.mark.parametrize(("operation", "sent"), [(REDRIVE_DEAD_LETTER, [EVENT]), (DISCARD_DEAD_LETTER, [])])
def test_a_stale_receipt_is_reported_and_the_message_is_still_there(operation: Operation, sent: list[str]) -> None:
    letter = send(DEAD)
    with failing("sqs", "delete_message", "ReceiptHandleIsInvalid"):
        assert problem_of(operation, DEAD, letter, body=WHY) == (409, "taken")
    assert bodies("shop-order") == sent


def test_a_dead_letter_that_could_not_be_sent_stays() -> None:
    letter = send(DEAD)
    with failing("sqs", "send_message", "InternalFailure"):
        assert ask(REDRIVE_DEAD_LETTER, DEAD, letter, body=NO_WHY)["statusCode"] == 503
    assert (waiting(DEAD), bodies("shop-order")) == ([EVENT], [])


@pytest.mark.parametrize(
    ("operation", "body"), [(REDRIVE_DEAD_LETTER, NO_WHY), (DISCARD_DEAD_LETTER, WHY), (REDRIVE_DEAD_LETTERS, UP_TO)]
)
def test_nothing_is_done_that_cannot_be_logged(operation: Operation, body: Any) -> None:
    path = [DEAD, send(DEAD)][: len(operation.parameters)]
    with failing("logs", "put_log_events", "AccessDeniedException"):
        assert ask(operation, *path, body=body)["statusCode"] == 500
    assert (waiting(DEAD), bodies("shop-order")) == ([EVENT], [])


def test_a_batch_that_stops_half_way_has_moved_what_it_reported_and_keeps_the_rest() -> None:
    for _ in range(3):
        send(DEAD)
    with failing("sqs", "send_message", "InternalFailure", after=1):
        assert ask(REDRIVE_DEAD_LETTERS, DEAD, body=UP_TO)["statusCode"] == 503
    assert (len(bodies("shop-order")), len(waiting(DEAD))) == (1, 2)


@pytest.mark.parametrize(
    ("body", "status"), [(NO_WHY, 422), (UP_TO | {"before": "yesterday"}, 422), (UP_TO | {"most": 1}, 422)]
)
def test_a_batch_says_up_to_when(body: Any, status: int) -> None:
    send(DEAD)
    assert problem_of(REDRIVE_DEAD_LETTERS, DEAD, body=body)[0] == status
    assert waiting(DEAD) == [EVENT]


def test_what_came_after_the_look_is_left_alone() -> None:
    send(DEAD)
    assert reply_body(REDRIVE_DEAD_LETTERS, DEAD, body=UP_TO | {"before": "2020-01-01T00:00:00.000Z"}) == {
        "items": [],
        "stuck": [],
    }
    assert waiting(DEAD) == [EVENT]


def test_one_call_moves_so_many_and_the_next_ones_the_rest() -> None:
    sent = {send(DEAD) for _ in range(REDRIVE_LIMIT + 3)}
    steps = [{each["id"] for each in reply_body(REDRIVE_DEAD_LETTERS, DEAD, body=UP_TO)["items"]} for _ in range(3)]
    assert [len(step) for step in steps] == [REDRIVE_LIMIT, 3, 0]
    assert set.union(*steps) == sent == {each["letter"] for each in audit_entries()}


def test_a_dead_letter_is_found_behind_many_others_which_become_visible_again() -> None:
    for _ in range(35):
        send(DEAD)
    last = send(DEAD, "the last")
    assert reply_body(GET_DEAD_LETTER, DEAD, last)["body"] == "the last"
    assert reply_body(LIST_DEAD_LETTER_QUEUES)["items"][1]["waiting"] == 36


def test_so_many_are_looked_at_and_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.operations.service.SCAN_LIMIT", 10)
    for _ in range(12):
        send(DEAD)
    reply = said(ask(GET_DEAD_LETTER, DEAD, NOBODYS))
    assert (reply["status"], "looked at" in reply["title"], "10" in reply["detail"]) == (404, True, True)
    assert SCAN_LIMIT * 0.02 < dead_letters.RECEIVE_SECONDS  # a message takes some milliseconds


def test_a_list_has_the_oldest_first_and_says_how_many_there_are() -> None:
    for _ in range(LIST_LIMIT + 5):
        send(DEAD)
    page = reply_body(LIST_DEAD_LETTERS, DEAD)
    assert (len(page["items"]), page["queue"]["waiting"]) == (LIST_LIMIT, LIST_LIMIT + 5)
    assert page["items"] == sorted(page["items"], key=lambda each: (each["sent"], each["id"]))
    assert (
        len(reply_body(LIST_DEAD_LETTERS, DEAD)["items"]) == LIST_LIMIT
    )  # nobody has to wait for those that were looked at


def test_a_list_shows_the_beginning_of_a_long_body_and_a_dead_letter_most_of_it() -> None:
    letter = send(DEAD, "ö" * 5_000)
    (listed,) = reply_body(LIST_DEAD_LETTERS, DEAD)["items"]
    shown = reply_body(GET_DEAD_LETTER, DEAD, letter)
    assert (len(listed["body"]), len(shown["body"]), shown["size"]) == (2_000, 5_000, 10_000)


def test_every_queue_is_listed_by_name_with_its_kind_and_sizes() -> None:
    send(DEAD)
    listed = reply_body(LIST_DEAD_LETTER_QUEUES)["items"]
    assert [(each["name"], each["kind"], each["waiting"]) for each in listed] == [
        ("BusUndelivered", "undelivered", 0),
        ("OrderDeadLetters", "unconsumed", 1),
        ("OrderUnpublished", "unpublished", 0),
        ("PictureDeadLetters", "unconsumed", 0),
        ("SearchUnbuilt", "unbuilt", 0),
    ]


def test_a_redrive_is_logged_with_who_did_it_why_and_a_digest_but_never_the_body(
    written_log: Callable[[], str],
) -> None:
    redriven, discarded = send(DEAD), send("PictureDeadLetters", EVENT + " ")
    reply_body(REDRIVE_DEAD_LETTER, DEAD, redriven, body={"reason": "mended"})
    reply_body(DISCARD_DEAD_LETTER, "PictureDeadLetters", discarded, body=WHY)
    assert (bodies("shop-order"), waiting("PictureDeadLetters")) == ([EVENT], [])
    first, second = audit_entries()
    assert first | {"at": ""} == {
        "at": "", "who": "grace", "what": "redrive", "queue": DEAD, "letter": redriven, "why": "mended",
        "digest": sha256(EVENT.encode()).hexdigest(), "email": "",
    }  # fmt: skip
    assert (second["what"], second["letter"], second["why"]) == ("discard", discarded, "nobody sent it")
    assert "ada@example.com" not in json.dumps(audit_entries()) + written_log()


def test_what_the_bus_could_not_deliver_goes_to_the_queue_that_it_was_for() -> None:
    arn = "arn:aws:sqs:us-east-1:123456789012:shop-picture"
    letter = send("BusUndelivered", TARGET_ARN=arn, ERROR_CODE="NO_PERMISSIONS", ERROR_MESSAGE="Lack of permissions")
    moved = reply_body(REDRIVE_DEAD_LETTER, "BusUndelivered", letter, body=NO_WHY)
    assert (moved["to"], moved["reason"]) == ("PictureQueue", "NO_PERMISSIONS: Lack of permissions")
    assert (bodies("shop-picture"), bodies("shop-order"), waiting("BusUndelivered")) == ([EVENT], [], [])


@pytest.mark.parametrize("attributes", [{}, {"TARGET_ARN": "arn:aws:sqs:us-east-1:123456789012:somebody-elses"}])
def test_what_the_bus_could_not_deliver_to_a_queue_that_is_not_the_shops_is_stuck(attributes: dict[str, str]) -> None:
    letter = send("BusUndelivered", **attributes)
    assert problem_of(REDRIVE_DEAD_LETTER, "BusUndelivered", letter, body=NO_WHY) == (409, "stuck")
    (listed,) = reply_body(LIST_DEAD_LETTERS, "BusUndelivered")["items"]
    assert (listed["to"], "which queue" in listed["stuck"]) == ("", True)
    assert (audit_entries(), waiting("BusUndelivered")) == ([], [EVENT])


def test_what_the_builder_failed_over_is_stuck_and_can_be_thrown_away() -> None:
    letter = send("SearchUnbuilt", "{}")
    step = reply_body(REDRIVE_DEAD_LETTERS, "SearchUnbuilt", body=UP_TO)
    assert [("rebuild_search" in each["stuck"], each["to"]) for each in step["stuck"]] == [(True, "")]
    reply_body(DISCARD_DEAD_LETTER, "SearchUnbuilt", letter, body=WHY)
    assert waiting("SearchUnbuilt") == []


def log_line(**line: str) -> None:
    event = {"timestamp": clock.millis(), "message": json.dumps(line)}
    own("logs").put_log_events(logGroupName="order-consumer", logStreamName="1", logEvents=[event])


def test_looks_of_staff_are_no_tries() -> None:
    letter = send(DEAD)
    for _ in range(8):
        seen = reply_body(LIST_DEAD_LETTERS, DEAD)["items"][0]
    assert (seen["id"], seen["received"], seen["reason"]) == (letter, MAX_RECEIVES, f"tried {MAX_RECEIVES} times")


def test_a_dead_letter_shows_its_last_error_and_its_page_request() -> None:
    page = "4bf92f3577b34da6a3ce929d0e0e4736"
    letter = send(DEAD, json.dumps(json.loads(EVENT) | {"detail": {"order_id": "0" * 28, "correlation_id": page}}))
    log_line(
        timestamp="2026-11-28T23:53:25.385Z", message="message failed", message_id=letter, exception_name="TimeoutError"
    )
    log_line(
        timestamp="2026-11-28T23:54:25.385Z", message="message failed", message_id=letter, exception_name="KeyError"
    )
    log_line(
        timestamp="2026-11-28T23:55:25.385Z", message="message failed", message_id=NOBODYS, exception_name="ValueError"
    )
    shown = reply_body(GET_DEAD_LETTER, DEAD, letter)
    assert shown["cause"] == "KeyError at 2026-11-28T23:54:25.385Z"
    assert (shown["order_id"], shown["correlation_id"]) == ("0" * 28, page)


def test_a_log_that_cannot_be_read_hides_no_letter() -> None:
    letter = send(DEAD)
    with failing("logs", "filter_log_events", "ThrottlingException"):
        assert reply_body(GET_DEAD_LETTER, DEAD, letter)["cause"] == ""
