"""The voucher service's HTTP handler: a balance for whoever has the code, all else for staff."""

from backend.contracts import shop, working_days
from backend.contracts.operation import Empty
from backend.contracts.order.models import OrderPath
from backend.contracts.types import PageQuery
from backend.contracts.voucher import codes
from backend.contracts.voucher.models import (
    BlockVoucher,
    IssueVoucher,
    ResendVoucher,
    StaffVoucher,
    VoucherBalance,
    VoucherCodeBody,
    VoucherHoldPage,
    VoucherPage,
    VoucherPath,
    WithdrawVoucher,
)
from backend.contracts.voucher.operations import (
    BLOCK_VOUCHER,
    CHECK_VOUCHER,
    FIND_VOUCHER,
    GET_VOUCHER,
    ISSUE_VOUCHER,
    LIST_SOLD_VOUCHERS,
    LIST_VOUCHER_HOLDS,
    LIST_VOUCHERS,
    RESEND_VOUCHER,
    WITHDRAW_VOUCHER,
)
from backend.shared import clock
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe
from backend.voucher import blocking, holds, repository, sales


def _check(request: Request[Empty, Empty, VoucherCodeBody]) -> VoucherBalance:
    """Return the balance; a blocked or expired voucher is said to have none left, an unknown one is a 404."""
    voucher = repository.get(codes.voucher_id(request.body.code))
    good = not voucher.blocked and voucher.expires_on >= working_days.day_of(clock.now()).isoformat()
    return VoucherBalance(
        balance=voucher.balance if good else 0, currency=voucher.currency, expires_on=voucher.expires_on
    )


def _list(request: Request[Empty, PageQuery, Empty]) -> VoucherPage:
    return repository.list_newest(request.query)


def _find(request: Request[Empty, Empty, VoucherCodeBody]) -> StaffVoucher:
    return repository.get(codes.voucher_id(request.body.code))


def _get(request: Request[VoucherPath, Empty, Empty]) -> StaffVoucher:
    return repository.get(request.path.voucher_id)


def _issue(request: Request[Empty, Empty, IssueVoucher]) -> StaffVoucher:
    describe(amount=request.body.value, currency=shop.currency())
    return repository.issue(request.body)


def _block(request: Request[VoucherPath, Empty, BlockVoucher]) -> StaffVoucher:
    describe(("blocked", not request.body.blocked, request.body.blocked))
    return blocking.block(request.path.voucher_id, request.body)


def _resend(request: Request[VoucherPath, Empty, ResendVoucher]) -> StaffVoucher:
    describe(("mail", request.body.number - 1, request.body.number))
    return repository.resend(request.path.voucher_id, request.body)


def _withdraw(request: Request[VoucherPath, Empty, WithdrawVoucher]) -> StaffVoucher:
    before = repository.get(request.path.voucher_id)
    describe(("left", before.balance, 0), reason=request.body.reason, amount=before.balance, currency=before.currency)
    return sales.withdraw(request.path.voucher_id, request.body)


def _list_sold(request: Request[OrderPath, Empty, Empty]) -> VoucherPage:
    return VoucherPage(items=repository.list_some(sales.list_ids(request.path.order_id)), next=None)


def _list_holds(request: Request[Empty, PageQuery, Empty]) -> VoucherHoldPage:
    return holds.list_all(request.query)


handler = http_handler(
    route(CHECK_VOUCHER, _check),
    route(LIST_VOUCHERS, _list),
    route(FIND_VOUCHER, _find),
    route(GET_VOUCHER, _get),
    route(ISSUE_VOUCHER, _issue),
    route(BLOCK_VOUCHER, _block),
    route(RESEND_VOUCHER, _resend),
    route(WITHDRAW_VOUCHER, _withdraw),
    route(LIST_SOLD_VOUCHERS, _list_sold),
    route(LIST_VOUCHER_HOLDS, _list_holds),
)
