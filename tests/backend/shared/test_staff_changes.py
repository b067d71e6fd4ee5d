"""Whatever staff change leaves an entry of the audit log, or is not answered as done."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import msgspec
import pytest

from backend.contracts.desk.audit import MAX_DIFFERENCES
from backend.contracts.desk.events import StaffChangeMade
from backend.contracts.examples import example
from backend.contracts.inventory.operations import SET_STOCK
from backend.contracts.operation import AnyOperation, Caller, Empty, Role, Thing
from backend.contracts.problem import Refused
from backend.contracts.registry import OPERATIONS
from backend.shared import staff_changes
from backend.shared.aws import client
from backend.shared.http import Route, http_handler
from tests.backend.events import http, token

DRY_RUNS = {"check_product", "draw_packing_slips", "find_voucher", "preview_issue"}
"""Operations that send a body and write nothing: a voucher's code is in no address, which logs would hold."""

CHANGING = [each for each in OPERATIONS if each.caller is Caller.STAFF and each.method != "GET"]
ONLY_ONE = {Thing.MENU, Thing.SYNONYMS, Thing.DELIVERY, Thing.TAX, Thing.SYSTEM}
"""Kinds that there is one thing of, so that it has no id."""

GRACE = token("grace-sub", groups="[owner]")
TRACE = "0123456789abcdef0123456789abcdef"
PUT = staff_changes._put


@pytest.fixture
def published_changes(cloud: None, monkeypatch: pytest.MonkeyPatch) -> list[StaffChangeMade]:
    """The entries that were published so far."""
    found: list[StaffChangeMade] = []

    def put(kind: str, detail: str) -> bool:
        assert kind == "StaffChangeMade.v1"
        found.append(msgspec.json.decode(detail, type=StaffChangeMade))
        return True

    monkeypatch.setattr(staff_changes, "_put", put)
    return found


def ask(operation: AnyOperation, function: Callable[[Any], object], claims: dict[str, str] = GRACE) -> Any:
    """Answer an operation by the function, with the examples of the contract."""
    path, query, body = (
        example(shape) if shape is not Empty else {} for shape in (operation.path, operation.query, operation.body)
    )
    event = http(
        operation, claims=claims, path=path, query={name: str(value).lower() for name, value in query.items()},
        body=body or None, headers={"x-correlation-id": TRACE},
    )  # fmt: skip
    return http_handler(Route(operation, function))(event, None)  # type: ignore[arg-type]


def reply_of(operation: AnyOperation) -> object:
    return msgspec.convert(example(operation.reply), operation.reply)


def test_every_operation_by_which_staff_change_something_says_what_it_changes() -> None:
    silent = {each.name for each in CHANGING if each.changes is None}
    assert silent == DRY_RUNS, "Give the operation `changes=Changes(Thing.…, …)`, or name it a dry run here"
    assert not [each.name for each in OPERATIONS if each.changes and each not in CHANGING]


@pytest.mark.parametrize("operation", [each for each in CHANGING if each.changes], ids=lambda each: each.name)
def test_every_change_by_staff_leaves_one_entry_that_names_who_what_and_which(
    published_changes: list[StaffChangeMade], operation: AnyOperation
) -> None:
    reply = reply_of(operation)
    assert ask(operation, lambda request: reply)["statusCode"] == operation.status
    (event,) = published_changes
    change = event.change
    assert (change.who, change.operation, change.correlation_id) == ("grace-sub", operation.name, TRACE)
    assert operation.changes
    assert change.thing is operation.changes.thing
    described = {Thing.CUSTOMER}  # whose id the desk says: a hash of the address
    assert bool(change.thing_id) is (change.thing not in ONLY_ONE | described)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if not each.changes], ids=lambda each: each.name)
def test_reading_and_shopping_leave_none(published_changes: list[StaffChangeMade], operation: AnyOperation) -> None:
    reply = reply_of(operation) if operation.reply is not Empty else Empty()
    ask(operation, lambda request: reply, token("ada", groups="[owner]"))
    assert published_changes == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER and role not in SET_STOCK.roles])
def test_what_a_role_may_not_do_leaves_none(published_changes: list[StaffChangeMade], role: Role) -> None:
    assert ask(SET_STOCK, reply_of, token("bo", groups=f"[{role}]"))["statusCode"] == 403
    assert published_changes == []


@pytest.mark.parametrize(("error", "status"), [(Refused(409, "stale-version", "No"), 409), (RuntimeError(), 500)])
def test_a_failed_action_leaves_none(published_changes: list[StaffChangeMade], error: Exception, status: int) -> None:
    assert ask(SET_STOCK, mock.Mock(side_effect=error))["statusCode"] == status
    assert published_changes == []


@pytest.mark.parametrize(("refusals", "status", "calls"), [(3, 503, 3), (2, 200, 3), (1, 200, 2)])
def test_a_change_without_its_entry_is_not_acknowledged(
    cloud: None,
    monkeypatch: pytest.MonkeyPatch,
    written_log: Callable[[], str],
    refusals: int,
    status: int,
    calls: int,
) -> None:
    monkeypatch.setattr(staff_changes, "_put", PUT)
    answers = [{"Entries": [{"ErrorCode": "InternalFailure"}]}] * refusals + [{"Entries": [{"EventId": "1"}]}] * 3
    put = mock.Mock(side_effect=answers)
    monkeypatch.setattr(client("events"), "put_events", put)
    assert ask(SET_STOCK, lambda request: reply_of(SET_STOCK))["statusCode"] == status
    assert put.call_count == calls
    assert ("a change is not in the audit log" in written_log()) is (status == 503)


def test_an_entry_is_published_on_the_shops_bus_in_the_desks_name(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_changes, "_put", PUT)
    events = client("events")
    assert ask(SET_STOCK, lambda request: reply_of(SET_STOCK))["statusCode"] >= 500  # there is no bus yet
    events.create_event_bus(Name="shop")
    asked: list[dict[str, Any]] = []
    events.meta.events.register(
        "provide-client-params.events.PutEvents", lambda params, **_: asked.append(params), unique_id="audit"
    )
    assert ask(SET_STOCK, lambda request: reply_of(SET_STOCK))["statusCode"] == 200
    events.meta.events.unregister("provide-client-params.events.PutEvents", unique_id="audit")
    (entry,) = asked[0]["Entries"]
    assert (entry["Source"], entry["EventBusName"]) == ("shop.desk", "shop")


def test_values_are_cut_to_lines_that_a_log_can_show(published_changes: list[StaffChangeMade]) -> None:
    def change(request: Any) -> object:
        staff_changes.describe(
            ("description", None, "a\nb" + "x" * 300), ("tags", (), ("new", "blue")), ("rank", 7, 7), ("street", "", ""),
            *((f"price of {number}", "1.00", "2.00") for number in range(40)), reason="Too\tcheap",
            amount=1829, currency="EUR",
        )  # fmt: skip
        return reply_of(SET_STOCK)

    ask(SET_STOCK, change)
    change_made = published_changes[0].change
    values = [(each.what, each.before, each.after) for each in change_made.differences]
    assert values[:4] == [
        ("description", "", f"a b{'x' * 196}…"),
        ("tags", "", "new, blue"),
        ("street", "", ""),
        ("price of 0", "1.00", "2.00"),
    ]
    assert (len(values), change_made.reason) == (MAX_DIFFERENCES, "Too cheap")
    assert (change_made.amount, change_made.currency) == (1829, "EUR")


def test_outside_of_a_request_nothing_is_described() -> None:
    staff_changes.describe(("state", "a", "b"))
    with staff_changes.collect_facts() as facts:
        assert facts.differences == ()
