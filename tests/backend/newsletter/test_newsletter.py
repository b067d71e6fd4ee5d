"""The newsletter: nobody is subscribed who did not confirm, nothing tells who is, and who stops it is forgotten."""

import time
from collections.abc import Callable
from typing import Any, cast
from unittest import mock

import pytest
from msgspec.structs import replace

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.events import SubscriptionConfirmed, SubscriptionRequested, SubscriptionStopped
from backend.contracts.newsletter.models import REQUESTS_PER_ADDRESS, SubscriptionState
from backend.contracts.newsletter.operations import (
    CONFIRM_SUBSCRIPTION,
    COUNT_SUBSCRIBERS,
    DELETE_OWN_SUBSCRIPTION,
    GET_OWN_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    LIST_SUBSCRIBERS,
    REQUEST_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
)
from backend.contracts.notification.events import AccountEmailChanged, AddressRejectedMail
from backend.contracts.notification.models import FeedbackKind
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.newsletter import consumer, handler, personal_data, repository
from backend.newsletter.domain import StoredSubscription
from backend.shared import accounts, clock, compression, dynamodb
from backend.shared.aws import client
from tests.backend.events import http, said, sqs, token

EMAIL = "ada@example.org"
LATER = "9999-11-20T10:00:00.000Z"
CLOSED = AccountClosed(owner="shopper#ada", at=LATER, email=EMAIL)
HOUR, DAY = 3600, 86_400
_EVENTS = cast("type[Any]", SubscriptionRequested | SubscriptionConfirmed | SubscriptionStopped)


class Outbox:
    """What the service's table publishes: every new event in an item."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, bytes]] = set()

    def take(self) -> list[Any]:
        """Return what was published since the last time, in no order."""
        items = [each for each in client("dynamodb").scan(TableName="newsletter")["Items"] if "event" in each]
        events = {(each["sk"]["S"], bytes(each["event"]["B"])) for each in items} - self._seen
        self._seen |= events
        return [compression.decode(event, _EVENTS) for _, event in sorted(events)]


@pytest.fixture(autouse=True)
def outbox(service_table: Callable[[str], str]) -> Outbox:
    service_table("newsletter")
    return Outbox()


def _request(email: str = EMAIL, **more: Any) -> dict[str, Any]:
    return handler.handler(http(REQUEST_SUBSCRIPTION, body={"email": email, **more}), None)


def _link(operation: Any, key: str) -> dict[str, Any]:
    return handler.handler(http(operation, path={"subscription_key": key}), None)


def _subscribe(outbox: Outbox, email: str = EMAIL) -> str:
    """Subscribe an address, and return the subscription's key."""
    assert _request(email)["statusCode"] == 204
    (asked,) = outbox.take()
    assert said(_link(CONFIRM_SUBSCRIPTION, asked.key)) == {"state": "active"}
    outbox.take()
    return str(asked.key)


def _own(operation: Any, email: str = EMAIL, **more: Any) -> dict[str, Any]:
    body = more if operation is SET_OWN_SUBSCRIPTION else None
    with mock.patch.object(accounts, "read_account", return_value=accounts.Account(email, "Ada")):
        return handler.handler(http(operation, claims=token("ada"), body=body), None)


def _export() -> list[Any]:
    """Return what a data export tells of the address."""
    asked = DataRequested(owner="shopper#ada", at=CLOSED.at, export_id="e" * 28, number=1, order_ids=(), email=EMAIL)
    with mock.patch.object(personal_data, "put_part") as put_part:
        personal_data.give(asked)
    return list(put_part.call_args.args[1])


def _read_stored(email: str = EMAIL) -> StoredSubscription | None:
    return repository.read(address_hash(email))


