"""What the shopper agreed to cannot be changed, borrowed or outlived."""

import msgspec
import pytest

from backend.contracts.basket import CheckOut, Delivery
from storefront.checkout import agreement
from tests.storefront.service import ADA, ADDRESS, BOB, TOKEN

MOVED = msgspec.structs.replace(ADDRESS, town="Potsdam")


def sent(sealed: str) -> CheckOut:
    agreed = agreement.opened(sealed, ADA)
    assert agreed
    checkout = agreement.checkout(agreed, ADDRESS, Delivery.STANDARD, TOKEN)
    assert checkout
    return checkout


def test_another_shoppers_agreement_is_none() -> None:
    assert agreement.opened(agreement.seal(ADA, ADDRESS, Delivery.STANDARD, TOKEN, 2890), BOB) is None


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "\x80", "0" * 10_000])
def test_what_we_did_not_seal_is_none(sealed: str) -> None:
    assert agreement.opened(sealed, ADA) is None


def test_a_changed_agreement_is_none() -> None:
    sealed = agreement.seal(ADA, ADDRESS, Delivery.STANDARD, TOKEN, 2890)
    assert agreement.opened(sealed.replace(":", "x:", 1), ADA) is None


@pytest.mark.parametrize(("address", "delivery", "token"), [
    (MOVED, Delivery.STANDARD, TOKEN), (ADDRESS, Delivery.EXPRESS, TOKEN), (ADDRESS, Delivery.STANDARD, "tok_other0123456789"),
])  # fmt: skip
def test_what_was_changed_since_makes_no_checkout(address: object, delivery: Delivery, token: str) -> None:
    agreed = agreement.opened(agreement.seal(ADA, ADDRESS, Delivery.STANDARD, TOKEN, 2890), ADA)
    assert agreed
    assert agreement.checkout(agreed, address, delivery, token) is None  # type: ignore[arg-type]


def test_the_same_form_is_the_same_checkout_and_another_form_another() -> None:
    first, second = (agreement.seal(ADA, ADDRESS, Delivery.STANDARD, TOKEN, 2890) for _ in range(2))
    assert sent(first) == sent(first)
    assert sent(first).key != sent(second).key
    assert sent(first).expected_total == 2890
