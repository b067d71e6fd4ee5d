"""What the order service answers the review service: only what was delivered, and to whom."""

import pytest
from msgspec.structs import replace

from backend.contracts import guest_keys
from backend.contracts.order.erasure import without_person
from backend.contracts.order.events import PurchaseVerified
from backend.contracts.order.models import Step
from backend.contracts.order.states import State
from backend.contracts.review.events import ReviewSubmitted
from backend.order import repository
from backend.order.item import decode, key
from backend.shared import compression
from backend.shared.aws import client
from tests.backend.order.checkouts import ADA, BOB, checked_out, order_id
from tests.backend.order.order_api import WHOSE, consume_events, event, item

AT = "2026-11-03T10:30:00.000Z"
BOUGHT = "harbour-at-dusk"
ASKED = ReviewSubmitted(**WHOSE, product_id=BOUGHT)


@pytest.fixture(autouse=True)
def _order(order_table: str) -> None:
    consume_events(checked_out())


def _reach(*states: State, owner: str = ADA, **more: object) -> None:
    """Give the order these states, one after another."""
    steps = tuple(Step(state=state, at=AT) for state in states)
    repository.change(owner, order_id(1), lambda order: replace(order, steps=order.steps + steps, **more))


def test_what_was_delivered_is_confirmed_with_what_was_bought() -> None:
    _reach(State.DELIVERED)
    consume_events(ASKED)
    answer = event(PurchaseVerified)
    assert (answer.buyer, answer.product_id, answer.title, answer.variant) == (
        ADA,
        BOUGHT,
        "Harbour at Dusk",
        "A3 · Unframed",
    )


def test_a_question_that_comes_again_is_answered_again() -> None:
    _reach(State.DELIVERED)
    consume_events(ASKED)
    before = item()["event"]
    assert consume_events(ASKED) == {"batchItemFailures": []}
    assert item()["event"] != before


@pytest.mark.parametrize("states", [(), (State.CONFIRMED,), (State.PACKED, State.SENT), (State.CANCELLED,)])
def test_what_was_not_delivered_is_not_confirmed_and_the_order_stays_as_it_is(states: tuple[State, ...]) -> None:
    _reach(*states)
    before = item()
    assert consume_events(ASKED) == {"batchItemFailures": []}
    assert item() == before


def test_what_was_sent_back_was_delivered() -> None:
    _reach(State.DELIVERED, State.RETURN_REQUESTED, State.RETURN_ACCEPTED, State.RETURNED)
    consume_events(ASKED)
    assert event(PurchaseVerified).product_id == BOUGHT


@pytest.mark.parametrize("changes", [{"product_id": "another-product"}, {"owner": BOB}, {"order_id": order_id(2)}])
def test_another_product_shopper_or_order_is_not_confirmed(changes: dict[str, str]) -> None:
    _reach(State.DELIVERED)
    before = item()
    assert consume_events(replace(ASKED, **changes)) == {"batchItemFailures": []}
    assert item() == before


def test_the_order_of_a_closed_account_confirms_nothing_more() -> None:
    _reach(State.DELIVERED)
    repository.amend(
        ADA, order_id(1), lambda order, details: (order, replace(details, address=without_person(details.address)))
    )
    before = item()
    consume_events(ASKED)
    assert item() == before


def test_a_claimed_order_is_confirmed_to_its_account_and_no_more_to_its_key() -> None:
    guest = guest_keys.owner("0123456789abcdef" * 2)
    consume_events(checked_out(2, owner=guest))
    steps = (Step(state=State.DELIVERED, at=AT),)
    repository.change(guest, order_id(2), lambda order: replace(order, steps=order.steps + steps, shopper=ADA))
    table = client("dynamodb")
    table.put_item(TableName="order", Item=key(ADA, order_id(2)) | {"linked": {"S": guest}})
    consume_events(replace(ASKED, owner=guest, order_id=order_id(2)))
    found = table.get_item(TableName="order", Key=key(guest, order_id(2)))["Item"]
    assert "PurchaseVerified" not in compression.decompress(found.get("event", {}).get("B", b"")).decode()
    consume_events(replace(ASKED, order_id=order_id(2)))
    found = table.get_item(TableName="order", Key=key(guest, order_id(2)))["Item"]
    answer = compression.decode(found["event"]["B"], PurchaseVerified)
    assert (answer.buyer, answer.owner, decode(found)[0].state) == (ADA, guest, State.DELIVERED)