class TestAsking:
    @pytest.mark.parametrize(
        "email",
        [
            "",
            "ada",
            "ada@",
            "ada@exämple.org",
            "ａｄａ@example.org",
            "a da@example.org",
            "ada@example.org\n",
            "x" * 300,
        ],
    )
    def test_what_is_no_address_is_refused_and_nothing_is_stored(self, outbox: Outbox, email: str) -> None:
        assert _request(email)["statusCode"] in (400, 422)
        assert client("dynamodb").scan(TableName="newsletter")["Items"] == []

    @pytest.mark.parametrize(
        "wrong", [{"language": "xx"}, {"consent_version": 0}, {"state": "active"}, {"by_account": True}]
    )
    def test_what_no_page_sends_is_refused(self, outbox: Outbox, wrong: dict[str, Any]) -> None:
        assert _request(**wrong)["statusCode"] in (400, 422)
        assert outbox.take() == []

    def test_an_address_is_asked_in_the_pages_language_and_not_subscribed(self, outbox: Outbox) -> None:
        assert _request(language="de")["statusCode"] == 204
        (asked,) = outbox.take()
        assert isinstance(asked, SubscriptionRequested)
        assert (asked.email, asked.language) == (EMAIL, "de")
        assert said(_link(GET_SUBSCRIPTION, asked.key)) == {"state": "unconfirmed"}
        assert said(_own(GET_OWN_SUBSCRIPTION)) == {"email": EMAIL, "active": False}

    def test_an_address_that_has_it_gets_the_same_answer_and_no_mail(self, outbox: Outbox) -> None:
        new = _request("grace@example.org")
        outbox.take()
        _subscribe(outbox)
        assert _request() == new
        assert _request(EMAIL.upper()) == new
        assert outbox.take() == []
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]

    def test_asking_twice_within_the_hour_sends_one_mail_and_its_link_works(self, outbox: Outbox) -> None:
        _request()
        (asked,) = outbox.take()
        assert _request()["statusCode"] == 204
        assert outbox.take() == []
        assert _link(CONFIRM_SUBSCRIPTION, asked.key)["statusCode"] == 200

    def test_after_an_hour_the_address_is_asked_again_and_the_new_link_works(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _request()
        (first,) = outbox.take()
        now = time.time()
        monkeypatch.setattr(clock, "epoch", lambda: int(now + HOUR + 5))
        _request()
        (second,) = outbox.take()
        assert _link(CONFIRM_SUBSCRIPTION, first.key)["statusCode"] == 404
        assert _link(CONFIRM_SUBSCRIPTION, second.key)["statusCode"] == 200

    def test_one_address_is_asked_so_often_in_an_hour_though_it_is_stopped_each_time(self, outbox: Outbox) -> None:
        mails = 0
        for _ in range(REQUESTS_PER_ADDRESS + 2):
            assert _request()["statusCode"] == 204
            for asked in outbox.take():
                mails += 1
                _link(STOP_SUBSCRIPTION, asked.key)
            outbox.take()
        assert mails == REQUESTS_PER_ADDRESS

    def test_a_request_that_nobody_confirms_ends_after_a_week(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _request()
        (asked,) = outbox.take()
        now = time.time()
        monkeypatch.setattr(clock, "epoch", lambda: int(now + 7 * DAY + 5))
        assert _link(CONFIRM_SUBSCRIPTION, asked.key)["statusCode"] == 404
        assert outbox.take() == []


class TestConfirming:
    @pytest.mark.parametrize("key", ["0" * 64, "0" * 63, "Z" * 64, "../" * 10])
    def test_a_key_that_opens_nothing_is_not_found(self, key: str) -> None:
        assert _link(CONFIRM_SUBSCRIPTION, key)["statusCode"] in (400, 404, 422)

    def test_the_hash_of_an_address_alone_opens_nothing(self, outbox: Outbox) -> None:
        _request()
        for operation in (GET_SUBSCRIPTION, CONFIRM_SUBSCRIPTION, STOP_SUBSCRIPTION):
            assert _link(operation, address_hash(EMAIL) + "0" * 32)["statusCode"] == 404

    def test_it_is_mailed_once_however_often_it_is_confirmed(self, outbox: Outbox) -> None:
        _request()
        (asked,) = outbox.take()
        for _ in range(2):
            assert said(_link(CONFIRM_SUBSCRIPTION, asked.key)) == {"state": "active"}
        assert outbox.take() == [SubscriptionConfirmed(key=asked.key, email=EMAIL)]

    def test_the_proof_of_consent_is_stored_with_its_wording_and_times(self, outbox: Outbox) -> None:
        _request(language="fr", consent_version=3)
        (asked,) = outbox.take()
        _link(CONFIRM_SUBSCRIPTION, asked.key)
        stored = _read_stored()
        assert stored
        assert (stored.consent, stored.language, stored.by_account, stored.expires) == (3, "fr", False, None)
        assert stored.asked_at <= stored.confirmed_at <= clock.now()

    def test_what_was_stopped_is_not_confirmed_by_its_old_link(self, outbox: Outbox) -> None:
        key = _subscribe(outbox)
        _link(STOP_SUBSCRIPTION, key)
        assert said(_link(CONFIRM_SUBSCRIPTION, key)) == {"state": "stopped"}
        assert not said(_own(GET_OWN_SUBSCRIPTION))["active"]


class TestStopping:
    def test_nothing_is_left_of_the_address_and_the_notification_service_learns_of_it(self, outbox: Outbox) -> None:
        key = _subscribe(outbox)
        for _ in range(2):
            assert _link(STOP_SUBSCRIPTION, key)["statusCode"] == 204
        assert outbox.take() == [SubscriptionStopped(key=key)]
        assert EMAIL not in str(client("dynamodb").scan(TableName="newsletter")["Items"])
        assert said(_link(GET_SUBSCRIPTION, key)) == {"state": "stopped"}

    def test_the_proof_that_it_was_wanted_is_kept_for_three_years(self, outbox: Outbox) -> None:
        _link(STOP_SUBSCRIPTION, _subscribe(outbox))
        stored = _read_stored()
        assert stored
        assert stored.confirmed_at
        assert round(((stored.expires or 0) - time.time()) / DAY) == 3 * 365 + 1

    def test_another_request_does_not_erase_the_proof_of_consent(self, outbox: Outbox) -> None:
        key = _subscribe(outbox)
        stored = _read_stored()
        _link(STOP_SUBSCRIPTION, key)
        _request()
        (proof,) = repository.list_proofs(address_hash(EMAIL))
        assert stored
        assert (proof.key, proof.proof, proof.email) == (key, stored.proof, "")
        assert round(((proof.expires or 0) - time.time()) / DAY) == 3 * 365 + 1

    def test_a_data_export_tells_of_each_proof_once(self, outbox: Outbox) -> None:
        _link(STOP_SUBSCRIPTION, _subscribe(outbox))
        assert [(each.state, each.email) for each in _export()] == [("stopped", "")]
        _request()
        assert [(each.state, each.email) for each in _export()] == [("unconfirmed", EMAIL), ("stopped", "")]

    def test_what_was_never_confirmed_leaves_no_proof(self, outbox: Outbox) -> None:
        _request()
        (asked,) = outbox.take()
        _link(STOP_SUBSCRIPTION, asked.key)
        assert repository.list_proofs(address_hash(EMAIL)) == []

    @pytest.mark.parametrize(
        ("first", "then"), [(CONFIRM_SUBSCRIPTION, STOP_SUBSCRIPTION), (STOP_SUBSCRIPTION, CONFIRM_SUBSCRIPTION)]
    )
    def test_of_a_yes_and_a_no_at_once_the_no_counts(self, outbox: Outbox, first: Any, then: Any) -> None:
        _request()
        (asked,) = outbox.take()
        change, overtaken = repository.change, iter([True])

        def change_late(*arguments: Any, **values: Any) -> bool:
            if next(overtaken, False):
                _link(then, asked.key)
            return change(*arguments, **values)

        with mock.patch.object(repository, "change", change_late):
            _link(first, asked.key)
        assert said(_link(GET_SUBSCRIPTION, asked.key)) == {"state": "stopped"}

    def test_subscribing_again_asks_for_confirmation_again(self, outbox: Outbox) -> None:
        old = _subscribe(outbox)
        _link(STOP_SUBSCRIPTION, old)
        outbox.take()
        assert _subscribe(outbox) != old


class TestAccounts:
    def test_without_a_confirmed_address_there_is_nothing_to_subscribe(self) -> None:
        assert said(_own(GET_OWN_SUBSCRIPTION, "")) == {"email": "", "active": False}
        assert _own(SET_OWN_SUBSCRIPTION, "")["statusCode"] == 409
        assert _own(DELETE_OWN_SUBSCRIPTION, "")["statusCode"] == 204

    @pytest.mark.parametrize("email", ["ädä@example.org", "ada@exämple.org"])
    def test_an_address_that_no_mail_reaches_is_not_subscribed(self, outbox: Outbox, email: str) -> None:
        assert _own(SET_OWN_SUBSCRIPTION, email)["statusCode"] == 409
        assert outbox.take() == []

    def test_its_confirmed_address_needs_no_confirmation_mail(self, outbox: Outbox) -> None:
        assert said(_own(SET_OWN_SUBSCRIPTION, language="de")) == {"email": EMAIL, "active": True}
        (event,) = outbox.take()
        assert event == SubscriptionConfirmed(key=event.key, email=EMAIL, language="de", has_account=True)
        stored = _read_stored()
        assert stored
        assert (stored.by_account, stored.confirmed_at) == (True, stored.asked_at)

    def test_again_changes_nothing_and_the_links_of_its_mails_go_on_working(self, outbox: Outbox) -> None:
        key = _subscribe(outbox)
        assert said(_own(SET_OWN_SUBSCRIPTION))["active"]
        assert outbox.take() == []
        assert _link(STOP_SUBSCRIPTION, key)["statusCode"] == 204

    def test_it_stops_what_the_address_got_without_it(self, outbox: Outbox) -> None:
        key = _subscribe(outbox)
        for _ in range(2):
            assert _own(DELETE_OWN_SUBSCRIPTION)["statusCode"] == 204
        assert outbox.take() == [SubscriptionStopped(key=key)]

    def test_a_closed_account_is_forgotten_and_its_token_subscribes_nobody(self, outbox: Outbox) -> None:
        _subscribe(outbox)
        assert consumer.handler(sqs(CLOSED), None) == {"batchItemFailures": []}
        assert EMAIL not in str(client("dynamodb").scan(TableName="newsletter")["Items"])
        assert _own(SET_OWN_SUBSCRIPTION)["statusCode"] == 401
        assert EMAIL not in str(client("dynamodb").scan(TableName="newsletter")["Items"])

    def test_a_closing_that_is_delivered_again_leaves_what_was_wanted_since(self, outbox: Outbox) -> None:
        closed_before = replace(CLOSED, at="2026-10-01T10:00:00.000Z")
        _subscribe(outbox)
        assert consumer.handler(sqs(closed_before), None) == {"batchItemFailures": []}
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]

    def test_what_a_closed_accounts_token_subscribed_after_the_closing_is_stopped(self, outbox: Outbox) -> None:
        _own(SET_OWN_SUBSCRIPTION)
        consumer.handler(sqs(replace(CLOSED, at="2026-10-01T10:00:00.000Z")), None)
        assert not said(_own(GET_OWN_SUBSCRIPTION))["active"]
        assert "shopper#ada" not in str(client("dynamodb").query(**_of_subscription())["Items"])

    def test_a_closed_account_without_an_address_stops_nobody(self, outbox: Outbox) -> None:
        _subscribe(outbox)
        consumer.handler(sqs(AccountClosed(owner="shopper#ada", at=CLOSED.at)), None)
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]


