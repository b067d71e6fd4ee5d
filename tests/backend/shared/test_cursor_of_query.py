"""A cursor goes on in the list that it was made for, and in no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.problem import Refused
from backend.shared import cursor


@given(st.lists(st.text(max_size=9), max_size=3), st.lists(st.text(max_size=9), max_size=3))
def test_a_cursor_is_of_its_query(one: list[str], other: list[str]) -> None:
    encoded = cursor.encode(("x",), *one)
    assert cursor.decode(encoded, tuple[str], *one) == ("x",)
    if one != other and "\0".join(one) != "\0".join(other):
        with pytest.raises(Refused):
            cursor.decode(encoded, tuple[str], *other)
