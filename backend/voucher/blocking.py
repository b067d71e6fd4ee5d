"""Vouchers that can pay for nothing for a while: they keep their balance."""

from backend.contracts.voucher.models import BlockVoucher, Entry, EntryKind, StaffVoucher
from backend.shared import clock, dynamodb
from backend.voucher import ledger, repository

_BLOCK, _FREE = ", #blocked = :yes", " REMOVE #blocked"


def block(voucher_id: str, body: BlockVoucher) -> StaffVoucher:
    """Block the voucher or let it be used again; one that is so stays as it is. Raises Refused 404 and 409."""
    voucher = repository.get(voucher_id)
    if voucher.blocked == body.blocked:
        return voucher
    kind = EntryKind.BLOCKED if body.blocked else EntryKind.UNBLOCKED
    entry = Entry(at=clock.now(), kind=kind, by=body.by, note=body.reason)
    change: dynamodb.TransactionItem = {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": ledger.key(voucher_id),
            "UpdateExpression": "SET #version = #version + :one" + (_BLOCK if body.blocked else _FREE),
            "ConditionExpression": f"attribute_{'not_' if body.blocked else ''}exists(#blocked)",
            "ExpressionAttributeNames": {"#version": "version", "#blocked": "blocked"},
            "ExpressionAttributeValues": dynamodb.to_item({":one": 1} | ({":yes": True} if body.blocked else {})),
        }
    }
    dynamodb.transact_if([change, ledger.append(voucher_id, entry)])
    return repository.get(voucher_id)
