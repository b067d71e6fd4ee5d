"""Shoppers' address books: what is refused, whose they are, and what closing the account leaves of them."""

import os
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.basket import address_book, consumer, personal_data
from backend.basket.handler import handler
from backend.contracts.basket.address_book import MAX_ADDRESSES, AddressBook, SavedAddress
from backend.contracts.basket.address_operations import (
    CHANGE_SAVED_ADDRESS,
    GET_ADDRESS_BOOK,
    OPERATIONS,
    REMOVE_SAVED_ADDRESS,
    SAVE_ADDRESS,
    SET_DEFAULT_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
from backend.contracts.operation import Operation
from backend.contracts.order.data_export import DataRequested
from backend.contracts.order.events import AccountClosed
from backend.contracts.problem import Refused
from backend.shared import aws
from tests.backend.basket.owners import ADA, ADDRESS, BOB
from tests.backend.events import http, said, sqs, token
from tests.backend.faults import answer_lost, meanwhile, sent_twice
from tests.backend.recorder import Calls
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("basket_table")
HOME = ADDRESS
OFFICE = replace(ADDRESS, street="1 Office Street", company="Analytical Engines")
AWAY = replace(ADDRESS, street="Kastanienallee 7", town="Berlin", postal_code="10435", country="DE")
CLOSED = AccountClosed(owner=ADA, at="2026-11-20T10:00:00.000Z")


def call(operation: Operation, status: int = 200, sub: str = "ada", **more: Any) -> Any:
    reply = handler(http(operation, claims=token(sub), **more), None)
    assert reply["statusCode"] == status, reply
    return said(reply)


def body(address: msgspec.Struct, **more: Any) -> dict[str, Any]:
    return {"address": msgspec.to_builtins(address) | more}


def streets(book: AddressBook) -> list[str]:
    return [each.address.street for each in book.addresses]


def ids(book: AddressBook) -> list[str]:
    return [each.id for each in book.addresses]


def stored_item() -> dict[str, Any]:
    """Ada's item as it is kept."""
    key = {"pk": {"S": ADA}, "sk": {"S": "ADDRESSES"}}
    return dict(aws.client("dynamodb").get_item(TableName="basket", Key=key).get("Item", {}))


@pytest.mark.parametrize("wrong", [
    {"country": "Germany"}, {"country": "DE", "postal_code": "1"}, {"country": "ES", "postal_code": "28013", "state": "Kent"},
    {"vat_id": "GB1"}, {"name": ""}, {"name": "x" * 201}, {"name": "a\u0000b"}, {"name": "two\nlines"}, {"name": None},
    {"email": "nobody"}, {"phone": "call me"}, {"street": 7},
])  # fmt: skip
def test_an_address_that_could_not_be_ordered_to_is_not_saved(wrong: dict[str, Any]) -> None:
    assert call(SAVE_ADDRESS, 422, body=body(HOME, **wrong))["errors"][0]["field"].startswith("address.")
    saved = call(SAVE_ADDRESS, body=body(HOME))["addresses"][0]
    call(CHANGE_SAVED_ADDRESS, 422, path={"address_id": saved["id"]}, body=body(HOME, **wrong))
    assert call(GET_ADDRESS_BOOK)["addresses"] == [saved]


def test_a_full_book_refuses_one_more_and_says_how_many_it_holds() -> None:
    for number in range(MAX_ADDRESSES):
        call(SAVE_ADDRESS, body=body(HOME, extra=f"Flat {number}"))
    problem = call(SAVE_ADDRESS, 422, body=body(OFFICE))
    assert problem["type"] == "address-book-full"
    assert str(MAX_ADDRESSES) in problem["detail"]
    assert len(call(SAVE_ADDRESS, body=body(HOME, extra="Flat 7"))["addresses"]) == MAX_ADDRESSES


@pytest.mark.parametrize(
    "operation",
    [CHANGE_SAVED_ADDRESS, REMOVE_SAVED_ADDRESS, SET_DEFAULT_ADDRESS, SET_INVOICE_ADDRESS, UNSET_INVOICE_ADDRESS],
)
def test_anothers_address_is_a_404_and_stays_as_it_is(operation: Operation) -> None:
    mine = call(SAVE_ADDRESS, body=body(HOME))
    path = {"address_id": mine["addresses"][0]["id"]}
    wanted = {"body": body(AWAY)} if operation is CHANGE_SAVED_ADDRESS else {}
    assert call(operation, 404, sub="bob", path=path, **wanted)["type"] == "not-found"
    assert call(GET_ADDRESS_BOOK, sub="bob") == {}
    assert call(GET_ADDRESS_BOOK) == mine


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_a_stranger_is_turned_away_before_any_call(operation: Operation, calls: Calls) -> None:
    reply = handler(http(operation, path={"address_id": "0" * 16}, body=body(HOME)), None)
    assert (reply["statusCode"], calls.made) == (401, [])


@pytest.mark.parametrize("odd", ["", "0", "0" * 15, "0" * 17, "G" * 16, "../../../basket/", "0" * 15 + "\n", "ä" * 16])
def test_an_odd_id_names_no_address(odd: str) -> None:
    assert call(REMOVE_SAVED_ADDRESS, 404, path={"address_id": odd})["type"] == "not-found"


def test_an_account_without_a_book_has_an_empty_one() -> None:
    assert address_book.get(ADA) == AddressBook()
    with pytest.raises(Refused, match="no such address"):
        address_book.remove(ADA, "0" * 16)
    assert stored_item() == {}


def test_the_first_address_is_the_default_until_another_is_made_it_or_it_is_removed() -> None:
    for address in (HOME, OFFICE, AWAY):
        book = address_book.save(ADA, address)
    assert streets(book) == [HOME.street, OFFICE.street, AWAY.street]
    home, _, away = ids(book)
    assert streets(address_book.make_default(ADA, away)) == [AWAY.street, HOME.street, OFFICE.street]
    assert streets(address_book.make_default(ADA, away)) == [AWAY.street, HOME.street, OFFICE.street]
    assert streets(address_book.remove(ADA, away)) == [HOME.street, OFFICE.street]
    assert ids(address_book.get(ADA))[0] == home


def for_invoices(book: AddressBook) -> list[str]:
    return [each.address.street for each in book.addresses if each.for_invoices]


def test_an_address_that_is_not_there_is_for_no_invoices() -> None:
    address_book.save(ADA, HOME)
    for change in (address_book.use_for_invoices, address_book.stop_for_invoices):
        with pytest.raises(Refused, match="no such address"):
            change(ADA, "0" * 16)
    assert for_invoices(address_book.get(ADA)) == []


def test_one_address_at_most_is_for_invoices_and_stays_where_it_is() -> None:
    for address in (HOME, OFFICE, AWAY):
        book = address_book.save(ADA, address)
    home, office, _ = ids(book)
    address_book.use_for_invoices(ADA, home)
    book = address_book.use_for_invoices(ADA, office)
    assert for_invoices(book) == [OFFICE.street]
    assert streets(book) == [HOME.street, OFFICE.street, AWAY.street]
    assert for_invoices(address_book.stop_for_invoices(ADA, home)) == [OFFICE.street]
    assert for_invoices(address_book.make_default(ADA, office)) == [OFFICE.street]
    assert for_invoices(address_book.stop_for_invoices(ADA, office)) == []


def test_an_address_is_for_invoices_until_it_is_removed_also_when_it_is_changed_into_another() -> None:
    for address in (HOME, OFFICE):
        book = address_book.save(ADA, address)
    home, office = ids(book)
    address_book.use_for_invoices(ADA, office)
    assert for_invoices(address_book.change(ADA, office, AWAY)) == [AWAY.street]
    merged = address_book.change(ADA, home, AWAY)
    assert (ids(merged), for_invoices(merged)) == ([home], [AWAY.street])
    assert for_invoices(address_book.remove(ADA, home)) == []


def test_a_book_of_an_earlier_release_has_none_for_invoices() -> None:
    address_book.save(ADA, HOME)
    assert b"for_invoices" not in msgspec.json.encode(address_book.get(ADA))


def test_an_equal_address_is_not_saved_twice() -> None:
    book = address_book.save(ADA, HOME)
    assert address_book.save(ADA, HOME) == book
    assert len(address_book.save(ADA, replace(HOME, phone="")).addresses) == 2
    assert address_book.save(BOB, HOME).addresses[0].id != book.addresses[0].id


def test_an_address_keeps_its_id_and_place_when_it_is_changed() -> None:
    address_book.save(ADA, HOME)
    before = address_book.save(ADA, OFFICE)
    after = address_book.change(ADA, ids(before)[0], AWAY)
    assert (ids(after), streets(after)) == (ids(before), [AWAY.street, OFFICE.street])
    assert address_book.change(ADA, ids(before)[0], AWAY) == after


@pytest.mark.parametrize(("changed", "left"), [(0, [0, 2]), (1, [1, 2]), (2, [0, 2])])
def test_an_address_that_is_changed_into_another_leaves_one_of_both(changed: int, left: list[int]) -> None:
    for address in (HOME, OFFICE, AWAY):
        book = address_book.save(ADA, address)
    into = (OFFICE, HOME, AWAY)[changed]
    if changed == 2:
        assert address_book.change(ADA, ids(book)[2], into) == book
        return
    after = address_book.change(ADA, ids(book)[changed], into)
    assert ids(after) == [ids(book)[each] for each in left]
    assert streets(after) == [into.street, AWAY.street]


def test_two_windows_that_save_at_once_are_both_saved() -> None:
    address_book.save(ADA, HOME)
    with meanwhile("PutItem", lambda: address_book.save(ADA, AWAY)):
        assert streets(address_book.save(ADA, OFFICE)) == [HOME.street, AWAY.street, OFFICE.street]


def test_two_windows_that_save_the_first_address_at_once_save_it_once() -> None:
    with meanwhile("PutItem", lambda: address_book.save(ADA, HOME)):
        address_book.save(ADA, HOME)
    assert streets(address_book.get(ADA)) == [HOME.street]


def test_an_address_book_that_keeps_changing_is_reported_as_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_book, "_replace", lambda *_: False)
    assert call(SAVE_ADDRESS, 409, body=body(HOME))["type"] == "busy"


