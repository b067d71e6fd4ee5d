"""Holding, selling and giving back, on a table."""

import itertools
import random
from collections.abc import Callable
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.contracts.inventory.events import StockHeld, StockRefused
from backend.contracts.inventory.models import SetStock, StockPage, StockPageQuery, StockQuery
from backend.contracts.inventory.operations import GET_HOLD, LIST_STOCK
from backend.contracts.inventory.states import HoldState
from backend.contracts.operation import STAFF_GROUP
from backend.contracts.problem import Refused
from backend.contracts.types import PageQuery
from backend.inventory import holds, stock
from backend.inventory.domain import OpenPieces
from backend.inventory.handler import handler
from backend.inventory.relay import handler as relay
from backend.shared import clock, compression, cursor, dynamodb
from backend.shared.aws import client
from backend.shared.shards import SHARDS, shard_key, shard_keys
from tests.backend.events import http, token
from tests.backend.faults import meanwhile
from tests.backend.inventory.stock_levels import numbers, order_placed, put, settle
from tests.backend.recorder import Calls
from tests.backend.units import meter_units


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("inventory")


def event(order_id: str) -> StockHeld | StockRefused:
    item = client("dynamodb").get_item(TableName="inventory", Key=holds.key(order_id.rjust(28, "0")))["Item"]
    return compression.decode(dynamodb.from_item(item)["event"], StockHeld | StockRefused)


@pytest.mark.parametrize("is_heartbeats", [False, True])
def test_only_what_was_kept_for_the_heartbeat_is_deleted_in_a_while(is_heartbeats: bool) -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 1)))
    for order_id in ("1".rjust(28, "0"), "2".rjust(28, "0")):  # the second is cancelled before it was heard of
        holds.transition(order_id, HoldState.BACK, is_heartbeats)
        item = client("dynamodb").get_item(TableName="inventory", Key=holds.key(order_id))["Item"]
        assert item["state"]["S"] == "back"
        assert ("expires" in item) is is_heartbeats
    assert numbers("a") == (5, 0, 0)


@pytest.mark.parametrize(("owner", "is_deleted"), [("guest#0f", False), ("heartbeat#0f", True)])
def test_a_refusal_of_the_heartbeats_order_is_deleted_in_a_while_too(owner: str, is_deleted: bool) -> None:
    put("a", 0)
    holds.hold(msgspec.structs.replace(order_placed("1", ("a", 1)), owner=owner))
    item = client("dynamodb").get_item(TableName="inventory", Key=holds.key("1".rjust(28, "0")))["Item"]
    assert item["state"]["S"] == "refused"
    assert ("expires" in item) is is_deleted


def test_an_order_that_is_short_of_one_line_holds_none_and_names_it() -> None:
    put("a", 5)
    put("b", 1)
    holds.hold(order_placed("1", ("a", 2), ("b", 2), ("never-heard-of", 1)))
    refused = event("1")
    assert isinstance(refused, StockRefused)
    assert refused.missing == ("b", "never-heard-of")
    assert numbers("a") == (5, 0, 0)
    assert numbers("b") == (1, 0, 0)


def test_two_lines_of_one_sku_cannot_each_take_the_last_piece() -> None:
    put("a", 1)
    holds.hold(order_placed("1", ("a", 1), ("a", 1)))
    assert isinstance(event("1"), StockRefused)


def test_a_hold_is_made_once_however_often_its_order_arrives() -> None:
    put("a", 5)
    for _ in range(3):
        holds.hold(order_placed("1", ("a", 2)))
    assert numbers("a") == (3, 2, 0)


def test_a_refusal_stays_when_its_order_arrives_again_after_a_restock() -> None:
    put("a", 0)
    holds.hold(order_placed("1", ("a", 1)))
    stock.set_available("a", SetStock(available=9, version=1))
    holds.hold(order_placed("1", ("a", 1)))
    assert isinstance(event("1"), StockRefused)
    assert numbers("a") == (9, 0, 0)


