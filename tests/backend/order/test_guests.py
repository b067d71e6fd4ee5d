"""Guests' orders: opened by their key alone, found by number and address, and taken along by one account."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import msgspec
import pytest
from botocore.exceptions import ClientError

from backend.contracts import guest_keys
from backend.contracts.order.guest_operations import (
    CANCEL_GUEST_ORDER,
    CLAIM_ORDER,
    FIND_GUEST_ORDER,
    GET_GUEST_ORDER,
    PAY_GUEST_ORDER,
    RETURN_GUEST_ORDER,
)
from backend.contracts.order.models import Move, OrdersQuery, number
from backend.contracts.order.operations import CANCEL_ORDER, GET_ORDER, LIST_ORDERS, MOVE_ORDER, PAY_ORDER
from backend.contracts.order.states import State
from backend.contracts.types import PageQuery
from backend.order import order_lists, repository, staff, state_machine, upgrade
from backend.order.handler import handler
from backend.shared import accounts, aws, clock, dynamodb
from tests.backend import shop
from tests.backend.events import http, said, sqs, token
from tests.backend.faults import answer_lost
from tests.backend.order.checkouts import ADA, TOKEN, checked_out, order_id
from tests.backend.order.order_api import CAPTURED, DECLINED, HELD, PAID
from tests.backend.order.order_api import consume as tell_service
from tests.backend.recorder import Calls, record_calls

pytestmark = pytest.mark.usefixtures("order_table")
KEY = guest_keys.order_key("0123456789abcdef" * 2, order_id(1))
GUEST = guest_keys.owner(KEY)
EMAIL, NUMBER = shop.ADDRESS.email, number(order_id(1))
PATH = {"order_key": KEY, "order_id": order_id(1)}
SUB = ADA.removeprefix("shopper#")
OPENED = [GET_GUEST_ORDER, PAY_GUEST_ORDER, CANCEL_GUEST_ORDER, RETURN_GUEST_ORDER]
BODIES: dict[str, Any] = {"pay_guest_order": {"token": TOKEN, "attempt": 2}, "return_guest_order": {}}
Answer = dict[str, Any]


@pytest.fixture
def placed_order(order_table: str) -> None:
    repository.place(checked_out(owner=GUEST, order_key=KEY))


@pytest.fixture
def account() -> Iterator[dict[str, str]]:
    """What Cognito says of the account that asks; it may be changed."""
    says = {"email": EMAIL, "email_verified": "true"}

    def get_user(AccessToken: str) -> dict[str, Any]:  # noqa: N803 - boto3's name
        assert AccessToken == "access-token"
        return {"UserAttributes": [{"Name": name, "Value": value} for name, value in says.items()]}

    cognito = mock.Mock(get_user=get_user)
    real = aws.client
    with mock.patch.object(accounts, "client", lambda name: cognito if name == "cognito-idp" else real(name)):
        yield says


def call(operation: Any, status: int, sub: str = "", **more: Any) -> Any:
    claims = {"claims": token(sub), "headers": {"authorization": "Bearer access-token"}} if sub else {}
    body = more.pop("body", BODIES.get(operation.name))
    reply = handler(http(operation, body=body, **claims, **more), None)
    assert reply["statusCode"] == status, reply
    return said(reply)


def claim(status: int = 200, sub: str = SUB, key: str = KEY) -> Any:
    return call(CLAIM_ORDER, status, sub, path={"order_id": order_id(1)}, body={"order_key": key})


def move_order(*events: Any) -> None:
    assert tell_service(sqs(*(msgspec.structs.replace(each, owner=GUEST) for each in events)), None) == {
        "batchItemFailures": []
    }


def deliver_order() -> None:
    move_order(HELD, PAID, CAPTURED)
    for state in (State.PACKED, State.SENT, State.DELIVERED):
        move = Move(owner=GUEST, state=state)
        repository.change(GUEST, order_id(1), lambda order, move=move: staff.apply_move(order, move, clock.now()))


@pytest.mark.usefixtures("placed_order")
class TestKey:
    def test_none_of_ten_thousand_guessed_or_altered_keys_opens_the_order(self) -> None:
        altered = [KEY[:at] + digit + KEY[at + 1 :] for at in range(32) for digit in "0123456789abcdef"]
        guessed = [secrets.token_hex(16) for _ in range(10_000)]
        tried = [key for key in (*altered, GUEST.removeprefix("guest#"), "0" * 32, *guessed) if key != KEY]
        assert len(tried) > 10_000
        assert GUEST not in map(guest_keys.owner, tried)
        # who is another owner reads another item: for the random ones a hundred reads show it
        opened = [key for key in tried[:-9_900] if repository.load_for_owner(guest_keys.owner(key), order_id(1))]
        assert opened == []

    @pytest.mark.parametrize("operation", OPENED, ids=lambda each: each.name)
    def test_another_guests_order_is_not_there(self, operation: Any) -> None:
        other = guest_keys.order_key("f" * 32, order_id(2))
        repository.place(checked_out(2, owner=guest_keys.owner(other), order_key=other))
        call(operation, 404, path={"order_key": other, "order_id": order_id(1)})
        assert repository.get(GUEST, order_id(1)).state is State.PLACED

    @pytest.mark.parametrize("operation", OPENED, ids=lambda each: each.name)
    def test_the_owner_that_events_and_staff_know_opens_nothing(self, operation: Any) -> None:
        call(operation, 404, path={"order_key": GUEST.removeprefix("guest#"), "order_id": order_id(1)})

    @pytest.mark.parametrize("bad", ["", "x", KEY.upper(), KEY + "\n", KEY[:-1], f"../{KEY}"])
    def test_what_cannot_be_a_key_is_not_found_without_a_call(self, bad: str, calls: Calls) -> None:
        call(GET_GUEST_ORDER, 404, path={"order_key": bad, "order_id": order_id(1)})
        assert calls.made == []

    def test_a_shoppers_order_opens_by_no_key(self) -> None:
        repository.place(checked_out(2, owner=ADA))
        for key in (SUB, KEY, "5e5b1c9a7a8e4a3e9df40f6a3f1f0d11"):
            call(GET_GUEST_ORDER, 404, path={"order_key": key, "order_id": order_id(2)})

    def test_a_wrong_key_and_a_missing_order_get_the_same_answer(self) -> None:
        wrong = call(GET_GUEST_ORDER, 404, path=PATH | {"order_key": "0" * 32})
        none = call(GET_GUEST_ORDER, 404, path=PATH | {"order_id": order_id(7)})
        assert wrong == none

    def test_no_view_shows_the_key(self) -> None:
        shown = [call(GET_GUEST_ORDER, 200, path=PATH), msgspec.to_builtins(order_lists.find(order_id(1)))]
        assert KEY not in str(shown)

    def test_the_log_names_the_order_and_never_the_key(self, written_log: Callable[[], str]) -> None:
        for operation, status in (
            (PAY_GUEST_ORDER, 409),
            (RETURN_GUEST_ORDER, 409),
            (CANCEL_GUEST_ORDER, 202),
        ):
            call(operation, status, path=PATH)
        call(FIND_GUEST_ORDER, 200, body={"number": NUMBER, "email": EMAIL})
        assert order_id(1) in written_log()
        assert KEY not in written_log()
        assert EMAIL not in written_log()

    def test_its_guest_reads_pays_again_and_cancels_as_a_shopper_would(self) -> None:
        move_order(HELD, DECLINED)
        assert call(GET_GUEST_ORDER, 200, path=PATH)["state"] == "declined"
        for _ in range(2):  # a double click
            assert call(PAY_GUEST_ORDER, 202, path=PATH)["attempt"] == 2
        for _ in range(2):
            assert call(CANCEL_GUEST_ORDER, 202, path=PATH)["state"] == "cancelled"

    def test_its_guest_sends_pieces_back_once(self) -> None:
        deliver_order()
        for _ in range(2):
            body = {"number": 1, "reason": "Too blue"}
            back = call(RETURN_GUEST_ORDER, 202, path=PATH, body=body)
            assert (back["state"], len(back["returns"])) == ("return-requested", 1)

    def test_a_lost_answer_is_settled_by_asking_again(self) -> None:
        move_order(HELD, DECLINED)
        with answer_lost("PutItem"):
            handler(http(PAY_GUEST_ORDER, path=PATH, body=BODIES["pay_guest_order"]), None)
        assert call(PAY_GUEST_ORDER, 202, path=PATH)["attempt"] == 2


@pytest.mark.usefixtures("placed_order")
class TestSearch:
    @pytest.mark.parametrize(
        ("order_number", "email"),
        [
            (NUMBER, "bob@example.com"),
            ("0000-0000", EMAIL),
            (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), EMAIL),
            (NUMBER, "ada@example.co"),
        ],
    )
    def test_a_wrong_number_or_address_finds_nothing(self, order_number: str, email: str) -> None:
        call(FIND_GUEST_ORDER, 404, body={"number": order_number, "email": email})

    def test_a_shoppers_order_is_found_by_nobody(self) -> None:
        repository.place(checked_out(2, owner=ADA))
        call(FIND_GUEST_ORDER, 404, body={"number": number(order_id(2)), "email": EMAIL})

    def test_an_order_of_another_address_and_none_at_all_cost_the_same_and_say_the_same(self) -> None:
        seen = []
        for body in ({"number": NUMBER, "email": "bob@example.com"}, {"number": "0000-0000", "email": EMAIL}):
            with record_calls() as calls:
                seen.append((call(FIND_GUEST_ORDER, 404, body=body), calls.made, calls.units))
        assert seen[0] == seen[1]
        assert seen[0][1] == [("dynamodb", "Query")]

    @pytest.mark.parametrize("body", [{}, {"number": NUMBER}, {"number": "3f9a-72c1", "email": EMAIL},
                                      {"number": NUMBER, "email": "x"}, {"number": NUMBER, "email": EMAIL, "x": 1}])  # fmt: skip
    def test_a_body_that_cannot_be_read_is_refused_without_a_call(self, body: Any, calls: Calls) -> None:
        assert call(FIND_GUEST_ORDER, 422, body=body)["type"] == "invalid"
        assert calls.made == []

    @pytest.mark.parametrize("email", [EMAIL, EMAIL.upper(), EMAIL.title()])
    def test_both_together_find_the_order_and_its_key(self, email: str) -> None:
        found = call(FIND_GUEST_ORDER, 200, body={"number": NUMBER, "email": email})
        assert found == {"order_id": order_id(1), "order_key": KEY}

    def test_it_is_still_found_after_it_has_changed(self) -> None:
        move_order(HELD, DECLINED)
        call(FIND_GUEST_ORDER, 200, body={"number": NUMBER, "email": EMAIL})


@pytest.mark.usefixtures("placed_order", "account")
class TestClaim:
    @pytest.mark.parametrize(
        "other",
        [
            {"email": "bob@example.com"},
            {"email_verified": "false"},
            {"email": ""},
            {"email": "ada@example.co"},
            {"email_verified": ""},
        ],
    )
    def test_an_account_with_another_or_unconfirmed_address_gets_nothing(
        self, account: dict[str, str], other: dict[str, str]
    ) -> None:
        account.update(other)
        assert claim(403)["type"] == "other-address"
        call(GET_ORDER, 404, SUB, path={"order_id": order_id(1)})
        call(GET_GUEST_ORDER, 200, path=PATH)

    def test_a_revoked_token_claims_nothing(self) -> None:
        refusal = ClientError({"Error": {"Code": "NotAuthorizedException"}}, "GetUser")
        with mock.patch.object(accounts, "client") as made:
            made.return_value.get_user.side_effect = refusal
            claim(401)

    @pytest.mark.parametrize("key", ["0" * 32, GUEST.removeprefix("guest#")])
    def test_another_key_claims_nothing(self, key: str) -> None:
        claim(404, key=key)

    def test_a_claimed_order_is_in_the_account(self) -> None:
        assert claim()["id"] == order_id(1)
        assert call(GET_ORDER, 200, SUB, path={"order_id": order_id(1)})["state"] == "placed"
        assert [each["id"] for each in call(LIST_ORDERS, 200, SUB)["items"]] == [order_id(1)]

    @pytest.mark.parametrize("operation", OPENED, ids=lambda each: each.name)
    def test_its_key_opens_it_no_more(self, operation: Any) -> None:
        claim()
        call(operation, 404, path=PATH)
        call(FIND_GUEST_ORDER, 404, body={"number": NUMBER, "email": EMAIL})

    def test_it_is_claimed_once_and_a_second_account_finds_it_gone(self) -> None:
        claim()
        version = repository.require(repository.load(GUEST, order_id(1)))[0].version
        claim()
        assert repository.require(repository.load(GUEST, order_id(1)))[0].version == version
        claim(404, sub="another")
        assert call(LIST_ORDERS, 200, "another")["items"] == []

    def test_a_lost_answer_is_settled_by_claiming_again(self) -> None:
        with answer_lost("TransactWriteItems"):
            handler(
                http(
                    CLAIM_ORDER,
                    claims=token(SUB),
                    headers={"authorization": "Bearer access-token"},
                    path={"order_id": order_id(1)},
                    body={"order_key": KEY},
                ),
                None,
            )
        assert claim()["id"] == order_id(1)
        assert len(call(LIST_ORDERS, 200, SUB)["items"]) == 1

    def test_an_order_that_changes_meanwhile_is_claimed_all_the_same(self) -> None:
        real, first = dynamodb.transact_if, []

        def race(items: list[Any]) -> bool:
            if not first:
                first.append(True)
                move_order(HELD)
            return real(items)

        with mock.patch.object(dynamodb, "transact_if", race):
            claim()
        assert call(GET_ORDER, 200, SUB, path={"order_id": order_id(1)})["state"] == "held"

    def test_events_that_are_under_way_still_reach_it(self) -> None:
        move_order(HELD)
        claim()
        move_order(PAID, CAPTURED)
        assert call(GET_ORDER, 200, SUB, path={"order_id": order_id(1)})["state"] == "confirmed"

    def test_its_shopper_pays_again_and_cancels(self) -> None:
        move_order(HELD, DECLINED)
        claim()
        body = {"token": TOKEN, "attempt": 2}
        assert call(PAY_ORDER, 202, SUB, path={"order_id": order_id(1)}, body=body)["attempt"] == 2
        assert call(CANCEL_ORDER, 202, SUB, path={"order_id": order_id(1)})["state"] == "cancelled"
        call(CANCEL_ORDER, 404, "another", path={"order_id": order_id(1)})

    def test_staff_move_it_by_the_owner_that_they_are_shown(self) -> None:
        move_order(HELD, PAID, CAPTURED)
        claim()
        owner = order_lists.find(order_id(1)).owner
        staff_claims = {"claims": token("grace", groups="[staff]")}
        body = {"owner": owner, "state": "packed"}
        reply = handler(http(MOVE_ORDER, path={"order_id": order_id(1)}, body=body, **staff_claims), None)
        assert reply["statusCode"] == 200

    def test_links_are_in_no_list_of_staff_and_are_never_upgraded(self) -> None:
        claim()
        page = order_lists.list_all(PageQuery())
        assert ([each.id for each in page.items], page.unreadable) == ([order_id(1)], ())
        assert upgrade.upgrade(PageQuery()).upgraded == 0

    def test_a_page_of_a_history_has_own_and_claimed_orders_in_order(self) -> None:
        for each in (0, 2, 3):
            repository.place(checked_out(each, owner=ADA))
        claim()
        first = repository.list_newest(ADA, OrdersQuery(limit=2))
        second = repository.list_newest(ADA, OrdersQuery(limit=2, cursor=first.next))
        assert [each.id for each in first.items + second.items] == [order_id(each) for each in (3, 2, 1, 0)]


def test_a_shoppers_order_writes_nothing_more_than_before() -> None:
    repository.place(checked_out(owner=ADA))
    found = aws.client("dynamodb").get_item(TableName="order", Key={"pk": {"S": ADA}, "sk": {"S": order_id(1)}})["Item"]
    assert {"contact", "shopper", "order_key"}.isdisjoint(found)
    assert state_machine.OrderState.__struct_config__.omit_defaults
