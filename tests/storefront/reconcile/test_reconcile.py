"""`manage.py reconcile`."""

import pytest
from django.core.management import CommandError, call_command
from msgspec.structs import replace

from backend.contracts.inventory.models import HeldLine, Hold, Stock
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.states import State
from backend.contracts.problem import Problem
from backend.contracts.types import Timestamp
from storefront.account.cli_login import NotSignedIn
from storefront.clients import api
from storefront.reconcile.books import Books
from storefront.reconcile.management.commands import reconcile
from tests.storefront.reconcile.shop_books import THEN, books, order
from tests.storefront.service import STAFF, Service

NOT_STAFF = Problem(type="not-staff", title="This is for the shop's staff", status=403)
LONG_AGO: Timestamp = "2020-01-01T00:00:00.000Z"
LATER: Timestamp = "9999-01-01T00:00:00.000Z"


@pytest.fixture(autouse=True)
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "access_token", lambda: f"token-of-{STAFF}")


def holds(number: int, state: HoldState = HoldState.REFUSED) -> tuple[Hold, ...]:
    return tuple(Hold(order_id=f"{each:028x}", state=state, at=LONG_AGO, lines=()) for each in range(number))


def test_every_page_of_every_list_is_read(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    service.holds = holds(250)
    call_command("reconcile")
    assert (
        capsys.readouterr().out
        == "0 orders (0 of them changed lately), 250 holds of any state, 0 SKUs, 0 payments\n0 differences\n"
    )
    assert service.calls.count("list_all_holds") == 3
    assert service.calls.count("list_all_orders") == 1


def test_an_order_that_cannot_be_read_is_named(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    service.unreadable = ("f" * 28,)
    with pytest.raises(CommandError, match="do not agree"):
        call_command("reconcile")
    assert f"{'f' * 28} cannot be read: the order service's log says why\n" in capsys.readouterr().out


def test_differences_are_named_and_fail_the_command(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    service.holds = holds(1, HoldState.SOLD)
    with pytest.raises(CommandError, match="do not agree"):
        call_command("reconcile")
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"{0:028x} is no order, and inventory has its pieces sold",
        "1 differences",
    ]


def test_what_is_gone_at_a_second_look_was_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks: list[Books] = [books(holds=()), books()]
    monkeypatch.setattr(reconcile, "books", lambda ask: looks.pop(0))
    call_command("reconcile")
    assert capsys.readouterr().out.endswith("0 differences\n")
    assert looks == []


def selling(sold: int, off: int = 0) -> Books:
    """Books of a shop that has sold so many pieces, and whose stock says that it is `off` more."""
    bought = tuple(Hold(order_id=f"{each:028x}", state=HoldState.SOLD, at=LONG_AGO, lines=(HeldLine(sku="DOTS", quantity=1),))
                   for each in range(sold))  # fmt: skip
    orders = tuple(replace(order(State.CONFIRMED, LATER), id=hold.order_id) for hold in bought)
    return books(
        orders=orders,
        holds=bought,
        payments=(),
        stock=(Stock(sku="DOTS", available=5, held=0, sold=sold + off, version=1),),
    )


def test_a_constant_error_on_a_sku_that_sells_between_the_comparisons_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = [selling(3, off=1), selling(5, off=1), selling(6, off=1)]
    monkeypatch.setattr(reconcile, "books", lambda ask: looks.pop(0))
    with pytest.raises(CommandError, match="do not agree"):
        call_command("reconcile")
    assert capsys.readouterr().out.splitlines()[1:] == ["DOTS has 4 sold, and its orders have 3", "1 differences"]


def test_what_is_only_on_its_way_is_off_by_another_number_each_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = [selling(3, off=1), selling(5, off=1), selling(6, off=2)]
    monkeypatch.setattr(reconcile, "books", lambda ask: looks.pop(0))
    call_command("reconcile")
    assert capsys.readouterr().out.endswith("0 differences\n")


def test_a_stuck_order_is_reported_however_recent_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stuck = Books(orders=(order(State.PLACED, LONG_AGO),), holds=(), stock=(), payments=())
    monkeypatch.setattr(reconcile, "books", lambda ask: stuck)
    with pytest.raises(CommandError, match="do not agree"):
        call_command("reconcile", minutes=0)
    assert f"is stuck: it has been placed since {LONG_AGO}" in capsys.readouterr().out


def test_an_order_younger_than_was_asked_is_on_its_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reconcile, "books", lambda ask: books())
    monkeypatch.setattr(reconcile, "minutes_ago", lambda minutes: LONG_AGO if minutes == 15 else THEN)
    call_command("reconcile")
    call_command("reconcile", minutes=0)
    assert [line for line in capsys.readouterr().out.splitlines() if "orders" in line] == [
        "1 orders (1 of them changed lately), 1 holds of any state, 1 SKUs, 1 payments",
        "1 orders (0 of them changed lately), 1 holds of any state, 1 SKUs, 1 payments",
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (api.Refusal(NOT_STAFF), "shop's staff"),
        (api.Unavailable("payment"), "payment service"),
        (NotSignedIn("Nobody signed in"), "Nobody"),
    ],
    ids=["not staff", "down", "not signed in"],
)
def test_what_went_wrong_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    def fail(ask: object) -> None:
        raise error

    monkeypatch.setattr(reconcile, "books", fail)
    with pytest.raises(CommandError, match=said):
        call_command("reconcile")
