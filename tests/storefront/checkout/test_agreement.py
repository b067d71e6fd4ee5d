"""What the shopper agreed to cannot be changed, borrowed or outlived."""

import msgspec
import pytest

from backend.contracts.basket import Delivery
from storefront.checkout import agreement
from tests.storefront.service import ADA, ADDRESS, BOB

MOVED = msgspec.structs.replace(ADDRESS, town="Potsdam")


def test_another_shoppers_agreement_is_none() -> None:
    assert agreement.opened(agreement.seal(ADA, ADDRESS, Delivery.STANDARD, 2890), BOB) is None


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "\x80", "0" * 10_000])
def test_what_we_did_not_seal_is_none(sealed: str) -> None:
    assert agreement.opened(sealed, ADA) is None


def test_a_changed_agreement_is_none() -> None:
    sealed = agreement.seal(ADA, ADDRESS, Delivery.STANDARD, 2890)
    assert agreement.opened(sealed.replace(":", "x:", 1), ADA) is None


@pytest.mark.parametrize(("address", "delivery"), [(MOVED, Delivery.STANDARD), (ADDRESS, Delivery.EXPRESS)])
def test_what_was_changed_since_makes_no_checkout(address: object, delivery: Delivery) -> None:
    agreed = agreement.opened(agreement.seal(ADA, ADDRESS, Delivery.STANDARD, 2890), ADA)
    assert agreed
    assert agreement.checkout(agreed, address, delivery) is None  # type: ignore[arg-type]


def test_the_same_form_is_the_same_checkout_and_another_form_another() -> None:
    first, second = (agreement.seal(ADA, ADDRESS, Delivery.STANDARD, 2890) for _ in range(2))
    made = [
        agreement.checkout(agreed, ADDRESS, Delivery.STANDARD)
        for sealed in (first, first, second)
        if (agreed := agreement.opened(sealed, ADA))
    ]
    assert made[0] == made[1]
    assert made[0] and made[2] and made[0].key != made[2].key
    assert made[0].expected_total == 2890
