"""The merchant's side: who may, what repeats do, and how each test card behaves."""

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace

from backend.contracts.payment.models import Token
from backend.contracts.payment.states import PaymentState
from backend.sandbox import domain, repository
from backend.sandbox.cards import TEST_CARDS, Answer
from backend.sandbox.domain import State
from backend.shared import aws, clock
from tests.backend.sandbox.conftest import (
    SHOP,
    Sandbox,
    authorization_request,
    call,
    make_authorization,
    request,
    token,
)

pytestmark = pytest.mark.usefixtures("sandbox")
PLAIN = [card for card in TEST_CARDS if card.answer is Answer.PROMPT]


def change(verb: str, id: str, key: str = "") -> tuple[int, Any]:
    return call("POST", f"/authorizations/{id}/{verb}", {}, key=key or verb)


@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer sk_other", "sk_5ecret", "bearer sk_5ecret", "Bearer sk_5ecret ", "Bearer é"]
)
def test_a_stranger_may_do_nothing(given: str) -> None:
    answer = make_authorization()
    for method, path in (
        ("POST", "/authorizations"),
        ("GET", "/authorizations"),
        ("POST", f"/authorizations/{answer['id']}/capture"),
    ):
        reply = request(
            method, path, body=json.dumps(authorization_request()).encode(), authorization=given, idempotency_key="k"
        )
        assert reply["statusCode"] == 401
    assert make_authorization()["state"] == "authorized"


@pytest.mark.parametrize(
    "card", [card for card in PLAIN if not card.reason and not card.confirm], ids=lambda card: card.name
)
def test_an_approved_card_is_held_captured_and_refunded(card: Any) -> None:
    answer = make_authorization(card.number)
    assert (answer["state"], answer["last4"]) == ("authorized", card.number[-4:])
    assert change("capture", answer["id"])[1]["state"] == "captured"
    assert change("refund", answer["id"])[1]["state"] == "refunded"


@pytest.mark.parametrize(("number", "reason"), [
    ("4000000000000002", "card_declined"), ("4000000000009995", "insufficient_funds"),
    ("4000000000000069", "expired_card"), ("4000000000000127", "incorrect_cvc"),
])  # fmt: skip
def test_a_declined_card_says_why_and_can_not_be_captured(number: str, reason: str) -> None:
    answer = make_authorization(number)
    assert (answer["state"], answer["reason"]) == ("declined", reason)
    assert change("capture", answer["id"]) == (409, answer)


@pytest.mark.parametrize("unknown", ["tok_" + "0" * 32, "", "4242424242424242"])
def test_a_token_that_is_not_known_is_declined(unknown: str) -> None:
    status, answer = call("POST", "/authorizations", authorization_request(token=unknown), key="a")
    assert (status, answer["state"], answer["reason"]) == (201, "declined", "unknown_token")


def test_a_token_expires_though_the_table_still_has_it() -> None:
    old = token()
    kept = repository.get_token(old)
    assert kept
    repository.put_token(old, replace(kept, expires=clock.epoch()))
    assert call("POST", "/authorizations", authorization_request(token=old), key="a")[1]["reason"] == "unknown_token"


def test_a_repeated_request_charges_once_and_answers_as_it_stands() -> None:
    sent = authorization_request()
    first = call("POST", "/authorizations", sent, key="a")
    change("capture", first[1]["id"])
    status, again = call("POST", "/authorizations", sent, key="a")
    assert (first[0], status) == (201, 200)
    assert again == first[1] | {"state": "captured"}


def test_a_key_that_comes_with_something_else_is_refused() -> None:
    sent = authorization_request()
    answer = call("POST", "/authorizations", sent, key="a")[1]
    assert call("POST", "/authorizations", sent | {"amount": 2901}, key="a")[0] == 422
    change("capture", answer["id"], "k")
    assert change("refund", answer["id"], "k")[0] == 422
    assert make_authorization()["state"] == "captured"