def test_a_write_that_boto_sends_twice_saves_once() -> None:
    with sent_twice("PutItem"):
        assert streets(address_book.save(ADA, HOME)) == [HOME.street]


def test_a_write_whose_answer_is_lost_is_found_by_the_next_try() -> None:
    with answer_lost("PutItem"), pytest.raises(Exception, match="Read timeout"):
        address_book.save(ADA, HOME)
    assert streets(address_book.save(ADA, HOME)) == [HOME.street]


def test_a_full_book_of_the_longest_addresses_fits_and_a_plain_one_is_one_unit() -> None:
    with meter_units() as units:
        address_book.save(ADA, HOME)
    assert (units.read, units.write, units.calls) == (1, 1, ["GetItem", "PutItem"])
    long = dict.fromkeys(("name", "street", "town", "extra", "company"), "ß" * 200)
    for number in range(MAX_ADDRESSES - 1):
        address_book.save(ADA, replace(HOME, **long | {"extra": f"{number:0200}"}))
    assert len(call(GET_ADDRESS_BOOK, sub=ADA.removeprefix("shopper#"))["addresses"]) == MAX_ADDRESSES


class TestClosing:
    def test_nothing_of_the_book_is_left_and_no_good_token_writes_another(self) -> None:
        address_book.save(ADA, HOME)
        consumer.handler(sqs(CLOSED, CLOSED), None)
        assert set(stored_item()) == {"pk", "sk", "version", "closed", "expires"}
        for attempt in (lambda: address_book.get(ADA), lambda: address_book.save(ADA, HOME)):
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.problem.status == 401
        assert address_book.save(BOB, HOME).addresses

    @pytest.mark.parametrize("known", [True, False])
    def test_a_window_that_saves_while_the_account_is_closed_saves_nothing(self, known: bool) -> None:
        if known:
            address_book.save(ADA, HOME)
        with meanwhile("PutItem", lambda: address_book.close(ADA)), pytest.raises(Refused, match="sign in"):
            address_book.save(ADA, OFFICE)
        assert "addresses" not in stored_item()


