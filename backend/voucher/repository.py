"""The voucher table, but for what orders hold (`holds`) and what is erased (`personal_data`).

| pk           | sk                          | else                                                              |
| VOUCHER#<id> | VOUCHER                     | code, hint, currency, value, balance, expires_on, version, …      |
| VOUCHER#<id> | ENTRY#<at>#<kind>#<order>#… | an entry of the ledger (`ledger`)                                 |
| VOUCHER#<id> | MAIL#<number>               | event: the mail that has the code                                 |
| VOUCHER#<id> | WITHDRAWAL#<version>        | event: what was left on it goes back to who bought it             |
| REQUEST#<key>| ISSUE                       | voucher: the id of the one that was made; body: a digest          |
| ORDER#<id>   | SOLD#<line>#<piece>         | voucher: the id of one that the order bought (`sales`)            |
| ORDER#<id>   | HOLD                        | what vouchers pay of an order (`holds`)                           |

The id is a digest of the code. The code itself is here alone: it must be mailed again to who lost the mail, and is
deleted once nobody can be mailed. The index `by_time` (pk `list`, sk `issued_at`) lists vouchers for staff. The relay
makes VoucherChanged from the stream's images.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from backend.contracts import shop, working_days
from backend.contracts.event import OrderEvent
from backend.contracts.problem import Refused
from backend.contracts.types import Model, PageQuery
from backend.contracts.voucher import codes
from backend.contracts.voucher.events import VoucherMailRequested
from backend.contracts.voucher.models import (
    VALID_YEARS,
    Entry,
    EntryKind,
    IssueVoucher,
    MailedVoucher,
    ResendVoucher,
    StaffVoucher,
    Voucher,
    VoucherPage,
)
from backend.shared import clock, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.pagination import KeyText, PageKeys, Query, query_all, query_page
from backend.voucher import domain, ledger

LIST = "/"
BY_TIME: Query = {
    "IndexName": "by_time",
    "KeyConditionExpression": "#list = :list",
    "ExpressionAttributeNames": {"#list": "list"},
    "ExpressionAttributeValues": {":list": {"S": LIST}},
    "ScanIndexForward": False,
}
"""The arguments of a query for all vouchers, newest first."""
_LIST_KEYS = PageKeys(varying={"pk": KeyText, "issued_at": KeyText}, fixed={"list": LIST, "sk": ledger.SK})
_ABSENT = "attribute_not_exists(pk)"
_Shape = TypeVar("_Shape", bound=Model)


def issue(body: IssueVoucher) -> StaffVoucher:
    """Make a voucher and have its code mailed. The same request once more returns the voucher that it made.

    Raises Refused 409 for a key that another request has used.
    """
    request = _request_key(body.key) | dynamodb.to_item({"body": _digestible(body)})
    domain.check_value(body.value, shop.currency())
    made = create(request, body, shop.currency())
    return get(made) if made else _find_issued(body)


def create(request: dynamodb.Item, body: IssueVoucher, currency: str, order: OrderEvent | None = None) -> str | None:
    """Make a voucher and have its code mailed, and return its id; None if the item `request` is there already.

    `order` is an event of the order that bought it.
    """
    code, now = base64.b32encode(secrets.token_bytes(10)).decode(), clock.now()
    made = StaffVoucher(
        id=codes.voucher_id(code),
        hint=codes.hint(code),
        currency=currency,
        balance=body.value,
        expires_on=expiry(working_days.day_of(now)),
        version=1,
        value=body.value,
        issued_at=now,
        by=body.by,
        email=body.email,
        mails=1,
        order_id=order.order_id if order else None,
        buyer=order.owner if order else None,
    )
    entry = Entry(at=now, kind=EntryKind.ISSUED, amount=body.value, by=body.by, order_id=made.order_id)
    parts = [
        put_new(request | {"voucher": {"S": made.id}}),
        put_new(_encode(made, code, body.message)),
        ledger.append(made.id, entry),
        _mail(made, code, body.message),
    ]
    return made.id if dynamodb.transact_if(parts) else None


def expiry(day: date) -> str:
    """Return the last day of a voucher that is issued on that day."""
    return f"{day.year + VALID_YEARS}-12-31"


def _find_issued(body: IssueVoucher) -> StaffVoucher:
    key = _request_key(body.key)
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=key, ConsistentRead=True).get("Item", {})
    if item.get("body", {}).get("S") != _digestible(body):
        raise Refused(409, "key-reused", "Another voucher was made with this key", "Each voucher needs its own.")
    return get(item["voucher"]["S"])


def _digestible(body: IssueVoucher) -> str:
    """Return what tells two requests apart, without the person that they are about."""
    return hashlib.sha256(msgspec.json.encode([body.value, body.email, body.message])).hexdigest()


def get(voucher_id: str) -> StaffVoucher:
    """Return the voucher and its ledger by consistent reads. Raise Refused 404 if there is none."""
    head, items = _read(voucher_id)
    entries = tuple(_decode_entry(item) for item in items if item["sk"]["S"].startswith(ledger.ENTRY))
    return replace(decode(head), entries=entries)


def _read(voucher_id: str) -> tuple[dynamodb.Item, list[dynamodb.Item]]:
    """Return the voucher's own item and all of its partition. Raise Refused 404 if there is none."""
    items = list(
        query_all(
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": ledger.key(voucher_id)["pk"]},
            ConsistentRead=True,
        )
    )
    head = next((item for item in items if item["sk"]["S"] == ledger.SK), None)
    if head is None:
        raise Refused(404, "no-voucher", "There is no such voucher", "Please check how the code is written.")
    return head, items


