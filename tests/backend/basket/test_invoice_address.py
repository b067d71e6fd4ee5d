"""Another address for the invoice: what is refused, and that the order carries it."""

from typing import Any

import msgspec
import pytest

from backend.basket import checkout
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import CheckOut
from backend.contracts.problem import Refused
from tests.backend.basket.lines import CLOSING, line, offer
from tests.backend.basket.owners import body

OFFICE = InvoiceAddress(
    name="Ada Lovelace",
    company="Analytical Engines",
    street="Zeil 1",
    postal_code="60313",
    town="Frankfurt",
    country="DE",
    vat_id="DE123456789",
)


def close(**other: Any) -> BasketCheckedOut:
    office = msgspec.structs.replace(OFFICE, **other)
    return checkout.close((line(),), {"A": offer(1000)}, body(1490, invoice_address=office), CLOSING)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("postal_code", "12"),
        ("postal_code", ""),
        ("state", "Bayern"),
        ("vat_id", "DE12"),
        ("country", "AQ"),
        ("country", "ZZ"),
    ],
)
def test_what_its_country_does_not_have_is_refused_at_its_field(field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        close(**{field: value})
    assert (refused.value.problem.status, refused.value.problem.type) == (422, "invalid")
    assert refused.value.problem.errors[0].field == f"invoice_address.{field}"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        "Zeil 1",
        [],
        {"name": "Ada"},
        msgspec.to_builtins(OFFICE) | {"name": ""},
        msgspec.to_builtins(OFFICE) | {"name": "A" * 201},
        msgspec.to_builtins(OFFICE) | {"street": "a\u2028b"},
        msgspec.to_builtins(OFFICE) | {"town": None},
        msgspec.to_builtins(OFFICE) | {"country": "de"},
        msgspec.to_builtins(OFFICE) | {"vat_id": "DE1\n"},
        msgspec.to_builtins(OFFICE) | {"postal_code": "<b>"},
    ],
)
def test_what_has_not_its_shape_is_no_checkout(sent: object) -> None:
    plain = msgspec.to_builtins(body(1490)) | {"invoice_address": sent}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, CheckOut)


def test_tax_and_delivery_are_those_of_the_parcels_country() -> None:
    vienna, plain = close(country="AT", postal_code="1010", town="Wien", vat_id="ATU12345678"), close()
    assert vienna.invoice_address != plain.invoice_address
    assert (vienna.total, vienna.tax, vienna.tax_rate) == (plain.total, plain.tax, plain.tax_rate)


def test_the_order_carries_it_and_without_one_is_what_it_was_before() -> None:
    assert close().invoice_address == OFFICE
    without = checkout.close((line(),), {"A": offer(1000)}, body(1490), CLOSING)
    assert b"invoice_address" not in msgspec.json.encode(without)


def test_the_same_key_with_another_address_for_the_invoice_is_refused() -> None:
    made = checkout.remember((), body(1490, invoice_address=OFFICE), close())
    assert checkout.find_earlier(made, body(1490, invoice_address=OFFICE)) == made[0]
    for other in (None, msgspec.structs.replace(OFFICE, street="Zeil 2")):
        with pytest.raises(Refused, match="already made"):
            checkout.find_earlier(made, body(1490, invoice_address=other))
