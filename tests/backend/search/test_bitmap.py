"""Sets as bits say the same as sets, and prices by binary digit the same as prices."""

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.search.sqlite import bitmap
from backend.search.sqlite.bitmap import BLOCK, DIGITS

NUMBERS = st.sets(st.integers(0, 3 * BLOCK), max_size=60)
PRICES = st.lists(st.integers(0, 1_000_000_000) | st.integers(0, 20), min_size=1, max_size=40)


@settings(deadline=None)
@given(NUMBERS)
def test_numbers_come_back_in_order(numbers: set[int]) -> None:
    assert list(bitmap.numbers(bitmap.bits(numbers))) == sorted(numbers)
    assert bitmap.bits(numbers).bit_count() == len(numbers)


@settings(max_examples=30, deadline=None)
@given(NUMBERS, st.sampled_from([0, 4095, 4096, 5000, BLOCK]))
def test_blocks_sparse_and_full_join_to_the_set(numbers: set[int], filled: int) -> None:
    numbers |= set(range(filled))
    blocks: dict[int, set[int]] = {}
    for number in numbers:
        blocks.setdefault(number // BLOCK, set()).add(number % BLOCK)
    kept = {place: bitmap.pack(block) for place, block in sorted(blocks.items())}
    assert {place: bitmap.unpack(each) for place, each in kept.items()} == blocks
    assert bitmap.join_blocks(kept.items()) == bitmap.bits(numbers)
    within = bitmap.bits(range(0, 2 * BLOCK, 3))
    assert (
        bitmap.IntersectionCounter(within).counts(("", *each) for each in kept.items())[""]
        == (bitmap.bits(numbers) & within).bit_count()
    )
    assert max(map(len, kept.values()), default=0) <= BLOCK // 8


@settings(deadline=None)
@given(PRICES, st.integers(-1, 1_100_000_000) | st.integers(0, 20))
def test_digits_compare_as_prices_do(prices: list[int], limit: int) -> None:
    slices = [bitmap.bits(n for n, price in enumerate(prices) if price >> digit & 1) for digit in range(DIGITS)]
    every = bitmap.bits(range(len(prices)))
    assert list(bitmap.numbers(bitmap.at_most(limit, slices, every))) == [
        n for n, price in enumerate(prices) if price <= limit
    ]
    least, those = bitmap.minimum(slices, every)
    assert least == min(prices)
    assert list(bitmap.numbers(those)) == [n for n, price in enumerate(prices) if price == least]
    assert bitmap.maximum(slices, every) == max(prices)
