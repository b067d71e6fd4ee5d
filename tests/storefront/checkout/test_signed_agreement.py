"""What the shopper agreed to cannot be changed, borrowed or outlived."""

from datetime import date

import msgspec
import pytest
from django.conf import settings
from django.core import signing

from backend.basket.delivery import option
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Agreed, AgreedLine, CheckOut, Delivery
from storefront.checkout import signed_agreement
from storefront.checkout.session_state import Addresses
from tests.storefront.service import ADA, ADDRESS, BOB, TOKEN

OPTION = option("DE", Delivery.STANDARD, 2400, date(2026, 11, 20))
SHOWN = Agreed(
    lines=(AgreedLine(sku="TIDE-A4", quantity=1, product_id="slow-tide", title="Slow Tide", price=2400),),
    delivery=OPTION,
)
HOME, MOVED = Addresses(ADDRESS), Addresses(msgspec.structs.replace(ADDRESS, town="Potsdam"))
BILLED = Addresses(
    ADDRESS, InvoiceAddress(name="Ada Ltd", street="Office 1", postal_code="10117", town="Berlin", country="DE")
)


def read_checkout(sealed: str) -> CheckOut:
    agreed = signed_agreement.unseal(sealed, ADA)
    assert agreed
    checkout = signed_agreement.checkout(agreed, HOME, Delivery.STANDARD, TOKEN)
    assert checkout
    return checkout


def test_another_shoppers_agreement_is_invalid() -> None:
    assert signed_agreement.unseal(signed_agreement.seal(ADA, HOME, TOKEN, SHOWN), BOB) is None


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "\x80", "0" * 10_000])
def test_an_agreement_that_we_did_not_seal_is_invalid(sealed: str) -> None:
    assert signed_agreement.unseal(sealed, ADA) is None


def test_a_tampered_agreement_is_invalid() -> None:
    sealed = signed_agreement.seal(ADA, HOME, TOKEN, SHOWN)
    assert signed_agreement.unseal(sealed.replace(":", "x:", 1), ADA) is None


@pytest.mark.parametrize(("where", "delivery", "token"), [
    (MOVED, Delivery.STANDARD, TOKEN), (HOME, Delivery.EXPRESS, TOKEN), (BILLED, Delivery.STANDARD, TOKEN),
    (HOME, Delivery.STANDARD, "tok_other0123456789"),
])  # fmt: skip
def test_what_was_changed_since_makes_no_checkout(where: Addresses, delivery: Delivery, token: str) -> None:
    agreed = signed_agreement.unseal(signed_agreement.seal(ADA, HOME, TOKEN, SHOWN), ADA)
    assert agreed
    assert signed_agreement.checkout(agreed, where, delivery, token) is None


def test_the_same_form_is_the_same_checkout_and_another_form_another() -> None:
    first, second = (signed_agreement.seal(ADA, HOME, TOKEN, SHOWN) for _ in range(2))
    assert read_checkout(first) == read_checkout(first)
    assert read_checkout(first).key != read_checkout(second).key
    assert read_checkout(first).expected_total == 2890
    assert read_checkout(first).agreed == SHOWN


def test_a_form_of_an_earlier_release_agrees_to_its_total_alone() -> None:
    """Its seal holds neither the lines nor the time, and its checkout is the body that was sent before the release."""
    old = {
        "key": "k" * 32,
        "total": 2890,
        "of": msgspec.to_builtins(signed_agreement.unseal(signed_agreement.seal(ADA, HOME, TOKEN, SHOWN), ADA))["of"],
    }
    checkout = read_checkout(signing.dumps(old, salt=f"checkout.agreement:{ADA}"))
    assert (checkout.key, checkout.expected_total, checkout.agreed) == ("k" * 32, 2890, None)


def test_a_form_of_fifty_lines_of_the_longest_titles_can_be_sent() -> None:
    long = "日本語のとても長い題名" * 18
    lines = tuple(
        AgreedLine(
            sku=f"{number}-" + "S" * 60, quantity=99, product_id="p" * 100, title=long, price=1, values=(long,) * 3
        )
        for number in range(50)
    )
    sealed = signed_agreement.seal(ADA, HOME, TOKEN, Agreed(lines=lines, delivery=OPTION))
    assert read_checkout(sealed).agreed == Agreed(lines=lines, delivery=OPTION)
    assert len(sealed) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2