def list_newest(query: PageQuery) -> VoucherPage:
    """Return a page of vouchers, newest first. Raise Refused 400 for a bad cursor."""
    items, after = query_page(query, _LIST_KEYS, **BY_TIME)
    return VoucherPage(items=tuple(map(decode, items)), next=after)


def list_some(ids: Iterable[str]) -> tuple[StaffVoucher, ...]:
    """Return these vouchers, oldest first, without their ledgers."""
    return tuple(sorted(map(decode, read_some(ids)), key=lambda each: (each.issued_at, each.id)))


def read_some(ids: Iterable[str]) -> list[dynamodb.Item]:
    """Return the items of these vouchers, by consistent reads."""
    return dynamodb.batch_get(map(ledger.key, ids), ConsistentRead=True)


def resend(voucher_id: str, body: ResendVoucher) -> StaffVoucher:
    """Have the code mailed once more; a number that was mailed is done.

    Raises Refused 404, and 409 for a later number or where the address was erased.
    """
    item, _ = _read(voucher_id)
    voucher = decode(item)
    if body.number > voucher.mails + 1:
        raise Refused(409, "other-number", "The code was mailed another number of times", f"It was {voucher.mails}.")
    if body.number == voucher.mails + 1:
        if "code" not in item:
            raise Refused(409, "erased", "The voucher's address is not kept any more", "Its owner closed the account.")
        mailed = replace(voucher, mails=body.number)
        dynamodb.transact_if(
            [_count_mail(mailed), _mail(mailed, item["code"]["S"], item.get("message", {}).get("S", ""))]
        )
    return get(voucher_id)


def _count_mail(voucher: StaffVoucher) -> dynamodb.TransactionItem:
    return {
        "Update": {
            "TableName": dynamodb.table_name(),
            "Key": ledger.key(voucher.id),
            "UpdateExpression": "SET #mails = :mails",
            "ConditionExpression": "#mails = :before AND #email = :email",
            "ExpressionAttributeNames": {"#mails": "mails", "#email": "email"},
            "ExpressionAttributeValues": dynamodb.to_item(
                {":mails": voucher.mails, ":before": voucher.mails - 1, ":email": voucher.email}
            ),
        }
    }


def _mail(voucher: StaffVoucher, code: str, message: str) -> dynamodb.TransactionItem:
    event = VoucherMailRequested(
        voucher=strip_private(voucher),
        code=code,
        email=voucher.email,
        message=message,
        number=voucher.mails,
        order_id=voucher.order_id or UNSET,
    )
    values = {"sk": mail_sk(voucher.mails), "event": outbox.compress_event(event)}
    return put_new(ledger.key(voucher.id) | dynamodb.to_item(values))


def mail_sk(number: int) -> str:
    """Return the sort key of a voucher's mail of this number."""
    return f"MAIL#{number}"


def put_new(item: dynamodb.Item) -> dynamodb.TransactionItem:
    """Return the part that writes an item; it fails if the item is there."""
    return {"Put": {"TableName": dynamodb.table_name(), "Item": item, "ConditionExpression": _ABSENT}}


def _request_key(request: str) -> dynamodb.Item:
    return {"pk": {"S": f"REQUEST#{request}"}, "sk": {"S": "ISSUE"}}


def strip_private(voucher: Voucher) -> Voucher:
    """Return what other services may know of the voucher."""
    return msgspec.convert(voucher, Voucher, from_attributes=True)


def _encode(voucher: StaffVoucher, code: str, message: str) -> dynamodb.Item:
    values = {name: getattr(voucher, name) for name in StaffVoucher.__struct_fields__}
    left_out = {"id": None, "entries": None, "blocked": voucher.blocked or None, "by": voucher.by or None}
    stored = values | left_out | {"code": code, "message": message or None, "list": LIST}
    return ledger.key(voucher.id) | dynamodb.to_item(stored)


def decode(item: dynamodb.Item) -> StaffVoucher:
    """Return the voucher in an item, without its ledger."""
    return _convert(item, StaffVoucher)


def decode_mailed(item: dynamodb.Item) -> MailedVoucher:
    """Return the voucher in an item as whoever it was mailed to may see it."""
    return _convert(item, MailedVoucher)


def _convert(item: dynamodb.Item, shape: type[_Shape]) -> _Shape:
    return msgspec.convert(dynamodb.from_item(item) | {"id": item["pk"]["S"].removeprefix("VOUCHER#")}, shape)


def _decode_entry(item: dynamodb.Item) -> Entry:
    return msgspec.convert(dynamodb.from_item(item), Entry)
