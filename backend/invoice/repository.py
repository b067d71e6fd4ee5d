"""The invoice table. Nothing in it expires, and nothing but a counter is ever written again.

| pk               | sk                 | else                                                                 |
| ORDER#<order_id> | INVOICE            | value: the `Invoice`, compressed                                     |
| ORDER#<order_id> | CREDIT#<place>     | value: a `CreditNote`, compressed; 0001 is the order's first          |
| ORDER#<order_id> | REFUND#<number>    | value: money that went back before there was an invoice              |
| ORDER#<order_id> | CLAIM              | value: an account that took a guest's order into it                  |
| ORDER#<order_id> | RETURN#<number>    | value: a return whose parcel came back, or a refund by staff         |
| COUNTER          | <range>, INV#2026  | last: the last number given out; at: when                            |

A document and the count of its range are one transaction, so a number is given out once, and none is left out.
"""

from typing import Any

import msgspec

from backend.contracts.event import Event
from backend.contracts.order.events import OrderClaimed, OrderReturnReceived, RefundRequested
from backend.contracts.payment.events import PaymentReturned
from backend.invoice.domain import CreditNote, Invoice
from backend.shared import compression, dynamodb
from backend.shared.aws import client

_ABSENT = "attribute_not_exists(pk)"


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is known of an order. `refunds` are those from before the invoice, credited by now or not."""

    invoice: Invoice | None = None
    notes: tuple[CreditNote, ...] = ()
    refunds: tuple[PaymentReturned, ...] = ()
    returns: tuple[OrderReturnReceived | RefundRequested, ...] = ()
    claim: OrderClaimed | None = None

    def is_owned_by(self, owner: str) -> bool:
        """Return whether the owner may read the documents: once the order was claimed, the account alone."""
        placed_by = self.invoice.owner if self.invoice else ""
        return owner == (self.claim.shopper if self.claim else placed_by)


class Counter(msgspec.Struct, frozen=True):
    """The last number of a range and when it was given out; 0 before the first."""

    last: int = 0
    at: str = ""


def load(order_id: str) -> Records:
    """Read everything of an order, consistently."""
    values: dict[str, list[Any]] = {"INVOICE": [], "CREDIT": [], "REFUND": [], "RETURN": [], "CLAIM": []}
    reply = client("dynamodb").query(  # one page: an order's documents are some kilobytes, and a page is a megabyte
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": _pk(order_id)},
        ConsistentRead=True,
    )
    for item in reply["Items"]:
        kind = item["sk"]["S"].partition("#")[0]
        values[kind].append(compression.decode(bytes(item["value"]["B"]), _SHAPES[kind]))
    return Records(
        invoice=values["INVOICE"][0] if values["INVOICE"] else None,
        notes=tuple(values["CREDIT"]),
        refunds=tuple(values["REFUND"]),
        returns=tuple(values["RETURN"]),
        claim=values["CLAIM"][0] if values["CLAIM"] else None,
    )


_SHAPES = {
    "INVOICE": Invoice,
    "CREDIT": CreditNote,
    "REFUND": PaymentReturned,
    "RETURN": OrderReturnReceived | RefundRequested,
    "CLAIM": OrderClaimed,
}


def read_counter(range_name: str) -> Counter:
    """Read the last number of a range, consistently."""
    reply = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=_counter_key(range_name), ConsistentRead=True
    )
    if "Item" not in reply:
        return Counter()
    values = dynamodb.from_item(reply["Item"])
    return Counter(values["last"], values["at"])


def add_invoice(invoice: Invoice, range_name: str, before: Counter) -> bool:
    """Write the order's invoice and the count. Return False if it has one, or somebody took the number."""
    item = _item(invoice.order_id, "INVOICE", invoice)
    return dynamodb.transact_if([_count(range_name, before, invoice.issued_at), _put(item)])


def add_credit_note(order_id: str, place: int, note: CreditNote, range_name: str, before: Counter) -> bool:
    """Write the order's credit note of that place and the count.

    Return False if there is one in that place, or somebody took the number.
    """
    item = _item(order_id, f"CREDIT#{place:04}", note)
    return dynamodb.transact_if([_count(range_name, before, note.issued_at), _put(item)])


def keep_refund(refund: PaymentReturned) -> bool:
    """Store a refund until there is an invoice. Return False, without writing, if there is one or it is stored."""
    absent = {
        "TableName": dynamodb.table_name(),
        "Key": {"pk": _pk(refund.order_id), "sk": {"S": "INVOICE"}},
        "ConditionExpression": _ABSENT,
    }
    item = _item(refund.order_id, f"REFUND#{refund.attempt}-{refund.number}", refund)
    return dynamodb.transact_if([{"ConditionCheck": absent}, _put(item)])


def keep_return(event: OrderReturnReceived | RefundRequested) -> None:
    """Store a return or a refund by staff, for the pieces on its credit note; doing it twice changes nothing."""
    dynamodb.write_if("put_item", **_put(_item(event.order_id, f"RETURN#{event.number}", event))["Put"])


def keep_claim(event: OrderClaimed) -> None:
    """Store whose account the order is in; doing it twice changes nothing."""
    dynamodb.write_if("put_item", **_put(_item(event.order_id, "CLAIM", event))["Put"])


def _count(range_name: str, before: Counter, at: str) -> dynamodb.Item:
    """The next number of the range, if the last one is still the one that was read."""
    condition: dict[str, Any] = {"ConditionExpression": _ABSENT}
    if before.last:
        condition = {
            "ConditionExpression": "#last = :last",
            "ExpressionAttributeNames": {"#last": "last"},
            "ExpressionAttributeValues": dynamodb.to_item({":last": before.last}),
        }
    item = _counter_key(range_name) | dynamodb.to_item({"last": before.last + 1, "at": at})
    return {"Put": {"TableName": dynamodb.table_name(), "Item": item, **condition}}


def _put(item: dynamodb.Item) -> dynamodb.Item:
    return {"Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": _ABSENT}}


def _item(order_id: str, sk: str, value: Invoice | CreditNote | Event) -> dynamodb.Item:
    return {"pk": _pk(order_id), "sk": {"S": sk}} | dynamodb.to_item({"value": compression.compress(value)})


def _pk(order_id: str) -> dynamodb.Item:
    return {"S": f"ORDER#{order_id}"}


def _counter_key(range_name: str) -> dynamodb.Item:
    return {"pk": {"S": "COUNTER"}, "sk": {"S": range_name}}
