"""The writes to a basket's item, and what happens when others write in between."""

import pytest

from backend.basket import repository
from backend.basket.domain import Line
from backend.basket.item import Contents
from backend.contracts.basket.models import GUEST_DAYS, MAX_LINES
from backend.contracts.problem import Refused
from backend.shared import clock
from tests.backend.basket.owners import ADA, GUEST, item
from tests.backend.faults import meanwhile, sent_twice

pytestmark = pytest.mark.usefixtures("basket_table")


def line(sku: str = "A", quantity: int = 1, since: int = 1) -> Line:
    return Line(sku=sku, quantity=quantity, seen_price=100, since=since)


def fill(owner: str) -> None:
    for number in range(MAX_LINES):
        repository.put(owner, line(f"S{number:02}"))


def test_one_line_too_many_is_refused_and_changes_nothing() -> None:
    fill(ADA)
    before = item(ADA)
    with pytest.raises(Refused) as refused:
        repository.put(ADA, line("ONE-MORE"))
    assert (refused.value.problem.status, refused.value.problem.type) == (422, "basket-full")
    assert item(ADA) == before


def test_a_full_basket_still_takes_another_quantity_and_has_room_after_a_removal() -> None:
    fill(ADA)
    assert repository.put(ADA, line("S07", 5)).lines[7].quantity == 5
    repository.remove(ADA, "S07")
    assert len(repository.put(ADA, line("ONE-MORE")).lines) == MAX_LINES


def test_a_new_quantity_keeps_the_place_in_the_order() -> None:
    repository.put(ADA, line(since=1))
    assert repository.put(ADA, line(quantity=2, since=9)).lines == (line(quantity=2, since=1),)


def test_a_write_that_boto3_sends_twice_sets_the_same_line() -> None:
    with sent_twice("UpdateItem"):
        assert repository.put(ADA, line(quantity=3)).lines == (line(quantity=3),)
    assert repository.read(ADA).lines == (line(quantity=3),)


def test_lines_set_at_once_do_not_lose_one_another() -> None:
    with meanwhile("UpdateItem", lambda: repository.put(ADA, line("B"))):
        repository.put(ADA, line("A"))
    assert {each.sku for each in repository.read(ADA).lines} == {"A", "B"}


def test_removing_what_is_not_there_changes_nothing() -> None:
    assert repository.remove(ADA, "A") == Contents()
    assert item(ADA) == {}
    repository.put(ADA, line("B"))
    before = item(ADA)
    assert repository.remove(ADA, "A").lines == (line("B"),)
    assert item(ADA) == before


def test_a_basket_whose_last_line_was_removed_can_be_filled_again() -> None:
    repository.put(ADA, line())
    assert repository.remove(ADA, "A").lines == ()
    assert repository.put(ADA, line("B")).lines == (line("B"),)


def test_every_write_makes_the_version_grow() -> None:
    versions = [
        repository.put(ADA, line()).version,
        repository.put(ADA, line()).version,
        repository.remove(ADA, "A").version,
    ]
    contents = repository.read(ADA)
    assert repository.replace(ADA, contents, contents)
    assert [*versions, repository.read(ADA).version] == [1, 2, 3, 4]


def test_contents_are_not_replaced_when_a_line_was_set_in_between() -> None:
    before = repository.read(ADA)
    repository.put(ADA, line())
    assert not repository.replace(ADA, before, Contents())
    assert repository.read(ADA).lines == (line(),)


@pytest.mark.parametrize("late", [ADA, GUEST])
def test_two_baskets_are_replaced_together_or_not_at_all(late: str) -> None:
    repository.put(GUEST, line())
    mine, theirs = repository.read(ADA), repository.read(GUEST)
    repository.put(late, line("B"))
    before = item(ADA), item(GUEST)
    assert not repository.replace_two((ADA, mine, theirs), (GUEST, theirs, mine))
    assert (item(ADA), item(GUEST)) == before


@pytest.mark.parametrize("write", ["put", "remove", "replace"])
def test_the_next_write_takes_the_event_away(write: str) -> None:
    repository.put(ADA, line())
    contents = repository.read(ADA)
    assert repository.replace(ADA, contents, contents, {"type": "Any.v1"})
    assert "event" in item(ADA)
    {
        "put": lambda: repository.put(ADA, line("B")),
        "remove": lambda: repository.remove(ADA, "A"),
        "replace": lambda: repository.replace(ADA, repository.read(ADA), contents),
    }[write]()
    assert "event" not in item(ADA)


class TestAGuestsBasket:
    @pytest.fixture
    def expired(self, basket_table: str, monkeypatch: pytest.MonkeyPatch) -> None:
        repository.put(GUEST, line("OLD"))
        later = clock.epoch() + GUEST_DAYS * 24 * 3600 + 10
        monkeypatch.setattr(clock, "epoch", lambda: later)

    @pytest.mark.usefixtures("expired")
    def test_an_expired_one_is_empty_though_it_is_still_in_the_table(self) -> None:
        assert "line#OLD" in item(GUEST)
        assert repository.read(GUEST).lines == ()
        assert repository.remove(GUEST, "OLD").lines == ()

    @pytest.mark.usefixtures("expired")
    def test_a_line_set_in_an_expired_one_is_alone(self) -> None:
        assert repository.put(GUEST, line("NEW")).lines == (line("NEW"),)
        assert repository.read(GUEST).lines == (line("NEW"),)
        assert int(item(GUEST)["expires"]["N"]) > clock.epoch()

    @pytest.mark.usefixtures("expired")
    def test_two_lines_set_at_once_in_an_expired_one_are_both_there(self) -> None:
        with meanwhile("PutItem", lambda: repository.put(GUEST, line("A"))):
            repository.put(GUEST, line("B"))
        assert {each.sku for each in repository.read(GUEST).lines} == {"A", "B"}

    @pytest.mark.parametrize("write", ["put", "remove"])
    def test_each_write_gives_it_thirty_days_more(self, write: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clock, "epoch", lambda: 1_800_000_000)
        repository.put(GUEST, line())
        first = int(item(GUEST)["expires"]["N"])
        monkeypatch.setattr(clock, "epoch", lambda: 1_800_001_000)
        repository.put(GUEST, line("B")) if write == "put" else repository.remove(GUEST, "A")
        assert (first, int(item(GUEST)["expires"]["N"])) == (1_802_592_000, 1_802_593_000)
