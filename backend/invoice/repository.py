"""The invoice table. Nothing in it expires. Beside counters only an invoice is written again, without
contact, when its buyer closed the account.

| pk               | sk                 | else                                                                 |
| ORDER#<order_id> | INVOICE            | value: the `Invoice`, compressed                                     |
| ORDER#<order_id> | CREDIT#<place>     | value: a `CreditNote`, compressed; 0001 is the order's first          |
| ORDER#<order_id> | REFUND#<number>    | value: money that went back before the invoice or its RETURN         |
| ORDER#<order_id> | CLAIM              | value: an account that took a guest's order into it                  |
| ORDER#<order_id> | RETURN#<number>    | value: a return whose parcel came back, or a refund by staff         |
| ORDER#<order_id> | ERASED             | value: the order was a closed account's                              |
| COUNTER          | <range>, INV#2026  | last: the last number given out; at: when                            |

A document and the count of its range are one transaction, so a number is given out once, and none is left out.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

import msgspec

from backend.contracts.event import Event
from backend.contracts.order.events import OrderClaimed, OrderErased, OrderReturnReceived, RefundRequested
from backend.invoice.domain import CreditNote, Invoice, MoneyBack
from backend.shared import compression, dynamodb
from backend.shared.aws import client

_ABSENT = "attribute_not_exists(pk)"
_Shape = TypeVar("_Shape")
_Return = OrderReturnReceived | RefundRequested


class Records(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is known of an order. `refunds` are those that came before the invoice or before what they are
    for, credited by now or not."""

    invoice: Invoice | None = None
    notes: tuple[CreditNote, ...] = ()
    refunds: tuple[MoneyBack, ...] = ()
    returns: tuple[_Return, ...] = ()
    claim: OrderClaimed | None = None
    erased: OrderErased | None = None

    def explains(self, refund: MoneyBack) -> bool:
        """Return whether it is known what the refund is for; without a number it is for everything that was left."""
        return not refund.number or refund.number in {each.number for each in self.returns}

    def is_owned_by(self, owner: str) -> bool:
        """Return whether the owner may read the documents: once the order was claimed, only the account may."""
        placed_by = self.invoice.owner if self.invoice else ""
        return owner == (self.claim.shopper if self.claim else placed_by)


class Counter(msgspec.Struct, frozen=True):
    """The last number of a range and when it was given out; 0 before the first."""

    last: int = 0
    at: str = ""


def load(order_id: str) -> Records:
    """Read everything of an order, consistently."""
    reply = client("dynamodb").query(  # one page: an order's documents are some kilobytes, and a page is a megabyte
        TableName=dynamodb.table_name(),
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": _pk(order_id)},
        ConsistentRead=True,
    )
    items = reply["Items"]
    return Records(
        invoice=next(_decode(items, "INVOICE", Invoice), None),
        notes=tuple(_decode(items, "CREDIT", CreditNote)),
        refunds=tuple(_decode(items, "REFUND", cast("type[MoneyBack]", MoneyBack))),
        returns=tuple(_decode(items, "RETURN", cast("type[_Return]", _Return))),
        claim=next(_decode(items, "CLAIM", OrderClaimed), None),
        erased=next(_decode(items, "ERASED", OrderErased), None),
    )


def _decode(items: Sequence[dynamodb.Item], kind: str, shape: type[_Shape]) -> Iterator[_Shape]:
    """Yield the values of all items of one kind."""
    for item in items:
        if item["sk"]["S"].partition("#")[0] == kind:
            yield compression.decode(bytes(item["value"]["B"]), shape)


def read_counter(range_name: str) -> Counter:
    """Read the last number of a range, consistently."""
    reply = client("dynamodb").get_item(
        TableName=dynamodb.table_name(), Key=_counter_key(range_name), ConsistentRead=True
    )
    if "Item" not in reply:
        return Counter()
    return Counter(int(reply["Item"]["last"]["N"]), reply["Item"]["at"]["S"])


def add_invoice(invoice: Invoice, range_name: str, before: Counter) -> bool:
    """Write the order's invoice and the count. Return False if it has one, or somebody took the number."""
    item = _item(invoice.order_id, "INVOICE", invoice)
    return dynamodb.transact_if([_count(range_name, before, invoice.issued_at), {"Put": _put(item)}])


def add_credit_note(order_id: str, sequence: int, note: CreditNote, range_name: str, before: Counter) -> bool:
    """Write the order's credit note of that place and the count.

    Return False if there is one in that place, or somebody took the number.
    """
    item = _item(order_id, f"CREDIT#{sequence:04}", note)
    return dynamodb.transact_if([_count(range_name, before, note.issued_at), {"Put": _put(item)}])


def keep_refund(refund: MoneyBack, *, explained: bool) -> bool:
    """Store a refund until there is an invoice, or until its cause is known (`explained`).

    Return False, without writing, if what it waits for exists by now, or it is stored already.
    """
    awaited = "INVOICE" if explained else f"RETURN#{refund.number}"
    absent: dynamodb.Check = {
        "TableName": dynamodb.table_name(),
        "Key": {"pk": _pk(refund.order_id), "sk": {"S": awaited}},
        "ConditionExpression": _ABSENT,
    }
    item = _item(refund.order_id, f"REFUND#{refund.attempt}-{refund.number}", refund)
    return dynamodb.transact_if([{"ConditionCheck": absent}, {"Put": _put(item)}])


def keep_return(event: OrderReturnReceived | RefundRequested) -> None:
    """Store a return or a refund by staff, for the pieces on its credit note; repeating it changes nothing."""
    dynamodb.write_if("put_item", **_put(_item(event.order_id, f"RETURN#{event.number}", event)))


def keep_claim(event: OrderClaimed) -> None:
    """Store which account claimed the order; repeating it changes nothing."""
    dynamodb.write_if("put_item", **_put(_item(event.order_id, "CLAIM", event)))


def keep_erasure(event: OrderErased) -> None:
    """Store that the order belonged to a closed account; repeating it changes nothing."""
    dynamodb.write_if("put_item", **_put(_item(event.order_id, "ERASED", event)))


def replace_invoice(invoice: Invoice) -> None:
    """Write the invoice again, without what it need not contain. Nothing that is printed changes."""
    item = _item(invoice.order_id, "INVOICE", invoice)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item, ConditionExpression="attribute_exists(pk)")


def _count(range_name: str, before: Counter, at: str) -> dynamodb.TransactionItem:
    """Return the next number of the range, if the last one is still the one that was read."""
    put = _put(_counter_key(range_name) | dynamodb.to_item({"last": before.last + 1, "at": at}))
    if before.last:
        put["ConditionExpression"] = "#last = :last"
        put["ExpressionAttributeNames"] = {"#last": "last"}
        put["ExpressionAttributeValues"] = {":last": {"N": str(before.last)}}
    return {"Put": put}


def _put(item: dynamodb.Item) -> dynamodb.Put:
    return {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": _ABSENT}


def _item(order_id: str, sk: str, value: Invoice | CreditNote | Event) -> dynamodb.Item:
    key: dynamodb.Item = {"pk": _pk(order_id), "sk": {"S": sk}}
    return key | dynamodb.to_item({"value": compression.compress(value)})


def _pk(order_id: str) -> dynamodb.AttributeValue:
    return {"S": f"ORDER#{order_id}"}


def _counter_key(range_name: str) -> dynamodb.Item:
    return {"pk": {"S": "COUNTER"}, "sk": {"S": range_name}}
