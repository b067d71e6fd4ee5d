"""The parts of a transaction that change a voucher's balance, each with the entry that tells of it.

A balance is changed here alone, and never without an entry: so the entries of a voucher add up to its balance.
"""

from backend.contracts.voucher.models import Entry, StaffVoucher, VoucherPayment
from backend.shared import dynamodb

SK, ENTRY = "VOUCHER", "ENTRY#"
_NAMES = {"#balance": "balance", "#blocked": "blocked", "#expires_on": "expires_on"}


def key(voucher_id: str) -> dynamodb.Item:
    """Return the primary key of a voucher."""
    return {"pk": {"S": f"VOUCHER#{voucher_id}"}, "sk": {"S": SK}}


def take(payment: VoucherPayment, day: str) -> dynamodb.TransactionItem:
    """Return the part that takes a payment; it fails unless the voucher is good on that day and has so much left."""
    usable = "#balance >= :amount AND attribute_not_exists(#blocked) AND #expires_on >= :day"
    return _change(payment.id, -payment.amount, usable, {":amount": payment.amount, ":day": day}, _NAMES)


def check_unusable(payment: VoucherPayment, day: str) -> dynamodb.TransactionItem:
    """Return the part that fails if the voucher is good on that day and has so much left."""
    unusable = "attribute_not_exists(pk) OR #balance < :amount OR attribute_exists(#blocked) OR #expires_on < :day"
    return {
        "ConditionCheck": {
            "TableName": dynamodb.table_name(),
            "Key": key(payment.id),
            "ConditionExpression": unusable,
            "ExpressionAttributeNames": _NAMES,
            "ExpressionAttributeValues": dynamodb.to_item({":amount": payment.amount, ":day": day}),
        }
    }


def give_back(payment: VoucherPayment) -> dynamodb.TransactionItem:
    """Return the part that gives an amount back, to an expired or blocked voucher, too."""
    return _change(payment.id, payment.amount, "attribute_exists(pk)", {}, {"#balance": "balance"})


def empty(voucher: StaffVoucher) -> dynamodb.TransactionItem:
    """Return the part that takes all that is left; it fails if the voucher has changed since it was read."""
    names = {"#balance": "balance", "#withdrawn": "withdrawn"}
    values: dict[str, object] = {":before": voucher.version, ":back": voucher.balance}
    withdrawn = ", #withdrawn = #withdrawn + :back"
    return _change(voucher.id, -voucher.balance, "#version = :before", values, names, withdrawn)


def append(voucher_id: str, entry: Entry, part: str = "") -> dynamodb.TransactionItem:
    """Return the part that adds an entry; it fails if it is there. `part` tells two of one order and instant apart."""
    sk = f"{ENTRY}{entry.at}#{entry.kind}#{entry.order_id or ''}#{part}"
    item = key(voucher_id) | {"sk": {"S": sk}} | dynamodb.to_item(_values(entry))
    return {
        "Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
    }


def _values(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__struct_fields__ if getattr(entry, name) != ""}


def _change(
    voucher_id: str, amount: int, condition: str, values: dict[str, object], names: dict[str, str], also: str = ""
) -> dynamodb.TransactionItem:
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": key(voucher_id),
            "UpdateExpression": "SET #balance = #balance + :change, #version = #version + :one" + also,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {"#version": "version"} | names,
            "ExpressionAttributeValues": dynamodb.to_item({":change": amount, ":one": 1} | values),
        }
    }
