"""Alerts: one mail per alert and change, whatever comes late, twice or in another order; none once stopped."""

import itertools
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from backend.contracts.inventory.models import Level
from backend.contracts.order.events import AccountClosed
from backend.contracts.product.events import ProductWithdrawn
from backend.contracts.product.translations import Translation
from backend.contracts.wish.alert_operations import (
    CONFIRM_ALERT,
    DELETE_ALERT,
    DELETE_ALERTS,
    GET_ALERT,
    LIST_ALERTS,
    REQUEST_ALERT,
    SET_ALERT,
    STOP_ALERT,
)
from backend.contracts.wish.alerts import AlertKind
from backend.contracts.wish.events import AlertRequested, AlertsDue, AlertStopped, AlertTriggered
from backend.shared import accounts
from backend.shared.aws import client
from backend.wish import alert_items, alerts, consumer, handler
from tests.backend import shop
from tests.backend.events import http, said, sqs
from tests.backend.wish.lists import ADA, GRACE, HARBOUR, IN_GERMAN, LARGE, SMALL, Outbox, call, consume, harbour, stock

EMAIL = "ada@example.org"
SOLD_OUT, BACK = stock(SMALL, Level.SOLD_OUT), stock(SMALL, Level.LOW, 2)


@pytest.fixture(autouse=True)
def outbox(service_table: Callable[[str], str]) -> Outbox:
    service_table("wish")
    consume(harbour(), SOLD_OUT)
    outbox = Outbox()
    outbox.take()
    return outbox


def _request(kind: str = "back", sku: str = SMALL, email: str = EMAIL) -> int:
    body = {"kind": kind, "product_id": HARBOUR, "sku": sku, "email": email}
    status: int = call(REQUEST_ALERT, body=body)["statusCode"]
    return status


def _link(operation: Any, event: AlertRequested | AlertTriggered, key: str = "") -> dict[str, Any]:
    path = {"kind": event.kind, "sku": event.sku, "alert_key": key or event.key}
    return handler.handler(http(operation, path=path), None)


def _confirm_alert(outbox: Outbox, kind: str = "back", email: str = EMAIL) -> AlertRequested:
    """Ask for an alert, and confirm the address by the mail's link."""
    assert _request(kind, email=email) == 204
    (requested,) = outbox.take()
    assert _link(CONFIRM_ALERT, requested)["statusCode"] == 200
    return requested


def _set(kind: str = "back", claims: Any = ADA, email: str = EMAIL) -> dict[str, Any]:
    event = http(SET_ALERT, claims=claims, path={"kind": kind, "sku": SMALL}, body={"product_id": HARBOUR})
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account(email, "Ada")):
        return handler.handler(event, None)


def _expiries() -> list[int]:
    """Return in how many days each alert expires."""
    items = [each for each in client("dynamodb").scan(TableName="wish")["Items"] if "secret" in each]
    return [round((int(each["expires"]["N"]) - time.time()) / 86_400) for each in items]


def _list_kinds(claims: Any = ADA) -> list[str]:
    return [each["kind"] for each in said(call(LIST_ALERTS, claims=claims))["items"]]


