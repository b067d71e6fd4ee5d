"""Orders in the table, against messages that come twice, late, or say something else."""

from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import OrdersQuery
from backend.contracts.problem import Refused
from backend.order import domain, repository
from backend.shared import aws, compression
from tests.backend.faults import answer_lost, sent_twice
from tests.backend.order.checkouts import ADA, BOB, checked_out, order_id
from tests.backend.sizes import size
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("order_table")


def item(owner: str = ADA, number: int = 1) -> dict[str, Any]:
    key = {"pk": {"S": owner}, "sk": {"S": order_id(number)}}
    return dict(aws.client("dynamodb").get_item(TableName="order", Key=key).get("Item", {}))


def ids(owner: str, limit: int) -> list[str]:
    """All of an owner's orders, page by page."""
    found: list[str] = []
    cursor = None
    while True:
        page = repository.list_newest(owner, OrdersQuery(cursor=cursor, limit=limit))
        assert len(page.items) <= limit
        assert page.items or not found, "a page with nothing on it"
        found += [each.id for each in page.items]
        if (cursor := page.next) is None:
            return found


class TestPlacing:
    def test_an_order_carries_its_event_in_the_same_write(self) -> None:
        repository.place(checked_out())
        assert (
            compression.decode(item()["event"]["B"], OrderPlaced)
            == domain.new_order(checked_out(), domain.order_details(checked_out())).event
        )

    def test_a_checkout_that_comes_again_changes_nothing(self) -> None:
        repository.place(checked_out())
        before = item()
        for _ in range(3):
            repository.place(checked_out())
        assert item() == before
        assert len(ids(ADA, 10)) == 1

    def test_a_checkout_that_comes_again_is_no_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        repository.place(checked_out())
        repository.place(checked_out())
        assert "ERROR" not in capsys.readouterr().out

    def test_another_checkout_under_a_known_id_is_logged_and_not_applied(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[str] = []
        monkeypatch.setattr(repository.logger, "error", lambda message, **_: told.append(message))
        repository.place(checked_out())
        before = item()
        repository.place(checked_out(total=1))
        assert item() == before
        assert len(told) == 1

    @pytest.mark.parametrize("fault", [answer_lost, sent_twice])
    def test_a_write_whose_answer_was_lost_is_one_order(self, fault: Any) -> None:
        with fault("PutItem"):
            try:
                repository.place(checked_out())
            except ReadTimeoutError:
                assert fault is answer_lost
        repository.place(checked_out())
        assert ids(ADA, 10) == [order_id(1)]

    def test_the_same_id_of_another_owner_is_another_order(self) -> None:
        repository.place(checked_out())
        repository.place(checked_out(owner=BOB, total=1))
        assert (repository.get(ADA, order_id(1)).total, repository.get(BOB, order_id(1)).total) == (17400, 1)


class TestReading:
    def test_an_unknown_order_and_somebody_elses_get_the_same_refusal(self) -> None:
        repository.place(checked_out())
        problems = []
        for owner, number in ((ADA, 2), (BOB, 1)):
            with pytest.raises(Refused) as refused:
                repository.get(owner, order_id(number))
            problems.append(refused.value.problem)
        assert problems[0] == problems[1]
        assert problems[0].status == 404

    def test_an_order_is_read_as_it_was_placed(self) -> None:
        repository.place(checked_out())
        assert repository.get(ADA, order_id(1)).lines == checked_out().lines

    @pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 50])
    def test_every_order_is_listed_once_newest_first(self, limit: int) -> None:
        for number in (3, 1, 6, 2, 5, 4):
            repository.place(checked_out(number))
        repository.place(checked_out(9, BOB))
        assert ids(ADA, limit) == [order_id(number) for number in range(6, 0, -1)]

    def test_an_order_placed_while_paging_shifts_nothing(self) -> None:
        for number in range(1, 5):
            repository.place(checked_out(number))
        first = repository.list_newest(ADA, OrdersQuery(limit=2))
        repository.place(checked_out(9))
        second = repository.list_newest(ADA, OrdersQuery(limit=2, cursor=first.next))
        assert [each.id for each in second.items] == [order_id(2), order_id(1)]

    @pytest.mark.parametrize("cursor", ["x", "bm90LWpzb24", "e30", "eyJpZCI6IkEifQ", "A" * 600])
    def test_a_cursor_that_is_not_ours_is_refused(self, cursor: str) -> None:
        with pytest.raises(Refused) as refused:
            repository.list_newest(ADA, OrdersQuery(cursor=cursor))
        assert refused.value.problem.status == 400

    def test_anothers_cursor_shows_none_of_his_orders(self) -> None:
        for number in range(1, 4):
            repository.place(checked_out(number, BOB))
        theirs = repository.list_newest(BOB, OrdersQuery(limit=1)).next
        assert repository.list_newest(ADA, OrdersQuery(cursor=theirs)).items == ()


class TestCost:
    def test_an_order_of_three_is_one_write_and_one_in_each_index(self) -> None:
        with meter_units() as units:
            repository.place(checked_out())
        assert (units.read, units.write, units.calls) == (0, 4, ["PutItem"])
        assert size(item()) <= 1024

    def test_an_order_is_one_read(self) -> None:
        repository.place(checked_out())
        with meter_units() as units:
            repository.get(ADA, order_id(1))
        assert (units.read, units.write, units.calls) == (1, 0, ["GetItem"])

    def test_a_page_costs_the_same_however_many_orders_there_are(self) -> None:
        spent = set()
        for number in range(1, 61):
            repository.place(checked_out(number))
            if number in (11, 60):
                with meter_units() as units:
                    repository.list_newest(ADA, OrdersQuery())
                spent.add((units.read, units.write, *units.calls))
        assert spent == {(1.5, 0, "Query")}
