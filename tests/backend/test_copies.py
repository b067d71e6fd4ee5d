"""What a checkout says reaches the order's page: each copy on the way is held against the contract, and the one that
forgets is named."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import asdict, replace

from backend.basket import checkout, domain
from backend.basket.checkout import Closing
from backend.basket.domain import Line, Offer
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Address, BasketLine, CheckOut, Delivery, OrderLine
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.delivery.tax_rates import CountryTax, TaxRates
from backend.contracts.inventory.models import Level
from backend.contracts.order.actions import ActionKind, StaffAction
from backend.contracts.order.events import OrderPlaced
from backend.contracts.order.models import Order, OrderReturn, Refund, ReturnLine, StaffOrder, Step
from backend.contracts.order.parcel import Parcel, ParcelLine
from backend.contracts.order.states import ReturnState, State
from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.promotion.models import Kind, Promotion
from backend.contracts.tax import TaxClass
from backend.contracts.voucher.models import Voucher
from backend.order import domain as order
from backend.order import item, state_machine
from tests.backend import shop
from tests.backend.basket.owners import ADA, ADDRESS, TOKEN

PICTURE = shop.product().pictures[0]
OFFER = Offer(
    product_id="a-print",
    title="A print",
    price=700,
    currency="EUR",
    values=("A4",),
    picture=PICTURE,
    level=Level.LOW,
    left=9,
    back_on="2026-11-20",
    category="prints",
    titles=(LocalTitle(language="fr", title="Un tirage"),),
    local_values=(LocalValues(language="fr", values=("A4 français",)),),
    tax_class=TaxClass.REDUCED,
)
OFFERS = {"A": OFFER, "B": replace(OFFER, tax_class=TaxClass.STANDARD)}
RATES = TaxRates(countries=(CountryTax(country="ES", standard=2100, reduced=1000),))
PROMOTION = Promotion(
    title="10 % off", kind=Kind.PERCENTAGE, percent=10, starts_on="2026-01-01", max_uses=1, code="SUMMER10", version=1
)
LINE = Line(sku="A", quantity=3, seen_price=600, since=7)
LINES = (LINE, Line(sku="B", quantity=1, seen_price=700, since=8))
"""Two lines, each taxed at a rate of its own."""
CLOSING = Closing(owner=ADA, order_id="1" * 28, at="2026-11-03T10:11:12.123Z", currency="EUR", order_key="a" * 32)
WHERE = replace(
    ADDRESS,
    extra="Third floor",
    company="Ada SL",
    country="ES",
    state="Madrid",
    vat_id="ESB12345678",
    postal_code="28013",
)
OFFICE = InvoiceAddress(name="Ada Lovelace", street="Gran Vía 1", postal_code="28013", town="Madrid", country="ES")
SENT = CheckOut(
    key="k" * 16,
    address=WHERE,
    delivery=Delivery.EXPRESS,
    expected_total=4010,
    token=TOKEN,
    language="de",
    invoice_address=OFFICE,
)
VOUCHER = Voucher(id="A" * 24, hint="WXYZ", currency="EUR", balance=500, expires_on="2999-12-31", version=1)
EVENT = checkout.close(LINES, OFFERS, SENT, CLOSING, [PROMOTION], [VOUCHER], rates=RATES)
LATER = checkout.close(
    LINES,
    OFFERS,
    CheckOutForCustomer(key="k" * 16, address=WHERE, delivery=Delivery.EXPRESS, expected_total=4010, language="de"),
    CLOSING,
    [PROMOTION],
    [VOUCHER],
    rates=RATES,
)
SHOWN = domain.view([LINE], {"A": OFFER}, "EUR", shop.TODAY, promotions=[PROMOTION]).lines[0]
BOUGHT = order.order_details(EVENT)
BEGUN = order.new_order(EVENT, BOUGHT)
FAR = replace(  # an order with something in every field of its life
    BEGUN,
    steps=(*BEGUN.steps, Step(state=State.ACTION_REQUIRED, at=EVENT.at)),
    action_url="https://bank.example/confirm",
    tracking="T1",
    missing=("A",),
    returns=(
        OrderReturn(
            number=1, state=ReturnState.REQUESTED, at=EVENT.at, lines=(ReturnLine(sku="A", quantity=1),), refund=700
        ),
    ),
    refunds=(Refund(at=EVENT.at, amount=700),),
    parcels=(Parcel(number=1, at=EVENT.at, lines=(ParcelLine(sku="A", quantity=1),)),),
    attempt=2,
    holding="stock",
    until="2026-11-04T10:11:12.123Z",
    shopper=f"shopper#{'b' * 8}",
    actions=(StaffAction(at=EVENT.at, kind=ActionKind.CORRECT_TRACKING, who="eve"),),
)
READ, READ_BOUGHT = item.decode(item.encode(FAR, BOUGHT))

CARRIED = {
    "correlation_id": "goes with the event, whatever the fields",
    "kind": "these are goods; test_gift_sales follows a voucher",
    "of_vouchers": "these are goods; test_gift_sales follows a voucher",
}

# From what to what each copy leads, the value that it makes, and the fields that it does not take over, with the
# reason.
COPIES: list[tuple[str, Any, Any, dict[str, str]]] = [
    (
        "checkout.close, of the body",
        SENT,
        EVENT,
        {"key": "kept by its digest", "expected_total": "decides nothing", "agreed": "decides nothing"},
    ),
    ("checkout.close, of the closing", CLOSING, EVENT, {}),
    (
        "checkout._bought, of the line",
        LINE,
        EVENT.lines[0],
        {
            "seen_price": "what is paid counts",
            "since": "orders the lines",
            "currency": "of what was seen; the offer's is the order's",
        },
    ),
    (
        "checkout._bought, of the offer",
        OFFER,
        EVENT.lines[0],
        {
            "currency": "the order's",
            "withdrawn": "refused before",
            "level": "of the moment",
            "left": "of the moment",
            "category": "promotions are chosen by it",
            "tax_class": "decides the rate, which the line has",
            "titles": "the order's line has the one that was shown",
            "local_values": "the order's line has those that were shown",
        },
    ),
    ("domain._shown, of the line", LINE, SHOWN, {"currency": "decides whether what was seen is shown"}),
    (
        "domain._shown, of the offer",
        OFFER,
        SHOWN,
        {
            "currency": "the basket's",
            "withdrawn": "told by `change`",
            "category": "promotions are chosen by it",
            "tax_class": "decides the rate",
        },
    ),
    (
        "order.purchase",
        EVENT,
        BOUGHT,
        {
            "order_id": "the key",
            "owner": "the key",
            "at": "is `placed_at`",
            "token": "of the order's life",
            "pay_later": "begins the order's life at attempt 0",
            "language": "of concern to the mails, which read the checkout",
        },
    ),
    ("item.encode and decode, of what was bought", BOUGHT, READ_BOUGHT, {}),
    ("item.encode and decode, of the life", FAR, READ, {"event": "of the write before"}),
    (
        "order.order, of what was bought",
        READ_BOUGHT,
        order.order(READ, READ_BOUGHT),
        {"order_key": "opens the order: no view shows it"},
    ),
    (
        "order.order, of the life",
        READ,
        order.order(READ, READ_BOUGHT),
        {
            **dict.fromkeys(
                (
                    "owner",
                    "amount",
                    "token",
                    "due",
                    "until",
                    "version",
                    "event",
                    "shopper",
                    "actions",
                    "codes",
                    "holding",
                ),
                "of no concern to shoppers",
            ),
            "order_id": "is `id`",
            "steps": "is `time_line`",
        },
    ),
]


@pytest.mark.parametrize(("copy", "source", "copied", "left_out"), COPIES, ids=[name for name, *_ in COPIES])
def test_a_copy_takes_every_field_over(copy: str, source: Any, copied: Any, left_out: dict[str, str]) -> None:
    """Fields that two shapes name alike mean the same; one that only the source has must be named above, with the
    reason."""
    left_out = left_out | CARRIED
    forgotten = {name for name in source.__struct_fields__ if name not in left_out and not hasattr(copied, name)}
    assert not forgotten, f"{copy} forgets {sorted(forgotten)}"
    for name in source.__struct_fields__:
        if name not in left_out:
            assert msgspec.to_builtins(getattr(copied, name)) == msgspec.to_builtins(getattr(source, name)), (
                f"{copy} loses {name}"
            )


@pytest.mark.parametrize(("copy", "source", "copied", "left_out"), COPIES, ids=[name for name, *_ in COPIES])
def test_a_copy_is_tried_with_something_in_every_field(
    copy: str, source: Any, copied: Any, left_out: dict[str, str]
) -> None:
    """Else a field that a copy forgets would have its default on both sides, and nobody would see it."""
    left_out = left_out | CARRIED
    defaults = {field.name: field.default for field in msgspec.structs.fields(source) if not field.required}
    untold = {name for name, default in defaults.items() if getattr(source, name) == default and name not in left_out}
    assert not untold - {"version"}, f"give {sorted(untold)} a value in {__name__}: {copy} takes them over"


@pytest.mark.parametrize("shape", [BasketCheckedOut, OrderLine, BasketLine, Order, StaffOrder, OrderPlaced, Address])
def test_nothing_that_a_copy_makes_has_a_field_nobody_fills(shape: type[Any]) -> None:
    made = {
        BasketCheckedOut: replace(EVENT, pay_later=LATER.pay_later),  # a token is there, or comes later
        OrderLine: EVENT.lines[0],
        BasketLine: SHOWN,
        Order: order.order(READ, READ_BOUGHT),
        StaffOrder: order.staff_order(READ, READ_BOUGHT),
        OrderPlaced: order.order_placed_event(ADA, EVENT.order_id, BOUGHT, EVENT.at),
        Address: EVENT.address,
    }[shape]
    optional = [field for field in msgspec.structs.fields(shape) if not field.required and field.name not in CARRIED]
    empty = [field.name for field in optional if getattr(made, field.name) == field.default]
    assert not empty, f"{shape.__name__} is made without {empty}"


def test_the_sample_is_an_order_as_shops_have_them() -> None:
    assert asdict(EVENT)["total"] == SENT.expected_total
    assert state_machine.later(EVENT.at, state_machine.FIRST_REMINDER) == BEGUN.due
