"""A basket as an item, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.basket import item
from backend.basket.checkout import DIGEST_BYTES, Checkout
from backend.basket.domain import Line
from backend.basket.item import Contents
from backend.contracts.basket.models import GUEST_DAYS, MAX_LINES
from backend.shared import clock
from tests.backend.basket.owners import ADA, GUEST
from tests.backend.units import size

skus = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", fullmatch=True)
digests = st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES)
lines = st.builds(
    Line, sku=skus, quantity=st.integers(1, 99), seen_price=st.integers(0, 10**9), since=st.integers(0, 2**45)
)
checkouts = st.builds(
    Checkout,
    key=digests,
    body=digests,
    order_id=st.from_regex(r"[0-9a-f]{28}", fullmatch=True),
    total=st.integers(0, 10**13),
)
contents = st.builds(
    Contents,
    lines=st.lists(lines, max_size=MAX_LINES, unique_by=lambda line: line.sku).map(tuple),
    checkouts=st.lists(checkouts, max_size=20).map(tuple),
    version=st.integers(1, 2**53),
)


@given(contents)
def test_a_basket_comes_back_as_it_was_kept(held: Contents) -> None:
    assert item.decode(item.encode(ADA, held)) == held


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_item_is_an_empty_basket_that_was_never_written(nothing: dict[str, object] | None) -> None:
    assert item.decode(nothing) == Contents()


def test_a_guests_basket_that_expired_is_empty_but_keeps_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Contents(lines=(Line(sku="A", quantity=1, seen_price=1, since=1),), version=7)
    kept = item.encode(GUEST, held)
    later = clock.epoch() + GUEST_DAYS * 24 * 3600
    monkeypatch.setattr(clock, "epoch", lambda: later - 10)
    assert item.decode(kept) == held
    monkeypatch.setattr(clock, "epoch", lambda: later + 10)
    assert item.decode(kept) == Contents(version=7)


def test_a_shoppers_basket_never_expires() -> None:
    assert "expires" not in item.encode(ADA, Contents(version=1))


def test_a_basket_of_three_lines_leaves_room_in_the_kilobyte_that_a_write_costs() -> None:
    three = tuple(
        Line(sku=f"HARBOUR-DUSK-A{n}", quantity=9, seen_price=2900, since=1_793_700_000_000) for n in range(3)
    )
    assert size(item.encode(ADA, Contents(lines=three, version=9))) < 400
