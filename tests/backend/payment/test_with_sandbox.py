"""The payment service and the sandbox together, through both doors, for every test card: two services, two tables, one
account."""

import base64
import heapq
import json
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from backend.contracts.event import Event
from backend.contracts.order.events import (
    OrderCancelled,
    OrderPaid,
    OrderReturned,
    OrderReturnReceived,
    PaymentRequested,
)
from backend.contracts.order.models import ReturnLine
from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from backend.contracts.payment.states import PaymentState
from backend.payment import consumer, handler, repository, sweeper
from backend.payment.gateways import connection
from backend.payment.payment_gateway import OutcomeUnknown
from backend.sandbox import webhook
from backend.sandbox.cards import TEST_CARDS, Answer
from backend.shared import aws, clock
from tests.backend.events import http, sqs
from tests.backend.payment.payments import NOW, ORDER
from tests.backend.sandbox import conftest as provider_side
from tests.backend.sandbox.conftest import SHOP, Sandbox
from tests.backend.tables import definition

sandbox = provider_side.sandbox
NAMED: dict[str, Any] = {"order_id": ORDER, "owner": "shopper#5e5b", "at": NOW}


class Town:
    """Both services; each call from one to the other crosses with the receiver's own table."""

    def __init__(self, patch: pytest.MonkeyPatch, box: Sandbox) -> None:
        self.patch, self.box, self.delivered = patch, box, 0
        aws.client("dynamodb").create_table(**definition("payment"))
        patch.setenv("PROVIDER_URL", "https://sandbox.test")
        patch.setenv("RETURN_URL", SHOP + "/orders/{order_id}/")
        patch.setattr(connection, "send", self.to_sandbox)
        patch.setattr(webhook, "send", self.to_payment)

    def within(self, table: str, work: Callable[[], Any]) -> Any:
        with self.patch.context() as inside:
            inside.setenv("TABLE", table)
            return work()

    def to_sandbox(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        """An answer that takes longer than the payment service waits is none."""
        address = urlsplit(url)
        query = dict(part.split("=") for part in address.query.split("&") if part)
        slept = sum(self.box.slept)
        sent = {name.replace("-", "_"): value for name, value in headers.items()}
        reply = self.within(
            "sandbox", lambda: provider_side.request(method, address.path, body=body, query=query, **sent)
        )
        if sum(self.box.slept) - slept > 6:
            raise OutcomeUnknown("timeout")
        return reply["statusCode"], reply["body"].encode()

    def to_payment(self, url: str, headers: dict[str, str], body: bytes) -> int:
        event = http(PAYMENT_WEBHOOK, body=base64.b64encode(body).decode(), base64=True, headers=headers)
        return int(self.within("payment", lambda: handler.handler(event, None)["statusCode"]))

    def tell(self, *events: Event) -> None:
        for event in events:
            assert self.within("payment", partial(consumer.handler, sqs(event), None)) == {"batchItemFailures": []}

    def deliver_webhooks(self) -> None:
        """In the order that their delays put them in, whenever they were queued."""
        waiting = [(each["delay"], number, each) for number, each in enumerate(self.box.queued[self.delivered :])]
        self.delivered = len(self.box.queued)
        heapq.heapify(waiting)
        bodies = [json.dumps(heapq.heappop(waiting)[2]) for _ in range(len(waiting))]
        records = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
        assert webhook.handler({"Records": records}, None) == {"batchItemFailures": []}

    def sweep(self) -> None:
        """An hour later, so that all that waits is due."""
        with self.patch.context() as inside:
            then = clock.later(clock.now(), 3600)
            inside.setattr(clock, "now", lambda: then)
            self.within(
                "payment", lambda: sweeper.handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000))
            )

    def settle(self) -> None:
        self.deliver_webhooks()
        self.sweep()
        self.deliver_webhooks()

    def ask(self, number: str) -> None:
        """The first thing of an order's payment, with a token of this card."""
        token = self.within("sandbox", lambda: provider_side.token(number))
        self.tell(PaymentRequested(**NAMED, attempt=1, amount=2900, currency="EUR", token=token))

    @property
    def state(self) -> PaymentState:
        payment = self.within("payment", lambda: repository.load(ORDER))
        return PaymentState(payment.attempts[0].state)

    @property
    def theirs(self) -> str:
        """The state at the sandbox."""
        return str(self._find["state"])

    @property
    def refunded(self) -> int:
        """What went back at the sandbox, after a look that we know the same of it."""
        payment = self.within("payment", lambda: repository.load(ORDER))
        back = int(self._find.get("refunded", 0))
        assert payment.attempts[0].refunded == back
        return back

    @property
    def _find(self) -> dict[str, Any]:
        found = self.within(
            "sandbox", lambda: provider_side.call("GET", "/authorizations", query={"reference": f"{ORDER}-1"})
        )
        return dict(found[1]["items"][0])