def test_a_reference_is_used_once() -> None:
    call("POST", "/authorizations", authorization_request(), key="a")
    status, kept = call("POST", "/authorizations", authorization_request(amount=1), key="b")
    assert (status, kept["amount"]) == (409, 2900)


@pytest.mark.parametrize("verb", ["capture", "void", "refund"])
def test_a_change_repeated_under_its_key_is_done_once(sandbox: Sandbox, verb: str) -> None:
    answer = make_authorization()
    if verb == "refund":
        change("capture", answer["id"])
    first, second = change(verb, answer["id"]), change(verb, answer["id"])
    assert first == second
    assert first[0] == 200
    assert len(sandbox.queued) == (3 if verb == "refund" else 2)


@pytest.mark.parametrize(("before", "verb"), [
    ("capture", "capture"), ("capture", "void"), ("void", "capture"), ("void", "void"), ("void", "refund"), (None, "refund"),
])  # fmt: skip
def test_a_change_that_comes_too_late_returns_the_present_state(before: str | None, verb: str) -> None:
    answer = make_authorization()
    if before:
        change(before, answer["id"], "first")
    stands = make_authorization()
    assert change(verb, answer["id"], "second") == (409, stands)


def test_two_changes_at_once_are_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = make_authorization()
    real, others = domain.transition, [lambda: change("void", answer["id"])]

    def transition_and_interrupt(*taken: Any) -> Any:
        after = real(*taken)
        if others:
            others.pop()()
        return after

    monkeypatch.setattr(domain, "transition", transition_and_interrupt)
    assert change("capture", answer["id"]) == (409, answer | {"state": "voided"})


@pytest.mark.parametrize("key", [None, "", "k" * 201])
def test_a_change_needs_an_idempotency_key(key: str | None) -> None:
    assert call("POST", "/authorizations", authorization_request(), key=key)[0] == 400


@pytest.mark.parametrize("more", [
    {"amount": 0}, {"amount": -1}, {"amount": True}, {"amount": 1.5}, {"amount": "1"}, {"amount": 10**14}, {"currency": "eur"},
    {"reference": "a b"}, {"reference": "a\n"}, {"reference": "é"}, {"reference": ""}, {"reference": "a" * 65}, {"extra": 1},
    {"return_url": "https://evil.test/"}, {"return_url": f"{SHOP}.evil.test/"},
])  # fmt: skip
def test_a_wrong_request_is_refused_and_makes_nothing(more: dict[str, Any]) -> None:
    assert call("POST", "/authorizations", authorization_request(**more), key="a")[0] == 422
    assert call("GET", "/authorizations", query={"reference": "order-1"}) == (200, {"items": []})


@pytest.mark.parametrize("query", [None, {"reference": ""}, {"reference": "order-2"}])
def test_nothing_found_is_an_empty_list(query: dict[str, str] | None) -> None:
    make_authorization()
    assert call("GET", "/authorizations", query=query) == (200, {"items": []})


def test_an_id_is_not_guessed_from_its_reference() -> None:
    answer = make_authorization()
    assert answer["id"].startswith("aut_order-1_")
    assert change("capture", "aut_order-1_" + "0" * 32)[0] == 404
    assert change("capture", "aut_order-2_" + "0" * 32)[0] == 404


@pytest.mark.parametrize(("number", "status", "slept"), [
    ("4000000100000019", 201, [3]), ("4000000100000027", 504, [8]), ("4000000100000035", 500, []), ("4000000100000076", 504, [8]),
])  # fmt: skip
def test_a_card_may_spoil_the_answer_but_not_the_payment(
    sandbox: Sandbox, number: str, status: int, slept: list[float]
) -> None:
    sent = authorization_request(number)
    assert call("POST", "/authorizations", sent, key="a")[0] == status
    assert sandbox.slept == slept
    assert call("POST", "/authorizations", sent, key="a")[1]["state"] == "authorized"
    assert sandbox.slept == slept
    answer = make_authorization()
    assert change("capture", answer["id"])[0] == (200 if status == 201 else status)
    assert change("capture", answer["id"])[1]["state"] == "captured"