class TestAsking:
    def test_what_is_not_sold_or_in_stock_cannot_be_waited_for(self, outbox: Outbox) -> None:
        assert _request(sku="NEVER") == 404
        consume(stock(LARGE, Level.IN_STOCK))
        assert _request(sku=LARGE) == 409
        consume(ProductWithdrawn(product_id=HARBOUR, version=2, skus=(SMALL, LARGE)))
        assert _request() == 404
        assert outbox.take() == []

    @pytest.mark.parametrize("email", ["", "ada", "ada@", "a@b.c\r\nBcc: x@y.z", "ä@example.org", "x" * 255, None])
    def test_what_is_no_address_is_refused(self, email: Any) -> None:
        assert _request(email=email) in (400, 422)

    def test_an_address_is_asked_to_confirm_first_and_gets_no_other_mail_before(self, outbox: Outbox) -> None:
        assert _request() == 204
        (requested,) = outbox.take()
        assert (type(requested), requested.email, requested.title) == (AlertRequested, EMAIL, "Harbour at Dusk")
        consume(BACK)
        assert outbox.take() == []

    def test_what_is_on_back_order_when_the_address_says_yes_is_not_back(self, outbox: Outbox) -> None:
        consume(stock(SMALL, Level.BACK_ORDER, 2))
        _confirm_alert(outbox)
        assert outbox.take() == []
        consume(stock(SMALL, Level.LOW, 3))
        (back,) = outbox.take()
        assert type(back) is AlertTriggered

    def test_an_address_that_has_the_alert_gets_the_same_answer_and_no_mail(self, outbox: Outbox) -> None:
        _confirm_alert(outbox)
        assert _request(email=EMAIL.upper()) == 204
        assert outbox.take() == []

    def test_an_address_is_mailed_so_often_in_an_hour_and_the_answer_is_the_same(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alert_items, "ALERTS_PER_ADDRESS", 3)
        for kind, sku in itertools.product(("back", "cheaper"), (SMALL, LARGE)):
            assert _request(kind, sku) == 204
        assert len(outbox.take()) == 3

    def test_asking_twice_within_the_hour_sends_one_mail_and_its_link_works(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert _request() == 204
        (requested,) = outbox.take()
        assert (_request(), outbox.take()) == (204, [])
        assert _link(GET_ALERT, requested)["statusCode"] == 200
        later = alert_items.clock.epoch() + 3700
        monkeypatch.setattr(alert_items.clock, "epoch", lambda: later)
        assert _request() == 204
        (again,) = outbox.take()
        assert again.key != requested.key
        assert _link(GET_ALERT, requested)["statusCode"] == 404

    def test_an_alert_ends_400_days_after_its_confirmation_whatever_it_mailed(self, outbox: Outbox) -> None:
        _confirm_alert(outbox, "cheaper")
        ends = _expiries()
        assert all(days == 400 for days in ends)
        with mock.patch.object(alert_items.clock, "epoch", return_value=int(time.time()) + 30 * 86_400):
            consume(harbour(2, small=100))
        assert _expiries() == [400]

    @pytest.mark.parametrize("operation", [GET_ALERT, CONFIRM_ALERT, STOP_ALERT])
    def test_another_key_opens_nothing(self, outbox: Outbox, operation: Any) -> None:
        _request()
        (requested,) = outbox.take()
        for key in ("0" * 64, requested.key[:32] + "0" * 32, "0" * 32 + requested.key[32:]):
            assert _link(operation, requested, key)["statusCode"] == 404

    def test_a_confirmation_again_changes_nothing(self, outbox: Outbox) -> None:
        requested = _confirm_alert(outbox)
        assert said(_link(CONFIRM_ALERT, requested))["state"] == "active"
        assert outbox.take() == []

    def test_an_article_that_is_back_before_the_confirmation_is_mailed_at_once(self, outbox: Outbox) -> None:
        _request()
        (requested,) = outbox.take()
        consume(BACK)
        assert said(_link(CONFIRM_ALERT, requested))["state"] == "sent"
        (triggered,) = outbox.take()
        assert isinstance(triggered, AlertTriggered)

    def test_a_shopper_needs_no_confirmation_but_a_confirmed_address(self, outbox: Outbox) -> None:
        assert _set(email="")["statusCode"] == 409
        assert said(_set())["state"] == "active"
        assert said(_set())["state"] == "active"
        assert outbox.take() == []
        assert (_list_kinds(), _list_kinds(GRACE)) == (["back"], [])

    def test_what_the_address_had_without_the_account_becomes_the_shoppers_and_its_links_work(
        self, outbox: Outbox
    ) -> None:
        requested = _confirm_alert(outbox)
        assert (_set()["statusCode"], _list_kinds()) == (200, ["back"])
        assert said(_link(GET_ALERT, requested))["state"] == "active"
        assert _set(claims=GRACE)["statusCode"] == 200
        assert _list_kinds(GRACE) == []

    def test_a_shopper_has_so_many_alerts_at_most(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(alerts, "MAX_ALERTS", 1)
        assert _set()["statusCode"] == 200
        assert _set("cheaper")["statusCode"] == 409


class TestBack:
    def test_everybody_who_waits_is_mailed_once(self, outbox: Outbox) -> None:
        _confirm_alert(outbox)
        _set(claims=GRACE, email="grace@example.org")
        consume(BACK, BACK)
        consume(stock(SMALL, Level.IN_STOCK, 3), stock(SMALL, Level.SOLD_OUT, 4), stock(SMALL, Level.LOW, 5))
        told = outbox.take()
        assert sorted(each.email for each in told) == [EMAIL, "grace@example.org"]
        assert {(type(each), each.sku, each.price) for each in told} == {(AlertTriggered, SMALL, 2900)}
        assert outbox.take() == []

    def test_nobody_is_mailed_about_stock_that_is_gone_again(self, outbox: Outbox) -> None:
        _confirm_alert(outbox)
        consume(stock(SMALL, Level.SOLD_OUT, 3), BACK)
        consume(AlertsDue(kind=AlertKind.BACK, skus=(SMALL,), version=2))
        assert outbox.take() == []

    def test_an_alert_requested_again_after_its_mail_is_mailed_again(self, outbox: Outbox) -> None:
        _confirm_alert(outbox)
        consume(BACK)
        (first,) = outbox.take()
        consume(stock(SMALL, Level.SOLD_OUT, 3))
        _confirm_alert(outbox)
        consume(stock(SMALL, Level.LOW, 4))
        (second,) = outbox.take()
        assert first.key != second.key

    def test_more_people_than_one_run_handles_are_mailed_once_each(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alerts, "BATCH", 4)
        for number in range(10):
            _set(claims={**ADA, "sub": f"shopper-{number}"}, email=f"shopper-{number}@example.org")
        consume(BACK)
        told = outbox.take()
        assert sorted(each.email for each in told) == sorted(f"shopper-{number}@example.org" for number in range(10))


class TestCheaper:
    def test_each_new_lowest_price_is_mailed_once(self, outbox: Outbox) -> None:
        _confirm_alert(outbox, "cheaper")
        told = []
        for version, price in enumerate((3500, 2500, 2900, 2500, 2600, 2000, 2000), 2):
            consume(harbour(version, small=price), harbour(version, small=price))
            told += [(each.old_price, each.price) for each in outbox.take()]
        assert told == [(2900, 2500), (2500, 2000)]

    @pytest.mark.parametrize("order", list(itertools.permutations((2, 3, 4))))
    def test_in_whatever_order_changes_come_the_last_price_decides(
        self, outbox: Outbox, order: tuple[int, ...]
    ) -> None:
        _confirm_alert(outbox, "cheaper")
        prices = {2: 2500, 3: 2900, 4: 2700}
        consume(*(harbour(version, small=prices[version]) for version in order))
        assert [each.price for each in outbox.take()] == [2700]

    def test_another_variants_price_tells_nobody(self, outbox: Outbox) -> None:
        _confirm_alert(outbox, "cheaper")
        consume(harbour(2, large=100))
        assert outbox.take() == []

    def test_what_is_withdrawn_is_not_cheaper(self, outbox: Outbox) -> None:
        _confirm_alert(outbox, "cheaper")
        consume(harbour(2, small=100), ProductWithdrawn(product_id=HARBOUR, version=3, skus=(SMALL, LARGE)))
        assert outbox.take() == []


class TestStopping:
    @pytest.mark.parametrize("kind", ["back", "cheaper"])
    def test_after_it_nothing_is_mailed_and_nothing_is_left_of_the_address(self, outbox: Outbox, kind: str) -> None:
        requested = _confirm_alert(outbox, kind)
        assert _link(STOP_ALERT, requested)["statusCode"] == 204
        assert _link(STOP_ALERT, requested)["statusCode"] == 204
        assert outbox.take() == [AlertStopped(key=requested.key)]
        consume(BACK, harbour(2, small=100))
        assert outbox.take() == []
        assert said(_link(GET_ALERT, requested))["state"] == "stopped"
        assert EMAIL not in str(client("dynamodb").scan(TableName="wish")["Items"])

    def test_a_mail_on_its_way_is_stopped_too(self, outbox: Outbox) -> None:
        requested = _confirm_alert(outbox)
        consume(BACK)
        outbox.take()
        _link(STOP_ALERT, requested)
        assert outbox.take() == [AlertStopped(key=requested.key)]

    def test_an_unconfirmed_one_is_stopped_for_good(self, outbox: Outbox) -> None:
        _request()
        (requested,) = outbox.take()
        _link(STOP_ALERT, requested)
        assert said(_link(CONFIRM_ALERT, requested))["state"] == "stopped"

    def test_a_change_in_between_does_not_keep_it_going(self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
        requested = _confirm_alert(outbox, "cheaper")
        change, late = alerts.alert_items.change, iter([True])

        def overtaken(alert: Any, *event: Any, **values: Any) -> bool:
            if next(late, False):
                change(alert, price=2000)
            return change(alert, *event, **values)

        monkeypatch.setattr(alerts.alert_items, "change", overtaken)
        assert _link(STOP_ALERT, requested)["statusCode"] == 204
        assert said(_link(GET_ALERT, requested))["state"] == "stopped"

    def test_a_shopper_stops_their_own_alone(self, outbox: Outbox) -> None:
        _set()
        _set(claims=GRACE, email="grace@example.org")
        path = {"kind": "back", "sku": SMALL}
        for _ in range(2):
            assert handler.handler(http(DELETE_ALERT, claims=ADA, path=path), None)["statusCode"] == 204
        assert (_list_kinds(), _list_kinds(GRACE)) == ([], ["back"])
        consume(BACK)
        assert [each.email for each in outbox.take() if isinstance(each, AlertTriggered)] == ["grace@example.org"]

    @pytest.mark.parametrize("kind", ["", "none", "BACK", "back/HARBOUR"])
    def test_an_unknown_kind_of_mail_stops_none(self, outbox: Outbox, kind: str) -> None:
        _set()
        event = http(DELETE_ALERTS, claims=ADA, path={"kind": "back"})
        event["pathParameters"] = {"kind": kind}
        assert handler.handler(event, None)["statusCode"] in (400, 404, 422)
        assert _list_kinds() == ["back"]

    def test_a_shopper_stops_their_own_of_one_kind_at_once(self, outbox: Outbox) -> None:
        for kind in ("back", "cheaper"):
            _set(kind)
            _set(kind, claims=GRACE, email="grace@example.org")
        outbox.take()
        for _ in range(2):
            reply = handler.handler(http(DELETE_ALERTS, claims=ADA, path={"kind": "back"}), None)
            assert reply["statusCode"] == 204
        assert (_list_kinds(), sorted(_list_kinds(GRACE))) == (["cheaper"], ["back", "cheaper"])
        assert [type(each) for each in outbox.take()] == [AlertStopped]

    def test_its_mails_link_to_the_account_if_there_is_one(self, outbox: Outbox) -> None:
        _set()
        _confirm_alert(outbox, email="nobody@example.org")
        consume(BACK)
        told = {each.email: each.has_account for each in outbox.take() if isinstance(each, AlertTriggered)}
        assert told == {EMAIL: True, "nobody@example.org": False}

    def test_one_that_is_due_as_it_is_set_stays_the_shoppers(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put = alert_items.put_for_shopper

        def overtaken(*arguments: Any) -> bool:
            stored = put(*arguments)
            consume(harbour(3, small=2000))
            return stored

        monkeypatch.setattr(alert_items, "put_for_shopper", overtaken)
        _set("cheaper")
        assert _list_kinds() == ["cheaper"]

    def test_a_closed_account_leaves_no_address_and_gets_no_mail(self, outbox: Outbox) -> None:
        _set()
        consume(AccountClosed(owner=f"shopper#{ADA['sub']}", at="2026-11-20T10:00:00.000Z"))
        assert [type(each) for each in outbox.take()] == [AlertStopped]
        consume(BACK)
        assert outbox.take() == []
        assert EMAIL not in str(client("dynamodb").scan(TableName="wish")["Items"])

    @pytest.mark.parametrize("kind", ["back", "cheaper"])
    def test_what_the_accounts_address_had_without_it_is_stopped_too(self, outbox: Outbox, kind: str) -> None:
        requested = _confirm_alert(outbox, kind)
        consume(AccountClosed(owner=f"shopper#{ADA['sub']}", at="2026-11-20T10:00:00.000Z", email=EMAIL.upper()))
        assert outbox.take() == [AlertStopped(key=requested.key)]
        assert EMAIL not in str(client("dynamodb").scan(TableName="wish")["Items"])

    def test_a_closed_account_whose_token_is_still_good_gets_none(self, outbox: Outbox) -> None:
        consume(AccountClosed(owner=f"shopper#{ADA['sub']}", at="2026-11-20T10:00:00.000Z"))
        assert _set()["statusCode"] == 401
        assert EMAIL not in str(client("dynamodb").scan(TableName="wish")["Items"])


def test_runs_that_overtake_each_other_tell_each_price_once_and_never_a_higher_one(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _confirm_alert(outbox, "cheaper")
    change, late = alert_items.change, iter([True])

    def overtaken(*arguments: Any, **values: Any) -> bool:
        if next(late, False):
            consume(harbour(3, small=2000))
            outbox.take()
        return change(*arguments, **values)

    monkeypatch.setattr(alert_items, "change", overtaken)
    consume(harbour(2, small=2500))
    assert outbox.take() == []
    items = [each for each in client("dynamodb").scan(TableName="wish")["Items"] if "secret" in each]
    assert [int(each["price"]["N"]) for each in items] == [2000]


def test_a_product_with_many_variants_is_looked_at_to_the_last_one(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "BATCH", 1)
    _confirm_alert(outbox, "cheaper")
    _confirm_alert(outbox, "cheaper", "grace@example.org")
    consume(harbour(2, small=1, large=1))
    assert sorted(each.email for each in outbox.take()) == [EMAIL, "grace@example.org"]


def test_a_message_that_cannot_be_read_fails_alone() -> None:
    reply = consumer.handler(sqs(shop.product_changed("DOTS"), "{}"), None)
    assert reply == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}


def test_a_smaller_number_in_another_currency_is_no_lower_price(outbox: Outbox) -> None:
    _confirm_alert(outbox, "cheaper")
    consume(harbour(2, currency="KWD", small=900))
    assert outbox.take() == []


def test_an_alert_is_mailed_in_the_language_it_was_asked_for_in_with_the_products_title(outbox: Outbox) -> None:
    consume(harbour(version=2, translations=(Translation(language="de", title="Hafen", options=(IN_GERMAN,)),)))
    body = {"kind": "back", "product_id": HARBOUR, "sku": SMALL, "email": EMAIL, "language": "de"}
    assert call(REQUEST_ALERT, body=body)["statusCode"] == 204
    (requested,) = outbox.take()
    assert (requested.language, requested.title, requested.values) == ("de", "Hafen", ("Klein",))
    _link(CONFIRM_ALERT, requested)
    consume(BACK)
    (event,) = [each for each in outbox.take() if isinstance(each, AlertTriggered)]
    assert (event.language, event.title, event.values) == ("de", "Hafen", ("Klein",))


def test_a_language_that_the_shop_does_not_write_is_refused(outbox: Outbox) -> None:
    body = {"kind": "back", "product_id": HARBOUR, "sku": SMALL, "email": EMAIL, "language": "tlh"}
    assert call(REQUEST_ALERT, body=body)["statusCode"] == 422
    assert outbox.take() == []


def test_an_alert_from_before_languages_is_mailed_in_english(outbox: Outbox) -> None:
    _confirm_alert(outbox)
    key = {"pk": {"S": f"ALERT#back#{SMALL}"}, "sk": {"S": alert_items.address_hash(EMAIL)}}
    client("dynamodb").update_item(
        TableName="wish", Key=key, UpdateExpression="REMOVE #l", ExpressionAttributeNames={"#l": "language"}
    )
    consume(BACK)
    (event,) = [each for each in outbox.take() if isinstance(each, AlertTriggered)]
    assert event.language == "en"
