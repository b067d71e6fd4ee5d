"""Gift vouchers that orders buy: issued once the order is paid, and taken back while something is left on them.

An order that is confirmed is never cancelled (`is_settled`), so nothing that is issued here is undone but by staff.
They withdraw a voucher in one transaction with its ledger: what others have spent by then is not left, and goes to
nobody.
"""

from collections.abc import Iterator

from backend.contracts.order.events import OrderConfirmed
from backend.contracts.order.purchase import PurchaseDetails
from backend.contracts.problem import Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.voucher.events import VoucherWithdrawn
from backend.contracts.voucher.models import Entry, EntryKind, IssueVoucher, StaffVoucher, WithdrawVoucher
from backend.shared import clock, dynamodb, outbox
from backend.shared.pagination import query_all
from backend.voucher import ledger, repository

SOLD = "SOLD#"


def issue(event: OrderConfirmed) -> None:
    """Make a voucher for each piece that the order bought, and have its code mailed to the buyer; each once."""
    if event.purchase is None:
        return
    for number, line in enumerate(event.purchase.lines):
        if line.kind is ProductKind.VOUCHER:
            for piece in range(line.quantity):
                _issue_piece(event, line.price, event.purchase, f"{number}#{piece}")


def _issue_piece(event: OrderConfirmed, value: int, purchase: PurchaseDetails, piece: str) -> None:
    body = IssueVoucher(key="", value=value, email=purchase.address.email)
    repository.create(_order_key(event.order_id) | {"sk": {"S": SOLD + piece}}, body, purchase.currency, event)


def list_ids(order_id: str) -> Iterator[str]:
    """Yield the ids of the vouchers that the order bought, by a consistent read."""
    items = query_all(
        KeyConditionExpression="pk = :pk AND begins_with(sk, :sold)",
        ExpressionAttributeValues={":pk": _order_key(order_id)["pk"], ":sold": {"S": SOLD}},
        ConsistentRead=True,
    )
    yield from (item["voucher"]["S"] for item in items)


def _order_key(order_id: str) -> dynamodb.Item:
    return {"pk": {"S": f"ORDER#{order_id}"}}


def withdraw(voucher_id: str, body: WithdrawVoucher) -> StaffVoucher:
    """Take what is left on the voucher, which publishes VoucherWithdrawn. The same request once more changes nothing.

    Raises Refused 404, and 409 for a voucher that nobody bought, with nothing left, or that changed meanwhile.
    """
    voucher = repository.get(voucher_id)
    if _was_withdrawn(voucher, body):
        return voucher
    _check(voucher, body)
    if not dynamodb.transact_if(_withdrawal(voucher, body)):
        raise _conflict()
    return repository.get(voucher_id)


def _was_withdrawn(voucher: StaffVoucher, body: WithdrawVoucher) -> bool:
    return bool(dynamodb.batch_get([_withdrawal_key(voucher.id, body.version)], ConsistentRead=True))


def _check(voucher: StaffVoucher, body: WithdrawVoucher) -> None:
    if voucher.order_id is None:
        raise Refused(409, "not-sold", "Nobody bought this voucher", "Block it, and nobody can spend it.")
    if voucher.version != body.version:
        raise _conflict()
    if not voucher.balance:
        raise Refused(409, "nothing-left", "Nothing is left on this voucher", "What was spent cannot go back.")


def _conflict() -> Refused:
    return Refused(409, "changed-meanwhile", "The voucher has changed meanwhile", "Please look at it once more.")


def _withdrawal(voucher: StaffVoucher, body: WithdrawVoucher) -> list[dynamodb.TransactionItem]:
    now = clock.now()
    event = VoucherWithdrawn(
        order_id=voucher.order_id or "",
        owner=voucher.buyer or "",
        at=now,
        withdrawal=f"{voucher.id}-{voucher.version}",
        amount=voucher.balance,
        reason=body.reason,
    )
    item = _withdrawal_key(voucher.id, body.version) | dynamodb.to_item({"event": outbox.compress_event(event)})
    entry = Entry(
        at=now,
        kind=EntryKind.WITHDRAWN,
        amount=-voucher.balance,
        order_id=voucher.order_id,
        by=body.by,
        note=body.reason,
    )
    return [ledger.empty(voucher), ledger.append(voucher.id, entry), repository.put_new(item)]


def _withdrawal_key(voucher_id: str, version: int) -> dynamodb.Item:
    return ledger.key(voucher_id) | {"sk": {"S": f"WITHDRAWAL#{version}"}}