@pytest.mark.parametrize(("available", "answer"), [(5, StockHeld), (0, StockRefused)])
def test_an_order_that_asks_after_it_was_answered_is_answered_again_and_moves_nothing(
    available: int, answer: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a", available)
    first = order_placed("1", ("a", 2))
    holds.hold(first)
    told, before = event("1"), numbers("a")
    asked, now = clock.later(told.at, 120), clock.later(told.at, 121)
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(2):
        holds.hold(order_placed("1", ("a", 2), at=asked))
        again = event("1")
        assert isinstance(again, answer)
        assert again == msgspec.structs.replace(told, at=now)
    assert numbers("a") == before


def test_a_doubled_or_late_order_is_not_answered_again() -> None:
    put("a", 5)
    order = order_placed("1", ("a", 2))
    holds.hold(order)
    told = event("1")
    holds.hold(order)
    holds.hold(order_placed("1", ("a", 2), at=clock.later(told.at, -1)))
    assert event("1") == told


@pytest.mark.parametrize("state", [HoldState.SOLD, HoldState.BACK])
def test_pieces_that_were_sold_or_restocked_are_not_listed_as_held(state: HoldState) -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    settle("1", state)
    holds.hold(order_placed("1", ("a", 2), at=clock.later(clock.now(), 120)))
    item = client("dynamodb").get_item(TableName="inventory", Key=holds.key("1".rjust(28, "0")))["Item"]
    assert "event" not in item


def test_pieces_restocked_while_their_hold_arrives_again_stay_restocked() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    with meanwhile("UpdateItem", lambda: settle("1", HoldState.BACK)):
        holds.hold(order_placed("1", ("a", 2), at=clock.later(clock.now(), 120)))
    assert numbers("a") == (5, 0, 0)
    assert holds.list_all(PageQuery()).items[0].state is HoldState.BACK


def test_nobody_is_refused_what_came_back_before_the_refusal_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a", 0)
    real = stock.insufficient_check

    def restocked_just_now(sku: str, pieces: int) -> dynamodb.Item:
        if numbers("a")[0] == 0:
            stock.set_available("a", SetStock(available=1, version=1))
        return real(sku, pieces)

    monkeypatch.setattr(stock, "insufficient_check", restocked_just_now)
    holds.hold(order_placed("1", ("a", 1)))
    assert isinstance(event("1"), StockHeld)
    assert numbers("a") == (0, 1, 0)


def test_a_cancellation_that_overtook_its_order_keeps_the_hold_out() -> None:
    put("a", 5)
    settle("1", HoldState.BACK)
    holds.hold(order_placed("1", ("a", 2)))
    assert numbers("a") == (5, 0, 0)


def test_a_confirmation_that_comes_after_the_cancellation_sells_nothing() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    settle("1", HoldState.BACK)
    settle("1", HoldState.SOLD)
    assert numbers("a") == (5, 0, 0)


def test_pieces_go_from_held_to_sold_to_available_and_each_step_counts_once() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    assert [hold.order_id for hold in holds.list_open(PageQuery()).items] == ["1".rjust(28, "0")]
    for state, expected in ((HoldState.SOLD, (3, 0, 2)), (HoldState.BACK, (5, 0, 0))):
        for _ in range(2):
            settle("1", state)
            assert numbers("a") == expected
    assert holds.list_open(PageQuery()).items == ()


def test_holds_of_earlier_releases_which_have_no_shard_are_listed_in_their_place() -> None:
    put("a", 6)
    whole = [str(number).rjust(28, "0") for number in range(1, 7)]
    for number in whole:
        with mock.patch.object(holds, "shard_key", (lambda key, _: key) if number in whole[::2] else shard_key):
            holds.hold(order_placed(number, ("a", 1)))
    seen: list[str] = []
    page = holds.list_open(PageQuery(limit=2))
    while page.next:
        seen += [hold.order_id for hold in page.items]
        page = holds.list_open(PageQuery(limit=2, cursor=page.next))
    assert seen + [hold.order_id for hold in page.items] == whole


def test_the_same_news_twice_at_once_moves_an_orders_pieces_once() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    holds.hold(order_placed("2", ("a", 2)))
    with meanwhile("TransactWriteItems", lambda: settle("1", HoldState.BACK)):
        settle("1", HoldState.BACK)
    assert numbers("a") == (3, 2, 0)


def test_a_sale_and_a_cancellation_at_once_are_both_done() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    with meanwhile("UpdateItem", lambda: settle("1", HoldState.BACK)):
        settle("1", HoldState.SOLD)
    assert (numbers("a"), holds.list_all(PageQuery()).items[0].state) == ((5, 0, 0), HoldState.BACK)


def test_a_sale_writes_the_hold_and_its_index_alone() -> None:
    put("a", 5)
    put("b", 5)
    holds.hold(order_placed("1", ("a", 2), ("b", 1)))
    with meter_units() as units:
        settle("1", HoldState.SOLD)
    assert (units.calls, units.write) == (["GetItem", "UpdateItem"], 2)


def test_pieces_that_an_earlier_release_sold_stay_sold_until_they_come_back() -> None:
    """It moved them from the stock's `held` to its `sold`."""
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    settle("1", HoldState.SOLD)
    client("dynamodb").update_item(
        TableName="inventory",
        Key=stock.key("a"),
        UpdateExpression="SET held = held - :two, sold = sold + :two",
        ExpressionAttributeValues={":two": {"N": "2"}},
    )
    holds.hold(order_placed("2", ("a", 1)))
    assert numbers("a") == (2, 1, 2)
    settle("1", HoldState.BACK)
    assert numbers("a") == (4, 1, 0)


def test_holds_that_lag_behind_the_stock_take_nothing_away_from_what_is_sold() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    (late,) = stock.list_stock(StockPageQuery(), OpenPieces({"a": 3})).items
    assert (late.available, late.held, late.sold) == (3, 2, 0)


def list_stock_as_staff(calls: Calls) -> tuple[StockPage, int]:
    """A page of stock by the HTTP handler, and the reads that it took."""
    before = len(calls.made)
    reply = handler(http(LIST_STOCK, claims=token(groups=STAFF_GROUP)), None)
    return msgspec.json.decode(reply["body"], type=StockPage), len(calls.made) - before


def test_a_page_of_stock_takes_as_many_reads_however_many_orders_wait(
    monkeypatch: pytest.MonkeyPatch, calls: Calls
) -> None:
    monkeypatch.setattr(holds, "COUNTED_OF_SHARD", 2)
    put("a", 90)
    put("b", 9)
    holds.hold(order_placed("1", ("a", 1)))
    page, few_reads = list_stock_as_staff(calls)
    assert [(each.held, each.sold, each.held_at_least) for each in page.items] == [(1, 0, False), (0, 0, False)]
    for number in range(2, 61):
        holds.hold(order_placed(f"{number}", ("a", 1)))
    page, reads = list_stock_as_staff(calls)
    assert reads == few_reads <= 2 + len(shard_keys(holds.OPEN))
    of_a, of_b = page.items
    assert of_a.held_at_least
    assert (of_a.held, of_a.held + of_a.sold) == (2 * SHARDS, 60)
    assert not of_b.held_at_least  # nobody ordered it, so nothing is uncounted


def test_what_earlier_releases_left_under_the_key_without_a_shard_is_counted() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    client("dynamodb").update_item(
        TableName="inventory",
        Key=holds.key("1".rjust(28, "0")),
        UpdateExpression="SET #open = :old",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues={":old": {"S": holds.OPEN}},
    )
    assert numbers("a") == (3, 2, 0)


def test_a_hold_made_while_its_order_is_given_back_is_given_back() -> None:
    put("a", 5)
    with meanwhile("PutItem", lambda: holds.hold(order_placed("1", ("a", 2)))):
        settle("1", HoldState.BACK)
    assert numbers("a") == (5, 0, 0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_no_piece_is_ever_made_or_lost_whatever_comes_in_whatever_order(seed: int) -> None:
    chance = random.Random(seed)
    skus = [f"{seed}-{name}-{clock.new_id()}" for name in "ab"]
    for sku in skus:
        put(sku, 6)
    ids = [f"{clock.new_id()}" for _ in range(4)]
    wanted = [[(chance.choice(skus), chance.randint(1, 4)) for _ in range(chance.randint(1, 3))] for _ in ids]
    orders = [order_placed(order_id, *lines) for order_id, lines in zip(ids, wanted, strict=True)]
    news = [lambda order=order: holds.hold(order) for order in orders] * 2
    turns = itertools.product(ids, (HoldState.SOLD, HoldState.BACK))
    news += [lambda turn=turn: holds.transition(*turn) for turn in turns if chance.random() < 0.6]
    chance.shuffle(news)
    for happen in news:
        happen()
        assert all(0 <= numbers(sku)[0] <= 6 for sku in skus)
    for item in stock.list_stock(StockPageQuery(limit=100), holds.count_open()).items:
        if item.sku in skus:
            assert item.available + item.held + item.sold == 6
            assert min(item.available, item.held, item.sold) >= 0


def test_stock_is_set_only_by_who_saw_the_present_version() -> None:
    put("a", 5)
    holds.hold(order_placed("1", ("a", 2)))
    with pytest.raises(Refused) as refused:
        stock.set_available("a", SetStock(available=5, version=1))
    assert refused.value.problem.version == 2
    assert numbers("a") == (3, 2, 0)


def test_setting_stock_twice_for_a_lost_answer_is_no_conflict() -> None:
    put("a", 5)
    assert stock.set_available("a", SetStock(available=5, version=0)).available == 5


def test_levels_are_returned_for_known_skus_in_the_order_requested() -> None:
    put("a", 50)
    put("b", 2)
    told = stock.levels(StockQuery(skus="b,a,unknown,b").skus.split(","))
    assert [(level.sku, level.left) for level in told.items] == [("b", 2), ("a", None)]


def test_pages_of_stock_join_without_gap_or_double() -> None:
    for number in range(7):
        put(f"sku-{number}", number)
    seen, query = [], StockPageQuery(limit=3)
    while True:
        page = stock.list_stock(query, OpenPieces({}))
        seen += [item.sku for item in page.items]
        if page.next is None:
            break
        query = StockPageQuery(limit=3, cursor=page.next)
    assert seen == [f"sku-{number}" for number in range(7)]


def test_stock_is_listed_from_a_prefix_on() -> None:
    for sku in ("A-1", "B-1", "B-2", "B-3", "C-1", "b-4"):
        put(sku, 1)
    first = stock.list_stock(StockPageQuery(limit=2, prefix="B-"), OpenPieces({}))
    assert [item.sku for item in first.items] == ["B-1", "B-2"]
    second = stock.list_stock(StockPageQuery(limit=2, prefix="B-", cursor=first.next), OpenPieces({}))
    assert ([item.sku for item in second.items], second.next) == (["B-3"], None)
    assert stock.list_stock(StockPageQuery(prefix="D"), OpenPieces({})).items == ()
    with pytest.raises(Refused, match="cannot be read") as refused:
        stock.list_stock(StockPageQuery(prefix="A", cursor=first.next), OpenPieces({}))
    assert refused.value.problem.status == 400
    forged = cursor.encode(("SKU#A-1", "A-1"), "stock", "B-")
    with pytest.raises(Refused, match="cannot be read"):  # DynamoDB refuses to start outside the prefix
        stock.list_stock(StockPageQuery(prefix="B-", cursor=forged), OpenPieces({}))


def test_every_hold_is_listed_with_its_outcome_and_stock_is_not() -> None:
    put("a", 3)
    for number in range(1, 5):
        holds.hold(order_placed(str(number), ("a", 1)))
    settle("1", HoldState.SOLD)
    settle("2", HoldState.BACK)
    found, query = {}, PageQuery(limit=2)
    while True:
        page = holds.list_all(query)
        found |= {int(hold.order_id, 16): (hold.state, len(hold.lines)) for hold in page.items}
        if page.next is None:
            break
        query = PageQuery(limit=2, cursor=page.next)
    assert found == {1: (HoldState.SOLD, 1), 2: (HoldState.BACK, 1), 3: (HoldState.HELD, 1), 4: (HoldState.REFUSED, 0)}


def test_a_cursor_of_another_list_is_refused() -> None:
    put("a", 3)
    put("b", 3)
    other = stock.list_stock(StockPageQuery(limit=1), OpenPieces({})).next
    with pytest.raises(Refused) as refused:
        holds.list_all(PageQuery(cursor=other))
    assert refused.value.problem.status == 400


def images(sku: str, before: int | None, after: int) -> dict[str, object]:
    def image(available: int) -> dynamodb.Item:
        return stock.key(sku) | dynamodb.to_item(
            {"sku": sku, "available": available, "held": 0, "sold": 0, "version": 2, "list": "/"}
        )

    old = {} if before is None else {"OldImage": image(before)}
    return {"dynamodb": {"NewImage": image(after), "SequenceNumber": "1", **old}}


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [(None, 0, 1), (50, 49, 0), (6, 5, 1), (5, 4, 1), (1, 0, 1), (0, 50, 1), (0, 0, 0)],
)
def test_a_change_in_words_is_published_and_one_in_numbers_is_not(
    before: int | None, after: int, published: int, calls: Calls
) -> None:
    client("events").create_event_bus(Name="shop")
    relay({"Records": [images("a", before, after)]}, None)
    assert calls.count[("events", "PutEvents")] == published


def test_staff_are_told_what_became_of_an_orders_pieces_and_of_an_unknown_order_nothing() -> None:
    put("a", 3)
    holds.hold(order_placed("1", ("a", 2)))
    claims = token(groups=STAFF_GROUP)
    path = {"order_id": "1".rjust(28, "0")}
    assert handler(http(GET_HOLD, claims=claims, path={"order_id": "f" * 28}), None)["statusCode"] == 404
    for state in (HoldState.HELD, HoldState.SOLD, HoldState.BACK):
        holds.transition(path["order_id"], state)
        told = msgspec.json.decode(handler(http(GET_HOLD, claims=claims, path=path), None)["body"])
        assert (told["state"], told["lines"]) == (state, [{"sku": "a", "quantity": 2}])
