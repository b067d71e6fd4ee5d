"""The voucher service's operations. Shoppers redeem vouchers in their basket; here they ask for a balance alone."""

from backend.contracts.operation import HANDLE_ORDERS, HELP_SHOPPERS, READ_ORDERS, Caller, Changes, Operation, Thing
from backend.contracts.order.models import OrderPath
from backend.contracts.types import PageQuery
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

CHECK_VOUCHER = Operation(
    name="check_voucher",
    service="voucher",
    route="POST /voucher-balance",
    caller=Caller.PUBLIC,
    summary="What the voucher with this code can still pay; a code that is nearly right is as unknown as any other",
    body=VoucherCodeBody,
    reply=VoucherBalance,
    problems=(404,),
)
LIST_VOUCHERS = Operation(
    name="list_vouchers",
    service="voucher",
    route="GET /vouchers",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Vouchers, newest first, without their ledgers",
    query=PageQuery,
    reply=VoucherPage,
)
FIND_VOUCHER = Operation(
    name="find_voucher",
    service="voucher",
    route="POST /vouchers/find",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="The voucher with this code, and its ledger",
    body=VoucherCodeBody,
    reply=StaffVoucher,
    problems=(404,),
)
GET_VOUCHER = Operation(
    name="get_voucher",
    service="voucher",
    route="GET /vouchers/{voucher_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="One voucher and its ledger",
    path=VoucherPath,
    reply=StaffVoucher,
    problems=(404,),
)
ISSUE_VOUCHER = Operation(
    name="issue_voucher",
    service="voucher",
    route="POST /vouchers",
    caller=Caller.STAFF,
    roles=HANDLE_ORDERS,
    summary="Make a voucher and mail its code; sent twice, it is made once",
    body=IssueVoucher,
    reply=StaffVoucher,
    problems=(409, 422),
    changes=Changes(Thing.VOUCHER, "id"),
)
BLOCK_VOUCHER = Operation(
    name="block_voucher",
    service="voucher",
    route="POST /vouchers/{voucher_id}/block",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Block a voucher, or let it be used again; its balance stays",
    path=VoucherPath,
    body=BlockVoucher,
    reply=StaffVoucher,
    problems=(404,),
    changes=Changes(Thing.VOUCHER, "voucher_id"),
)
RESEND_VOUCHER = Operation(
    name="resend_voucher",
    service="voucher",
    route="POST /vouchers/{voucher_id}/mail",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Mail a voucher's code once more, to the address that it was issued to",
    path=VoucherPath,
    body=ResendVoucher,
    reply=StaffVoucher,
    problems=(404, 409),
    changes=Changes(Thing.VOUCHER, "voucher_id"),
)
WITHDRAW_VOUCHER = Operation(
    name="withdraw_voucher",
    service="voucher",
    route="POST /vouchers/{voucher_id}/withdrawal",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Take back what is left on a voucher that was bought, and give it back to who paid",
    path=VoucherPath,
    body=WithdrawVoucher,
    reply=StaffVoucher,
    problems=(404, 409),
    changes=Changes(Thing.VOUCHER, "voucher_id"),
)
LIST_SOLD_VOUCHERS = Operation(
    name="list_sold_vouchers",
    service="voucher",
    route="GET /staff/orders/{order_id}/vouchers",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="The vouchers that an order bought, without their ledgers; none before it is paid",
    path=OrderPath,
    reply=VoucherPage,
)
LIST_VOUCHER_HOLDS = Operation(
    name="list_voucher_holds",
    service="voucher",
    route="GET /voucher-holds",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="What vouchers paid of every order, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=VoucherHoldPage,
)
OPERATIONS = (
    CHECK_VOUCHER,
    LIST_VOUCHERS,
    FIND_VOUCHER,
    GET_VOUCHER,
    ISSUE_VOUCHER,
    BLOCK_VOUCHER,
    RESEND_VOUCHER,
    WITHDRAW_VOUCHER,
    LIST_SOLD_VOUCHERS,
    LIST_VOUCHER_HOLDS,
)
