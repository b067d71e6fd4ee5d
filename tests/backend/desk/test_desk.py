"""The order desk: any order is found by what is known of it, however its events come in."""

import itertools
import random
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from backend.contracts.basket.models import Address
from backend.contracts.desk.models import MAX_INDEXED
from backend.contracts.desk.operations import ADD_NOTE, GET_DESK_ORDER, INDEX_ORDERS, SEARCH_ORDERS
from backend.contracts.event import Event
from backend.contracts.operation import AnyOperation
from backend.contracts.order.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderErased,
    OrderPacked,
    OrderSent,
    OrderTrackingChanged,
)
from backend.contracts.order.models import number
from backend.contracts.order.parcel import ParcelLine
from backend.contracts.order.parcel_events import OrderParcelSent
from backend.desk import consumer, finding, repository
from backend.desk.handler import handler
from backend.shared import clock
from backend.shared.aws import client
from backend.shared.shards import SHARDS
from tests.backend.desk.examples import AT, desk_order
from tests.backend.events import http, said, sqs, token
from tests.backend.order.checkouts import ADA, checked_out, order_id
from tests.backend.shop import ADDRESS

STAFF = token("grace", groups="[staff]")


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("desk")


def call(operation: AnyOperation, claims: dict[str, str] | None = STAFF, **more: Any) -> dict[str, Any]:
    return handler(http(operation, claims=claims, **more), None)


def search(**query: str) -> Any:
    return said(call(SEARCH_ORDERS, query=query))


def find_ids(**query: str) -> list[str]:
    """The ids of the first page."""
    return [order["id"] for order in search(**query)["items"]]


def take_in(*events: Event) -> None:
    for event in events:
        assert consumer.handler(sqs(event), None) == {"batchItemFailures": []}


def event_of(kind: type[Any], version: int, order: int = 1, **more: Any) -> Any:
    return kind(order_id=order_id(order), owner=ADA, at=f"2026-11-03T10:2{version}:00.000Z", version=version, **more)


def address(**more: Any) -> Address:
    return Address(**{name: getattr(ADDRESS, name) for name in ADDRESS.__struct_fields__} | more)


def test_nobody_but_staff_is_let_in() -> None:
    for operation in (SEARCH_ORDERS, GET_DESK_ORDER, ADD_NOTE, INDEX_ORDERS):
        path = {"order_id": order_id(1)} if operation.parameters else {}
        assert call(operation, None, path=path)["statusCode"] == 401
        assert call(operation, token("ada"), path=path)["statusCode"] == 403


@pytest.mark.parametrize("q", ["—", "...", "ß" * 201, "nobody", "SW1Y 9ZZ", "ada hopper"])
def test_what_fits_no_order_finds_none_and_never_all(q: str) -> None:
    take_in(checked_out())
    reply = call(SEARCH_ORDERS, query={"q": q})
    assert reply["statusCode"] == 400 or said(reply) == {"items": [], "next": None}


@pytest.mark.parametrize(
    "q",
    [
        number(order_id(1)), number(order_id(1)).lower(), number(order_id(1)).replace("-", " "), order_id(1),
        "ada.lovelace@example.com", "ADA.Lovelace@Example.com", "Lovelace", "ada", "Ada Lovelace", "lovelace ADA",
        "Lovelace SW1Y 4JH", "Ada 4JH", "SW1Y 4JH", "sw1y4jh", "SW1Y", "HARBOUR-DUSK-A3", "harbour-dusk-a3", "RR 123 456 785 DE",
        "rr123456785de",
    ],
)  # fmt: skip
def test_an_order_is_found_by_whatever_is_known_of_it(q: str) -> None:
    take_in(
        checked_out(),
        event_of(OrderSent, 6, tracking="RR123456785DE"),
        checked_out(2, address=address(name="Bo Ek", email="bo@example.com", postal_code="1010"), lines=()),
    )
    assert find_ids(q=q) == [order_id(1)]


