"""A basket as a DynamoDB item.

Each line has attributes of its own, so that one UpdateItem can set a line of a basket that may not exist, and
concurrent writes of two SKUs do not conflict; `skus` exists because a condition can test the size of a set.
"""

import struct

from backend.basket.checkout import DIGEST_BYTES, Checkout
from backend.basket.domain import Line
from backend.contracts import heartbeat
from backend.contracts.basket.models import GUEST_DAYS, Owner
from backend.contracts.event import Event
from backend.contracts.shop import CURRENCY
from backend.contracts.types import Model
from backend.shared import clock, dynamodb, outbox

LINE, SINCE = "line#", "since#"

# Fixed-size records: the same as JSON would make each write to the basket cost a second unit.
_CHECKOUT = struct.Struct(f">{DIGEST_BYTES}s{DIGEST_BYTES}s14sQ")
_TOTAL = (1 << 48) - 1


class Contents(Model, frozen=True, kw_only=True):
    """The contents of a basket. Every write increments `version`; 0 means that it was never written.

    `codes` are those of promotions; vouchers are listed by id. `is_heartbeats`: orders from this basket do not count
    (`contracts.heartbeat`); no request sets it.
    """

    lines: tuple[Line, ...] = ()
    checkouts: tuple[Checkout, ...] = ()
    version: int = 0
    codes: tuple[str, ...] = ()
    vouchers: tuple[str, ...] = ()
    is_heartbeats: bool = False


def key(owner: str) -> dynamodb.Item:
    """Return the primary key of an owner's basket."""
    return {"pk": {"S": owner}, "sk": {"S": "BASKET"}}


def expires(owner: str) -> int | None:
    """Return when a guest's basket written now expires, in epoch seconds; None for a shopper's."""
    return clock.epoch() + GUEST_DAYS * 24 * 3600 if owner.startswith(f"{Owner.GUEST}#") else None


def decode(item: dynamodb.Item | None) -> Contents:
    """Return the contents in an item. An expired one is empty: DynamoDB deletes it days later."""
    if not item:
        return Contents()
    version = int(item["version"]["N"])
    if "expires" in item and int(item["expires"]["N"]) <= clock.epoch():
        return Contents(version=version)
    lines = tuple(_line(name.removeprefix(LINE), item) for name in item if name.startswith(LINE))
    return Contents(
        lines=lines,
        checkouts=_checkouts(item.get("checkouts", {}).get("B", b"")),
        version=version,
        codes=_texts(item, "codes"),
        vouchers=_texts(item, "vouchers"),
        is_heartbeats="heartbeat" in item,
    )


def encode(owner: str, contents: Contents, event: Event | None = None) -> dynamodb.Item:
    """Return the item of these contents, with the event that its write publishes."""
    values: dict[str, object] = {"version": contents.version, "expires": expires(owner)}
    for line in contents.lines:
        values |= {LINE + line.sku: line_values(line), SINCE + line.sku: line.since}
    if contents.codes:
        values["codes"] = contents.codes
    if contents.vouchers:
        values["vouchers"] = contents.vouchers
    if contents.is_heartbeats:
        values |= {"heartbeat": True, "expires": clock.epoch() + heartbeat.KEPT_SECONDS}
    if contents.checkouts:
        values["checkouts"] = b"".join(_pack(checkout) for checkout in contents.checkouts)
    if event is not None:
        values["event"] = outbox.compress_event(event)
    skus: dynamodb.Item = {"skus": {"SS": [line.sku for line in contents.lines]}} if contents.lines else {}
    return key(owner) | dynamodb.to_item(values) | skus


def _texts(item: dynamodb.Item, name: str) -> tuple[str, ...]:
    return tuple(each["S"] for each in item[name]["L"]) if name in item else ()


def _line(sku: str, item: dynamodb.Item) -> Line:
    quantity, seen_price, *code = item[LINE + sku]["L"]
    return Line(
        sku=sku,
        quantity=int(quantity["N"]),
        seen_price=int(seen_price["N"]),
        since=int(item[SINCE + sku]["N"]),
        currency=code[0]["S"] if code else CURRENCY,
    )


def line_values(line: Line) -> list[int | str]:
    """Return quantity and price of a line as its attribute holds them, with a code where that is not `CURRENCY`."""
    return [line.quantity, line.seen_price, *([line.currency] if line.currency != CURRENCY else [])]


def _pack(checkout: Checkout) -> bytes:
    return _CHECKOUT.pack(checkout.key, checkout.body, bytes.fromhex(checkout.order_id), _pack_money(checkout))


def _checkouts(packed: bytes) -> tuple[Checkout, ...]:
    records = _CHECKOUT.iter_unpack(packed)
    return tuple(
        Checkout(key=key, body=body, order_id=order_id.hex(), total=money & _TOTAL, currency=_unpack_code(money))
        for key, body, order_id, money in records
    )


def _pack_money(checkout: Checkout) -> int:
    """Return the total below 48 bits, and above them the currency: letters of five bits, 0 for `CURRENCY`."""
    letters = enumerate(checkout.currency if checkout.currency != CURRENCY else "")
    return checkout.total | sum(ord(letter) - 64 << 48 + 5 * index for index, letter in letters)


def _unpack_code(money: int) -> str:
    code = money >> 48
    return "".join(chr(64 + (code >> 5 * index & 31)) for index in range(3)) if code else CURRENCY