@pytest.fixture
def town(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Town:
    return Town(monkeypatch, sandbox)


GOOD = [card for card in TEST_CARDS if not card.reason and not card.confirm]


@pytest.mark.parametrize("card", GOOD, ids=lambda card: card.name)
def test_a_good_card_ends_captured_however_it_behaves(town: Town, card: Any) -> None:
    town.ask(card.number)
    town.settle()
    assert town.state is PaymentState.AUTHORIZED
    town.tell(OrderPaid(**NAMED, attempt=1))
    town.settle()
    assert (town.state, town.theirs) == ("captured", "captured")


@pytest.mark.parametrize("card", GOOD, ids=lambda card: card.name)
@pytest.mark.parametrize("moment", ["at once", "authorized", "captured"])
def test_a_cancelled_order_keeps_no_money_however_its_card_behaves(town: Town, card: Any, moment: str) -> None:
    town.ask(card.number)
    if moment != "at once":
        town.settle()
    if moment == "captured":
        town.tell(OrderPaid(**NAMED, attempt=1))
    town.tell(OrderCancelled(**NAMED))
    town.settle()
    town.sweep()
    assert town.state == town.theirs
    assert town.theirs in ("voided", "refunded")


@pytest.mark.parametrize("card", [card for card in TEST_CARDS if card.reason], ids=lambda card: card.name)
def test_a_declined_card_is_declined(town: Town, card: Any) -> None:
    town.ask(card.number)
    assert (town.state, town.theirs) == ("declined", "declined")


@pytest.mark.parametrize(("choice", "state"), [("confirm", "authorized"), ("reject", "declined")])
@pytest.mark.parametrize("webhooks", [True, False])
def test_a_confirmation_arrives_by_its_webhook_or_by_a_query(
    town: Town, choice: str, state: str, webhooks: bool
) -> None:
    town.ask("4000000000003220")
    assert town.state is PaymentState.ACTION_REQUIRED
    id = town.box.queued[0]["authorization"]
    reply = town.within("sandbox", lambda: provider_side.form(f"/confirm/{id}", {"choice": choice}))
    assert reply["headers"]["location"] == f"{SHOP}/orders/{ORDER}/"
    town.deliver_webhooks() if webhooks else town.sweep()
    assert town.state == state


def test_an_order_cancelled_before_the_confirmation_can_not_be_paid_any_more(town: Town) -> None:
    town.ask("4000000000003220")
    town.tell(OrderCancelled(**NAMED))
    id = town.box.queued[0]["authorization"]
    town.within("sandbox", lambda: provider_side.form(f"/confirm/{id}", {"choice": "confirm"}))
    assert (town.state, town.theirs) == ("voided", "voided")


def test_a_returned_order_is_refunded(town: Town) -> None:
    town.ask("4242424242424242")
    town.tell(OrderPaid(**NAMED, attempt=1), OrderReturned(**NAMED), OrderReturned(**NAMED))
    assert (town.state, town.theirs) == ("refunded", "refunded")


def part(number: int, refund: int) -> OrderReturnReceived:
    return OrderReturnReceived(**NAMED, number=number, lines=(ReturnLine(sku="a", quantity=1),), refund=refund)


@pytest.mark.parametrize("card", GOOD, ids=lambda card: card.name)
def test_what_went_back_in_parts_was_given_back_once_each_however_the_card_behaves(town: Town, card: Any) -> None:
    """A refund's answer may be lost, late or doubled like any other."""
    town.ask(card.number)
    town.settle()
    town.tell(OrderPaid(**NAMED, attempt=1))
    town.settle()
    town.tell(part(1, 900), part(1, 900))
    town.settle()
    assert (town.state, town.theirs, town.refunded) == ("captured", "captured", 900)
    town.tell(part(2, 1500), part(1, 900), part(2, 1500))
    town.settle()
    assert town.refunded == 2400
    town.tell(part(3, 500), part(3, 500))
    town.settle()
    assert (town.state, town.theirs, town.refunded) == ("refunded", "refunded", 2900)


def test_more_than_was_taken_never_goes_back(town: Town) -> None:
    town.ask("4242424242424242")
    town.tell(OrderPaid(**NAMED, attempt=1), part(1, 2000))
    failed = town.within("payment", lambda: consumer.handler(sqs(part(2, 901)), None))
    assert len(failed["batchItemFailures"]) == 1
    assert town.refunded == 2000


def test_the_old_news_of_a_returned_order_gives_back_what_parts_have_left(town: Town) -> None:
    town.ask("4242424242424242")
    town.tell(OrderPaid(**NAMED, attempt=1), part(1, 900), OrderReturned(**NAMED))
    assert (town.state, town.theirs, town.refunded) == ("refunded", "refunded", 2900)


def test_a_webhook_overtakes_the_answer_of_a_slow_card(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    states = []

    def slept(seconds: float) -> None:
        town.deliver_webhooks()
        states.append(town.state)

    monkeypatch.setattr("backend.sandbox.api.time.sleep", slept)
    town.ask("4000000100000019")
    assert states == [PaymentState.AUTHORIZED]
    assert town.state is PaymentState.AUTHORIZED


@pytest.mark.parametrize(
    "card", [card for card in TEST_CARDS if card.answer is Answer.LOST], ids=lambda card: card.name
)
def test_money_taken_without_an_answer_is_unknown_until_asked(town: Town, card: Any) -> None:
    town.ask(card.number)
    assert (town.state, town.theirs) == ("unknown", "authorized")
    town.sweep()
    assert town.state is PaymentState.AUTHORIZED


@pytest.mark.parametrize("card", TEST_CARDS, ids=lambda card: card.number)
def test_no_card_number_reaches_a_table_a_queue_or_a_log(town: Town, card: Any, written_log: Callable[[], str]) -> None:
    town.ask(card.number)
    town.tell(OrderPaid(**NAMED, attempt=1), OrderCancelled(**NAMED))
    town.settle()
    tables = [aws.client("dynamodb").scan(TableName=name)["Items"] for name in ("payment", "sandbox")]
    everything = repr(tables) + repr(town.box.queued) + written_log()
    assert ORDER in everything
    assert not any(part in everything for part in (card.number, card.number[4:], card.number[:12]))