@pytest.mark.parametrize(("number", "told"), [
    ("4242424242424242", [("authorized", 0), ("captured", 0)]),
    ("4000000100000043", [("authorized", 60), ("captured", 60)]),
    ("4000000100000050", [("authorized", 0), ("authorized", 5), ("captured", 0), ("captured", 5)]),
    ("4000000100000068", [("authorized", 20), ("captured", 0)]),
    ("4000000100000076", []),
])  # fmt: skip
def test_webhooks_come_as_the_card_has_them(sandbox: Sandbox, number: str, told: list[tuple[str, int]]) -> None:
    change("capture", make_authorization(number)["id"])
    assert sandbox.webhook_states == told


@pytest.mark.parametrize(
    "sent", [{"number": "4242 4242"}, {}, [], None, {"number": 4242424242424242, "expires": "12/49", "code": "123"}]
)
def test_a_card_of_another_shape_is_refused_without_repeating_it(sent: Any) -> None:
    reply = request("POST", "/tokens", body=json.dumps(sent).encode())
    assert reply["statusCode"] == 422
    assert "42424242" not in reply["body"].replace(" ", "")


def test_a_wrong_card_is_refused_field_by_field() -> None:
    status, problem = call("POST", "/tokens", {"number": "4242424242424241", "expires": "1", "code": "1"})
    assert status == 422
    assert [error["field"] for error in problem["errors"]] == ["number", "expires", "code"]
    assert "42424242" not in json.dumps(problem)


def test_a_token_fits_the_shops_contract_and_is_never_the_same() -> None:
    pattern = Token.__metadata__[0].pattern  # type: ignore[attr-defined]
    answer = {token() for _ in range(5)}
    assert len(answer) == 5
    assert all(re.search(pattern, each) for each in answer)


@pytest.mark.parametrize("card", TEST_CARDS, ids=lambda card: card.number)
def test_no_item_queue_or_log_ever_holds_a_card_number(card: Any, sandbox: Sandbox, written_log: Any) -> None:
    answer = make_authorization(card.number)
    change("capture", answer["id"])
    change("void", answer["id"])
    call("POST", "/tokens", {"number": card.number, "expires": "13/13", "code": "987"})
    kept = json.dumps(aws.client("dynamodb").scan(TableName="sandbox")["Items"])
    everything = kept + json.dumps(sandbox.queued) + written_log()
    assert "authorize" in written_log()
    assert card.number not in everything
    assert card.number[4:] not in everything
    assert card.number[:12] not in everything
    assert not any(f'"{code}"' in everything for code in ("123", "987"))


def test_every_state_of_the_wire_is_one_the_shop_knows() -> None:
    assert {state.value for state in State} < {state.value for state in PaymentState}


def test_a_token_that_paid_one_order_pays_no_other_and_the_same_one_may_ask_again() -> None:
    card = token()
    first = call("POST", "/authorizations", authorization_request(token=card), key="a")
    assert first[1]["state"] == "authorized"
    assert call("POST", "/authorizations", authorization_request(token=card), key="a") == (200, first[1])
    status, other = call(
        "POST", "/authorizations", authorization_request(token=card, reference="order-of-another-shopper-1"), key="b"
    )
    assert (status, other["state"], other["reason"], other.get("last4", "")) == (
        201,
        "declined",
        "token_used",
        first[1]["last4"],
    )


def test_a_token_of_before_it_was_bound_is_bound_by_its_next_use() -> None:
    """Tokens that an earlier release kept have no reference."""
    card = token()
    assert "used_for" not in repr(repository.get_token(card))
    assert call("POST", "/authorizations", authorization_request(token=card), key="a")[1]["state"] == "authorized"
