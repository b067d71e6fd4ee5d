"""The audit log: newest first by every key, once however often an entry arrives, and without people who were erased."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.desk.audit import customer_id
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.desk.operations import ADD_CUSTOMER_NOTE, LIST_STAFF_CHANGES
from backend.contracts.event import Event
from backend.contracts.operation import Thing
from backend.contracts.order.events import AccountClosed, OrderErased
from backend.desk import consumer, repository
from backend.desk.handler import handler
from backend.shared import members, staff_changes
from tests.backend.desk.examples import staff_change
from tests.backend.events import http, said, sqs, token
from tests.backend.order.checkouts import ADA, checked_out, order_id

STAFF = token("grace", groups="[read-only]")
ERASED = OrderErased(order_id=order_id(1), owner=ADA, at="2026-12-24T00:00:00.000Z")
EMAIL = checked_out().address.email


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("desk")
    monkeypatch.setattr(
        members, "email", lambda sub: "" if sub == "gone-sub" else f"{sub.removesuffix('-sub')}@shop.test"
    )


def take_in(*events: Event) -> None:
    for event in events:
        assert consumer.handler(sqs(event), None) == {"batchItemFailures": []}


def log(**query: Any) -> Any:
    return said(handler(http(LIST_STAFF_CHANGES, claims=STAFF, query=query), None))


def ids(**query: Any) -> list[int]:
    """The numbers of the entries of a page."""
    return [int(each["id"], 16) for each in log(**query)["items"]]


def test_at_first_the_log_is_empty() -> None:
    assert log() == {"items": [], "next": None}


def test_an_entry_says_who_did_what_when_and_why() -> None:
    take_in(staff_change())
    assert log()["items"] == [{
        "id": f"{1:032x}", "at": "2026-11-03T10:00:01.000Z", "who": "grace-sub", "email": "grace@shop.test",
        "operation": "move_order", "thing": "order", "thing_id": order_id(1), "reason": "Rang about Ada",
        "differences": [{"what": "state", "before": "confirmed", "after": "packed"}],
    }]  # fmt: skip


def test_a_duplicate_entry_is_listed_once() -> None:
    take_in(staff_change(), staff_change(2), staff_change(), staff_change(2))
    assert ids() == ids(thing="order") == ids(who="grace@shop.test") == [2, 1]


def test_the_log_is_searched_by_person_kind_thing_and_time() -> None:
    take_in(
        staff_change(1),
        staff_change(2, who="bo-sub"),
        staff_change(3, thing=Thing.STOCK, thing_id="DOTS"),
        staff_change(4, who="bo-sub", thing=Thing.STOCK, thing_id="DOTS"),
        staff_change(5, who="gone-sub", thing=Thing.MENU, thing_id=""),
    )
    assert ids() == [5, 4, 3, 2, 1]
    assert ids(who="BO@shop.test") == [4, 2]
    assert ids(who="gone-sub") == [5]
    assert ids(thing="stock") == [4, 3]
    assert ids(thing="stock", who="grace@shop.test") == [3]
    assert ids(thing="order", thing_id=order_id(1)) == [2, 1]
    assert ids(thing="order", thing_id=order_id(1), who="bo@shop.test") == [2]
    assert ids(since="2026-11-03T10:00:02.000Z", until="2026-11-03T10:00:04.000Z") == [3, 2]
    for none in ({"thing": "product"}, {"thing": "stock", "thing_id": "DOT"}, {"who": "nobody"}):
        assert ids(**none) == []
    assert ids(since="2027-01-01T00:00:00.000Z", until="2026-01-01T00:00:00.000Z") == []


def test_pages_follow_one_another_without_gap_or_double() -> None:
    take_in(*(staff_change(number, at="2026-11-03T10:00:00.000Z" if number < 5 else "2026-11-04T00:00:00.000Z")
              for number in range(9)))  # fmt: skip
    seen, cursor = [], None
    while cursor is not None or not seen:
        page = log(limit="2", **({"cursor": cursor} if cursor else {}))
        seen += [int(each["id"], 16) for each in page["items"]]
        cursor = page["next"]
    assert seen == [8, 7, 6, 5, 4, 3, 2, 1, 0]


def test_a_page_is_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(*(staff_change(number) for number in range(5)))
    asked: list[Any] = []
    query = repository.query
    monkeypatch.setattr(repository, "query", lambda **more: asked.append(more) or query(**more))
    log(limit="2", thing="order", who="grace@shop.test")
    assert len(asked) == 1


@pytest.mark.parametrize("cursor", ["Zm9v", "x", "A" * 600])
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    assert handler(http(LIST_STAFF_CHANGES, claims=STAFF, query={"cursor": cursor}), None)["statusCode"] == 400


def test_a_cursor_of_another_search_is_refused() -> None:
    take_in(staff_change(1), staff_change(2))
    after = log(limit="1")["next"]
    query = {"cursor": after, "thing": "order"}
    assert handler(http(LIST_STAFF_CHANGES, claims=STAFF, query=query), None)["statusCode"] == 400


@pytest.mark.parametrize("late", [False, True])
def test_what_was_written_about_an_erased_order_is_gone_however_late_it_comes(late: bool) -> None:
    take_in(checked_out(), *([ERASED, staff_change()] if late else [staff_change(), ERASED]), staff_change())
    for query in ({}, {"thing": "order"}, {"who": "grace@shop.test"}, {"thing": "order", "thing_id": order_id(1)}):
        (entry,) = log(**query)["items"]
        assert ("Rang" in str(entry), entry["differences"]) == (False, [{"what": "state"}])
        assert (entry["operation"], entry["email"]) == ("move_order", "grace@shop.test")


@pytest.mark.parametrize("late", [False, True])
def test_an_erased_customer_is_nobodys_entry(late: bool) -> None:
    noted = staff_change(thing=Thing.CUSTOMER, thing_id=customer_id(EMAIL.upper()), operation="add_customer_note")
    take_in(checked_out(), *([ERASED, noted] if late else [noted, ERASED]), noted)
    assert log(thing="customer", thing_id=customer_id(EMAIL))["items"] == []
    (entry,) = log(thing="customer")["items"]
    assert "thing_id" not in entry


@pytest.mark.parametrize("late", [False, True])
def test_a_closed_account_without_an_order_is_nobodys_entry(late: bool) -> None:
    closed = AccountClosed(owner=ADA, at=ERASED.at, email=EMAIL)
    noted = staff_change(thing=Thing.CUSTOMER, thing_id=customer_id(EMAIL.upper()), operation="add_customer_note")
    other = staff_change(2, thing=Thing.CUSTOMER, thing_id=customer_id(f"other.{EMAIL}"))
    take_in(other, *([closed, noted] if late else [noted, closed]), noted)
    assert ids(thing="customer", thing_id=customer_id(EMAIL)) == []
    assert ids(thing="customer", thing_id=customer_id(f"other.{EMAIL}")) == [2]
    for query in ({}, {"thing": "customer"}, {"who": "grace@shop.test"}):
        assert customer_id(EMAIL) not in str(log(**query))
        assert ids(**query) == [2, 1]


def test_the_closing_of_an_account_may_arrive_after_the_erasure_of_its_order() -> None:
    closed = AccountClosed(owner=ADA, at="2026-12-20T00:00:00.000Z", email=EMAIL)
    between = staff_change(thing=Thing.CUSTOMER, thing_id=customer_id(EMAIL), at="2026-12-22T00:00:00.000Z")
    take_in(checked_out(), ERASED, closed, between)
    assert ids(thing="customer", thing_id=customer_id(EMAIL)) == []


def test_a_customer_who_orders_after_the_erasure_is_in_the_log_again() -> None:
    later = staff_change(thing=Thing.CUSTOMER, thing_id=customer_id(EMAIL), at="2027-01-01T00:00:00.000Z")
    take_in(checked_out(), ERASED, later)
    assert ids(thing="customer", thing_id=customer_id(EMAIL)) == [1]


def test_a_note_about_a_customer_names_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    details: list[str] = []
    monkeypatch.setattr(staff_changes, "_put", lambda kind, detail: not details.append(detail))
    body = {"email": EMAIL, "key": "k" * 32, "text": "Signed out everywhere.", "signs_out": True}
    handler(http(ADD_CUSTOMER_NOTE, claims=token("grace", groups="[support]"), body=body), None)
    assert customer_id(EMAIL) in details[0]
    assert "signed out everywhere" in details[0]
    assert EMAIL not in details[0]


def test_a_second_factor_that_staff_remove_is_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    details: list[str] = []
    monkeypatch.setattr(staff_changes, "_put", lambda kind, detail: not details.append(detail))
    body = {"email": EMAIL, "key": "k" * 32, "text": "Second factor removed.", "removes_second_factor": True}
    handler(http(ADD_CUSTOMER_NOTE, claims=token("grace", groups="[support]"), body=body), None)
    assert "second factor" in details[0]
    assert "signed out everywhere" not in details[0]


def test_the_event_can_be_read_without_what_it_need_not_have() -> None:
    event = staff_change(thing_id="", differences=(), reason="")
    take_in(event)
    assert isinstance(event, StaffChangeMade)
    assert log()["items"][0].keys() == {"id", "at", "who", "email", "operation", "thing"}