def _of_subscription() -> Any:
    return {
        "TableName": "newsletter",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": repository._key(address_hash(EMAIL))["pk"]},
    }


def _hear(*events: Any) -> None:
    for event in events:
        assert consumer.handler(sqs(event), None) == {"batchItemFailures": []}


MOVED = AccountEmailChanged(owner="shopper#ada", at=LATER, email=EMAIL)
BOUNCED = AddressRejectedMail(address=address_hash(EMAIL), kind=FeedbackKind.UNDELIVERED, at=LATER)
SPAM = replace(BOUNCED, kind=FeedbackKind.SPAM)


class TestAddresses:
    """Consent is bound to an address: one that is left, or rejects mails, gets nothing more, and nothing moves."""

    @pytest.mark.parametrize("event", [MOVED, BOUNCED, SPAM])
    def test_an_address_that_unsubscribes_or_rejects_mails_is_stopped_and_the_notification_service_learns_of_it(
        self, outbox: Outbox, event: Any
    ) -> None:
        key = _subscribe(outbox)
        _hear(event, event)
        assert outbox.take() == [SubscriptionStopped(key=key)]
        assert not said(_own(GET_OWN_SUBSCRIPTION))["active"]
        assert not said(_own(GET_OWN_SUBSCRIPTION, "new@example.org"))["active"]
        assert EMAIL not in str(client("dynamodb").scan(TableName="newsletter")["Items"])

    @pytest.mark.parametrize("event", [BOUNCED, SPAM])
    def test_one_that_rejects_the_question_is_forgotten(self, outbox: Outbox, event: Any) -> None:
        _request()
        _hear(event)
        assert EMAIL not in str(client("dynamodb").scan(TableName="newsletter")["Items"])

    @pytest.mark.parametrize("event", [MOVED, BOUNCED, SPAM])
    def test_old_news_leaves_what_was_confirmed_since(self, outbox: Outbox, event: Any) -> None:
        _subscribe(outbox)
        _hear(replace(event, at="2026-10-01T10:00:00.000Z"))
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]

    def test_a_confirmation_that_comes_between_counts_as_newer(
        self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _request()
        (asked,) = outbox.take()
        change, between = repository.change, iter([True])

        def change_late(*arguments: Any, **values: Any) -> bool:
            if next(between, False):
                _link(CONFIRM_SUBSCRIPTION, asked.key)
            return change(*arguments, **values)

        asked_at = repository.read(address_hash(EMAIL)).asked_at  # type: ignore[union-attr]
        monkeypatch.setattr(clock, "now", lambda: LATER)
        with mock.patch.object(repository, "change", change_late):
            _hear(replace(BOUNCED, at=asked_at))
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]

    def test_of_other_addresses_nothing_changes(self, outbox: Outbox) -> None:
        _subscribe(outbox)
        _hear(replace(MOVED, email="bob@example.org"), replace(BOUNCED, address="0" * 32))
        assert said(_own(GET_OWN_SUBSCRIPTION))["active"]

    def test_an_account_whose_domain_is_written_with_letters_beyond_ascii_has_it(self, outbox: Outbox) -> None:
        _subscribe(outbox, "ada@xn--exmple-cua.org")
        assert said(_own(GET_OWN_SUBSCRIPTION, "Ada@EXÄMPLE.org"))["active"]
        assert _own(DELETE_OWN_SUBSCRIPTION, "ada@exämple.org")["statusCode"] == 204
        assert not said(_own(GET_OWN_SUBSCRIPTION, "ada@xn--exmple-cua.org"))["active"]


