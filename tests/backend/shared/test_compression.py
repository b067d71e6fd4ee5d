"""Packed structs are small, and stay readable for as long as tables keep them."""

import zlib

import msgspec
import pytest

from backend.contracts.basket.events import BasketCheckedOut
from backend.shared import compression
from tests.backend.order.checkouts import checked_out

FROZEN = "78f9d72329eeab8687b24f7eb9420830e9a3a51400bb780b10"


class Pair(msgspec.Struct, frozen=True):
    title: str
    quantity: int


def test_what_is_cut_off_is_not_read_as_something_else() -> None:
    with pytest.raises(msgspec.DecodeError):
        compression.decode(compression.compress(Pair("Low Tide", 2))[:-12], Pair)


def test_what_was_packed_long_ago_can_be_read() -> None:
    assert compression.decode(bytes.fromhex(FROZEN), Pair) == Pair("Low Tide", 2)


def test_what_was_packed_without_the_dictionary_can_be_read() -> None:
    assert compression.decode(zlib.compress(b'{"title":"Low Tide","quantity":2}'), Pair) == Pair("Low Tide", 2)


def test_what_is_packed_is_unpacked() -> None:
    assert compression.decode(compression.compress(checked_out()), BasketCheckedOut) == checked_out()


def test_an_event_of_three_lines_takes_less_than_half_of_its_bytes() -> None:
    assert len(compression.compress(checked_out())) < len(msgspec.json.encode(checked_out())) / 2