@pytest.mark.parametrize(
    ("name", "q"),
    [
        ("Zoë Straße", "zoe strasse"),
        ("Anne-Marie d’Arc", "marie"),
        ("Anne-Marie d’Arc", "annemarie"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("東海道 広重", "東海道"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("x" * 200, "x" * 200),
    ],
)
def test_names_are_found_as_people_type_them(name: str, q: str) -> None:
    take_in(checked_out(address=address(name=name)))
    assert find_ids(q=q) == [order_id(1)]


def test_a_row_has_what_a_list_of_orders_shows() -> None:
    take_in(checked_out(), event_of(OrderConfirmed, 4))
    assert search()["items"] == [
        {
            "id": order_id(1), "owner": ADA, "state": "confirmed", "state_at": "2026-11-03T10:24:00.000Z",
            "placed_at": AT, "currency": "EUR", "total": 17400, "count": 6, "version": 4,
            "address": {"name": "Ada Lovelace", "email": "ada.lovelace@example.com", "town": "London",
                        "country": "GB", "postal_code": "SW1Y 4JH"},
            "skus": ["HARBOUR-DUSK-A3", "SLOW-ORBIT-3-50X70", "REEF-NOTE-A5-LINED"],
        }
    ]  # fmt: skip


def test_guests_orders_are_found_like_everybodys() -> None:
    take_in(checked_out(owner="guest#" + "a" * 32))
    assert search(q="lovelace")["items"][0]["owner"] == "guest#" + "a" * 32


def test_in_whatever_order_and_however_often_events_come_the_row_is_the_same() -> None:
    events = [
        checked_out(),
        event_of(OrderConfirmed, 4),
        event_of(OrderPacked, 5),
        event_of(OrderSent, 6, tracking="RR1"),
        event_of(OrderTrackingChanged, 7, tracking="RR2"),
        event_of(OrderDelivered, 8),
    ]
    take_in(*events)
    right = search(q="lovelace")
    assert (right["items"][0]["state"], right["items"][0]["tracking"]) == ("delivered", "RR2")
    chosen = random.Random(7)
    for _ in range(30):
        for page in client("dynamodb").get_paginator("scan").paginate(TableName="desk"):
            for item in page["Items"]:
                client("dynamodb").delete_item(TableName="desk", Key={"pk": item["pk"], "sk": item["sk"]})
        shuffled = [*events, *chosen.sample(events, 3)]
        chosen.shuffle(shuffled)
        take_in(*shuffled)
        assert search(q="lovelace") == right
        assert (find_ids(q="RR2"), find_ids(q="RR1")) == ([order_id(1)], [])


def test_by_clocks_that_differ_the_version_decides_and_not_the_time() -> None:
    late = OrderCancelled(order_id=order_id(1), owner=ADA, at="2026-11-03T10:00:00.000Z", version=5)
    for events in itertools.permutations([checked_out(), event_of(OrderConfirmed, 4), late]):
        take_in(*events)
        assert search()["items"][0]["state"] == "cancelled"


def test_events_without_versions_are_told_apart_by_their_times() -> None:
    old: dict[str, Any] = {"order_id": order_id(1), "owner": ADA}
    packed = OrderPacked(**old, at="2026-11-03T10:30:00.000Z")
    confirmed = OrderConfirmed(**old, at="2026-11-03T10:20:00.000Z")
    take_in(checked_out(), packed, confirmed)
    assert search()["items"][0]["state"] == "packed"
    take_in(event_of(OrderSent, 6))
    take_in(packed)
    assert search()["items"][0]["state"] == "sent"


def test_an_order_known_only_by_a_state_is_listed_once_its_checkout_arrives() -> None:
    take_in(event_of(OrderConfirmed, 4))
    assert (find_ids(), find_ids(state="confirmed")) == ([], [])
    take_in(checked_out())
    assert (find_ids(), find_ids(state="confirmed")) == ([order_id(1)], [order_id(1)])


def test_orders_come_newest_first_page_by_page_and_each_once() -> None:
    take_in(*(checked_out(each) for each in range(1, 8)))
    take_in(*(event_of(OrderConfirmed, 4, each) for each in range(1, 8)))
    wanted = [order_id(each) for each in range(7, 0, -1)]
    for query in ({}, {"state": "confirmed"}, {"q": "lovelace"}, {"q": "lovelace", "state": "confirmed"}):
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = search(limit="3", **query, **cursor)
            seen += [order["id"] for order in page["items"]]
            if not page["next"]:
                break
            cursor = {"cursor": page["next"]}
        assert seen == wanted


def test_a_page_goes_on_where_many_orders_have_the_word_and_few_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_READ", 2)
    take_in(*(checked_out(each) for each in range(1, 6)), event_of(OrderConfirmed, 4, 1))
    pages: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        page = search(q="lovelace", state="confirmed", **cursor)
        pages.append([order["id"] for order in page["items"]])
        if not page["next"]:
            break
        cursor = {"cursor": page["next"]}
    assert pages == [[], [], [order_id(1)]]


def test_what_earlier_releases_put_in_without_shards_is_found_and_listed_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(repository, "shard_key", lambda key, _: key)
        take_in(*(checked_out(each) for each in (2, 4)), event_of(OrderConfirmed, 4, 2), event_of(OrderConfirmed, 4, 4))
    take_in(*(checked_out(each) for each in (1, 3)), event_of(OrderConfirmed, 4, 1))
    assert find_ids() == [order_id(4), order_id(3), order_id(2), order_id(1)]
    assert find_ids(state="confirmed") == [order_id(4), order_id(2), order_id(1)]
    take_in(event_of(OrderPacked, 5, 4))
    assert (find_ids(state="packed"), find_ids(state="confirmed")) == ([order_id(4)], [order_id(2), order_id(1)])


def test_a_cursor_of_another_search_is_refused() -> None:
    take_in(*(checked_out(each) for each in range(1, 4)))
    cursor = search(limit="1")["next"]
    assert call(SEARCH_ORDERS, query={"cursor": cursor, "q": "ada"})["statusCode"] == 400
    assert call(SEARCH_ORDERS, query={"cursor": "Zm9v"})["statusCode"] == 400


@pytest.mark.parametrize("end", ["since", "until"])
@pytest.mark.parametrize("time", ["2026-02-30T10:11:12.123Z", "2026-44-86T23:02:65.060Z", "0000-01-01T00:00:00.000Z"])
def test_a_time_that_there_is_not_is_refused(end: str, time: str) -> None:
    assert call(SEARCH_ORDERS, query={end: time})["statusCode"] == 400


def test_a_time_range_holds_its_beginning_and_not_its_end() -> None:
    take_in(*(checked_out(each) for each in range(1, 5)))
    at = {each: clock.instant(int(order_id(each)[:12], 16)) for each in range(1, 5)}
    assert find_ids(since=at[2], until=at[4]) == [order_id(3), order_id(2)]
    assert find_ids(since=at[2], until=at[4], q="ada") == [order_id(3), order_id(2)]
    assert find_ids(since=at[4], until=at[2]) == []


@pytest.mark.parametrize(
    ("query", "calls_at_most"),
    [({}, SHARDS + 1), ({"state": "confirmed"}, SHARDS + 1), ({"q": "lovelace"}, 1), ({"q": "ada lovelace"}, 2)],
)
def test_a_page_costs_the_same_queries_however_many_orders_there_are(
    query: dict[str, str],
    calls_at_most: int,
) -> None:
    counts = []
    for upto in (3, 60):
        take_in(*(checked_out(each) for each in range(1, upto)))
        take_in(*(event_of(OrderConfirmed, 4, each) for each in range(1, upto)))
        with mock.patch.object(repository, "query", wraps=repository.query) as queries:
            search(limit="2", **query)
        counts.append(queries.call_count)
    assert counts[0] == counts[1] <= calls_at_most


def test_a_note_is_kept_with_its_writer_and_the_same_form_keeps_one() -> None:
    body = {"key": "note-form-key-0001", "text": "Rang twice.\nWants oak.", "by": "grace@example.com"}
    path = {"order_id": order_id(1)}
    first = said(call(ADD_NOTE, path=path, body=body))
    assert said(call(ADD_NOTE, path=path, body=body)) == first
    said(call(ADD_NOTE, path=path, body=body | {"key": "note-form-key-0002", "text": "Sorted"}))
    entry = said(call(GET_DESK_ORDER, path=path))
    assert [(note["text"], note["who"], note["by"]) for note in entry["notes"]] == [
        ("Rang twice.\nWants oak.", "grace", "grace@example.com"),
        ("Sorted", "grace", "grace@example.com"),
    ]
    assert entry["order"] is None


def test_notes_are_not_among_the_orders() -> None:
    take_in(checked_out())
    call(ADD_NOTE, path={"order_id": order_id(1)}, body={"key": "note-form-key-0001", "text": "Rang."})
    assert said(call(GET_DESK_ORDER, path={"order_id": order_id(1)}))["order"]["id"] == order_id(1)
    assert find_ids(q="rang") == []


@pytest.mark.parametrize("field", ["placed_at", "state_at"])
@pytest.mark.parametrize("day", ["0000-00-00", "2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_an_order_of_a_day_that_no_page_can_show_is_refused_with_all_that_came_beside_it(field: str, day: str) -> None:
    orders = [desk_order(1), desk_order(2, **{field: f"{day}T08:00:00.000Z"})]
    refused = call(INDEX_ORDERS, body={"items": orders})
    assert refused["statusCode"] == 422
    assert said(refused)["errors"] == [{"field": f"items[1].{field}", "message": "No time that there is"}]
    assert search()["items"] == []


def test_older_orders_are_put_in_and_what_is_known_better_stays() -> None:
    take_in(checked_out(), event_of(OrderSent, 6, tracking="RR1"))
    old = [desk_order(1, version=4), desk_order(2, version=4, tracking="RR9")]
    for _ in range(2):
        assert call(INDEX_ORDERS, body={"items": old})["statusCode"] == 204
    assert [(each["state"], each.get("tracking")) for each in search()["items"]] == [
        ("confirmed", "RR9"),
        ("sent", "RR1"),
    ]
    assert find_ids(q="rr9") == [order_id(2)]


def test_what_was_lost_of_an_order_is_mended_by_putting_it_in_again() -> None:
    take_in(checked_out(), event_of(OrderConfirmed, 4))
    call(INDEX_ORDERS, body={"items": [desk_order(1, state="delivered", version=8)]})
    assert search()["items"][0]["state"] == "delivered"


def test_more_orders_than_a_request_may_have_are_refused() -> None:
    many = [desk_order(each) for each in range(MAX_INDEXED + 1)]
    assert call(INDEX_ORDERS, body={"items": many})["statusCode"] == 422


def test_items_that_dynamodb_leaves_unwritten_are_written_again() -> None:
    real, left = client("dynamodb").batch_write_item, iter([2, 1])

    def throttle(RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        ((table, requests),) = RequestItems.items()
        keep = next(left, 0)
        if done := requests[keep:]:
            real(RequestItems={table: done})
        return {"UnprocessedItems": {table: requests[:keep]} if keep else {}}

    with mock.patch.object(client("dynamodb"), "batch_write_item", side_effect=throttle):
        take_in(checked_out())
    assert (find_ids(), find_ids(q="lovelace")) == ([order_id(1)], [order_id(1)])


def test_an_order_of_fifty_lines_is_put_in_whole() -> None:
    line = checked_out().lines[0]
    lines = tuple(
        type(line)(**{n: getattr(line, n) for n in line.__struct_fields__} | {"sku": f"SKU-{i}"}) for i in range(50)
    )
    take_in(checked_out(lines=lines))
    assert find_ids(q="sku-49") == [order_id(1)]


def parcel_sent(number: int, version: int, tracking: str) -> Any:
    line = (ParcelLine(sku="A", quantity=1),)
    return event_of(OrderParcelSent, version, parcel=number, lines=line, unsent=line, tracking=tracking)


def test_an_order_is_found_by_the_number_of_each_of_its_parcels_with_its_carrier_and_without() -> None:
    last = event_of(OrderSent, 8, parcel=3, lines=(), tracking="RR3")
    take_in(checked_out(), parcel_sent(1, 6, "DPD 0123 4567"), parcel_sent(2, 7, "RR2"), last)
    for typed in ("01234567", "0123 4567", "DPD 0123 4567", "rr2", "RR3"):
        assert find_ids(q=typed) == [order_id(1)], typed
    (row,) = search()["items"]
    assert (row["parcels"], row.get("tracking")) == (["DPD 0123 4567", "RR2", "RR3"], None)


@pytest.mark.parametrize("sign", [" ", "-", ":", "#", ": "])
def test_a_number_is_found_as_staff_typed_it_whatever_stands_behind_the_carrier(sign: str) -> None:
    take_in(checked_out(), parcel_sent(1, 6, f"DPD{sign}01234567"), parcel_sent(2, 7, "<b>İı</b> 12" + "9" * 180))
    for typed in (f"DPD{sign}01234567", "dpd-01234567", "DPD 01234567", "01234567", "<b>İı</b> 12" + "9" * 180):
        assert find_ids(q=typed) == [order_id(1)], typed


def test_the_corrected_number_of_one_parcel_replaces_its_own_alone() -> None:
    events = [
        checked_out(),
        parcel_sent(1, 6, "RR1"),
        event_of(OrderTrackingChanged, 7, parcel=1, tracking="RR9"),
        event_of(OrderSent, 8, parcel=2, lines=(), tracking="RR2"),
    ]
    for order in (events, events[::-1]):
        take_in(*order)
        assert [find_ids(q=each) for each in ("RR9", "RR2", "RR1")] == [[order_id(1)], [order_id(1)], []]


def test_an_order_that_an_earlier_release_indexed_with_its_carrier_is_still_found() -> None:
    take_in(checked_out())
    repository.set_tracking(order_id(1), "DPD 01234567", AT, 6)
    repository._drop_words(order_id(1), ["01234567"])
    repository.put_words(order_id(1), ["dpd01234567"])
    assert find_ids(q="DPD 01234567") == [order_id(1)]
    take_in(event_of(OrderTrackingChanged, 7, tracking="RR1"))
    assert find_ids(q="DPD 01234567") == []


def test_a_parcel_reported_after_its_person_was_erased_brings_nobody_back() -> None:
    take_in(checked_out(), parcel_sent(1, 6, "RR1"))
    take_in(OrderErased(order_id=order_id(1), owner=ADA, at=AT))
    take_in(parcel_sent(1, 6, "RR1"), parcel_sent(2, 7, "RR2"))
    assert (find_ids(q="RR1"), find_ids(q="RR2")) == ([], [])
    assert "RR" not in str(search()["items"])


def test_a_parcel_reported_while_its_person_is_erased_leaves_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(checked_out(), parcel_sent(1, 6, "RR1"))
    drop, late = repository._drop_words, [parcel_sent(2, 7, "RR2")]

    def drop_late(*arguments: Any) -> None:
        drop(*arguments)
        if late:
            take_in(late.pop())

    monkeypatch.setattr(repository, "_drop_words", drop_late)
    take_in(OrderErased(order_id=order_id(1), owner=ADA, at=AT))
    assert "RR" not in str(search()["items"])
    assert not repository.query(
        KeyConditionExpression="pk = :word", ExpressionAttributeValues={":word": {"S": "WORD#rr2"}}
    )


def test_the_numbers_of_parcels_are_put_in_with_an_older_order() -> None:
    old = desk_order(1, parcels=("RR1", "", "RR3"))
    assert call(INDEX_ORDERS, body={"items": [old]})["statusCode"] == 204
    assert [find_ids(q=each) for each in ("RR1", "RR3")] == [[order_id(1)], [order_id(1)]]
