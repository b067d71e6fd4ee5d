"""A list page costs the same however many products there are."""

import pytest

from bench.scale import FEW, MANY, MILLION, page


@pytest.mark.parametrize("count", [FEW, MANY, MILLION])
def test_a_page_of_24_and_the_row_after_it_is_one_unit(count: int) -> None:
    units, bytes_ = page(count)
    assert units == 1.0
    assert bytes_ < 8192
