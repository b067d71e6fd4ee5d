"""What a variant holds, and the price per unit that follows: exact, half up, by the units that the law names."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.product.content import MAX_CONTENT, Content, Unit, decimal_content, unit_price
from backend.contracts.product.models import Variant

OLD = b'{"sku":"A","values":[],"price":2400}'


def holds(thousandths: int, unit: Unit) -> Content:
    return Content(thousandths=thousandths, unit=unit)


@pytest.mark.parametrize(
    "wrong", ['{"thousandths":0,"unit":"l"}', '{"thousandths":1.5,"unit":"l"}', '{"thousandths":1,"unit":"oz"}']
)
def test_nothing_a_fraction_and_an_unknown_unit_are_refused(wrong: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(wrong, type=Content)


def test_a_variant_of_an_earlier_release_has_no_content_and_is_written_as_it_was() -> None:
    variant = msgspec.json.decode(OLD, type=Variant)
    assert variant.content is None
    assert msgspec.json.encode(variant) == OLD
    assert unit_price(variant.price, variant.content) is None


@pytest.mark.parametrize("content", [holds(1_000, Unit.LITRE), holds(1_000_000, Unit.GRAM), holds(1_000, Unit.PIECE)])
def test_where_the_content_is_one_unit_the_price_says_it(content: Content) -> None:
    assert unit_price(2400, content) is None


@pytest.mark.parametrize(
    ("price", "content", "per_unit"),
    [
        (2499, holds(750_000, Unit.MILLILITRE), (3332, Unit.LITRE)),
        (499, holds(250_000, Unit.GRAM), (1996, Unit.KILOGRAM)),
        (2400, holds(72, Unit.SQUARE_METRE), (33_333, Unit.SQUARE_METRE)),
        (1, holds(2_000, Unit.PIECE), (1, Unit.PIECE)),  # half a cent
        (1, holds(2_001, Unit.PIECE), (0, Unit.PIECE)),
        (0, holds(750, Unit.LITRE), (0, Unit.LITRE)),
    ],
)
def test_the_price_of_a_unit_is_rounded_half_up(price: int, content: Content, per_unit: tuple[int, Unit]) -> None:
    assert unit_price(price, content) == per_unit


@given(st.integers(0, 10**9), st.integers(1, MAX_CONTENT).filter(lambda each: each != 1_000))
def test_no_price_per_unit_is_more_than_half_a_minor_unit_away(price: int, thousandths: int) -> None:
    each = unit_price(price, holds(thousandths, Unit.METRE))
    assert each
    assert abs(2 * (each.amount * thousandths - price * 1_000)) <= thousandths


@pytest.mark.parametrize(("thousandths", "written"), [(750, "0.75"), (1_000, "1"), (12_000_000, "12000"), (1, "0.001")])
def test_a_content_is_written_without_idle_zeros(thousandths: int, written: str) -> None:
    assert decimal_content(holds(thousandths, Unit.LITRE)) == written
