"""Packed structs are small, and stay readable for as long as tables keep them."""

import zlib

import msgspec
import pytest

from backend.contracts.basket import BasketCheckedOut
from backend.shared import packing
from tests.backend.order.checkouts import checked_out

FROZEN = "78f9e98fd054ab8687b24f7eb9424826d025a8290500bb780b10"


class Pair(msgspec.Struct, frozen=True):
    title: str
    quantity: int


def test_what_is_cut_off_is_not_read_as_something_else() -> None:
    with pytest.raises(msgspec.DecodeError):
        packing.unpacked(packing.packed(Pair("Low Tide", 2))[:-12], Pair)


def test_what_was_packed_long_ago_can_be_read() -> None:
    assert packing.unpacked(bytes.fromhex(FROZEN), Pair) == Pair("Low Tide", 2)


def test_what_was_packed_without_the_dictionary_can_be_read() -> None:
    assert packing.unpacked(zlib.compress(b'{"title":"Low Tide","quantity":2}'), Pair) == Pair("Low Tide", 2)


def test_what_is_packed_is_unpacked() -> None:
    assert packing.unpacked(packing.packed(checked_out()), BasketCheckedOut) == checked_out()


def test_an_event_of_three_lines_takes_less_than_half_of_its_bytes() -> None:
    assert len(packing.packed(checked_out())) < len(msgspec.json.encode(checked_out())) / 2