def _staff(operation: Any, **query: str) -> Any:
    return said(handler.handler(http(operation, claims=token("grace", "catalogue"), query=query), None))


class TestLists:
    def test_unconfirmed_and_stopped_subscribers_are_not_listed(self, outbox: Outbox) -> None:
        key = _subscribe(outbox, "grace@example.org")
        _link(STOP_SUBSCRIPTION, _subscribe(outbox, "bob@example.org"))
        _request("carol@example.org")
        (listed,) = _staff(LIST_SUBSCRIBERS)["items"]
        assert (listed["email"], listed["language"], listed["key"]) == ("grace@example.org", "en", key)
        assert listed["confirmed_at"] <= clock.now()

    def test_pages_lead_to_each_of_them_once(self, outbox: Outbox) -> None:
        emails = [f"reader-{number}@example.org" for number in range(7)]
        for email in emails:
            _subscribe(outbox, email)
        found, page = [], _staff(LIST_SUBSCRIBERS, limit="2")
        while True:
            found += [each["email"] for each in page["items"]]
            if "next" not in page:
                break
            page = _staff(LIST_SUBSCRIBERS, limit="2", cursor=page["next"])
        assert sorted(found) == emails

    @pytest.mark.parametrize("query", [{"cursor": "x"}, {"cursor": "x" * 700}, {"limit": "0"}, {"limit": "1001"}])
    def test_a_bad_page_is_refused(self, query: dict[str, str]) -> None:
        event = http(LIST_SUBSCRIBERS, claims=token("grace", "staff"), query=query)
        assert handler.handler(event, None)["statusCode"] in (400, 422)

    def test_they_are_counted_by_language_and_state(self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
        _subscribe(outbox, "grace@example.org")
        _link(STOP_SUBSCRIPTION, _subscribe(outbox, "bob@example.org"))
        for email in ("carol@example.org", "dora@example.org"):
            _request(email, language="de")
        counts = {(each["language"], each["state"]): each["count"] for each in _staff(COUNT_SUBSCRIBERS)["items"]}
        assert counts == {("en", "active"): 1, ("en", "stopped"): 1, ("de", "unconfirmed"): 2}
        now = time.time()
        monkeypatch.setattr(clock, "epoch", lambda: int(now + 7 * DAY + 5))
        assert [each["state"] for each in _staff(COUNT_SUBSCRIBERS)["items"]] == ["active", "stopped"]

    def test_too_many_to_read_at_once_are_estimated(self, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(160):
            new = repository.new_subscription(f"reader-{number}@example.org", "en", 1, SubscriptionState.ACTIVE)
            item = repository._key(new.address) | dynamodb.to_item(repository._values(new))
            dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)
        assert _staff(COUNT_SUBSCRIBERS) == {"items": [{"language": "en", "state": "active", "count": 160}]}
        monkeypatch.setattr(repository, "COUNTED", 10)
        counted = _staff(COUNT_SUBSCRIBERS)
        assert counted["estimated"]
        assert 120 < counted["items"][0]["count"] < 220