class TestExporting:
    EVENT = DataRequested(
        owner=ADA, email="ada@example.com", export_id="e" * 28, number=1, order_ids=(), at="2026-11-20T10:00:00.000Z"
    )

    @pytest.fixture
    def parts(self, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
        """What the service puts into an export."""
        put: list[Any] = []
        monkeypatch.setattr(personal_data, "put_part", lambda _, records: put.extend(records))
        return put

    def test_every_saved_address_is_given_the_default_first(self, parts: list[Any]) -> None:
        address_book.save(ADA, HOME)
        address_book.make_default(ADA, ids(address_book.save(ADA, AWAY))[1])
        address_book.save(BOB, OFFICE)
        personal_data.give(self.EVENT)
        given = [each.address.street for each in parts if isinstance(each, SavedAddress)]
        assert given == [AWAY.street, HOME.street]

    def test_a_closed_account_has_no_data_to_export(self, parts: list[Any]) -> None:
        address_book.save(ADA, HOME)
        address_book.close(ADA)
        personal_data.give(self.EVENT)
        assert not [each for each in parts if isinstance(each, SavedAddress)]


def test_it_needs_no_more_than_these_actions_on_its_own_table(calls: Calls) -> None:
    saved = call(SAVE_ADDRESS, body=body(HOME))["addresses"][0]["id"]
    call(SET_DEFAULT_ADDRESS, path={"address_id": saved})
    call(REMOVE_SAVED_ADDRESS, path={"address_id": saved})
    assert calls.grants == {(f"dynamodb:{action}", os.environ["TABLE"]) for action in ("GetItem", "PutItem")}
