"""Which pages of the back office a role may open: each page needs the right to call one operation to be opened, and one
to be sent."""

from collections.abc import Collection

from django.http import HttpRequest

from backend.contracts.basket.operations import CHECK_OUT_FOR_CUSTOMER
from backend.contracts.delivery.operations import SET_DELIVERY_ZONES, SET_TAX_RATES
from backend.contracts.desk.operations import (
    ADD_CUSTOMER_NOTE,
    ADD_NOTE,
    LIST_CUSTOMER_NOTES,
    LIST_STAFF_CHANGES,
    SEARCH_ORDERS,
)
from backend.contracts.inventory.operations import LIST_HOLDS, LIST_STOCK, SET_STOCK
from backend.contracts.invoice.operations import DRAW_PACKING_SLIPS, GET_STAFF_DOCUMENT, LIST_STAFF_DOCUMENTS
from backend.contracts.newsletter.issue_operations import (
    GET_ISSUE,
    LIST_ISSUES,
    SAVE_ISSUE,
    START_ISSUE,
    STOP_ISSUE,
    TEST_ISSUE,
)
from backend.contracts.newsletter.operations import COUNT_SUBSCRIBERS, LIST_SUBSCRIBERS
from backend.contracts.notification.operations import ANSWER_MESSAGE, LIST_MESSAGES, PREVIEW_ISSUE, RESEND_MAIL
from backend.contracts.operation import AnyOperation, Role
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    REDRIVE_DEAD_LETTERS,
)
from backend.contracts.order.operations import (
    CANCEL_ORDER_FOR_SHOPPER,
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_STAFF_ORDER,
    LIST_STAFF_ORDERS,
    MOVE_ORDER,
    RECEIVE_RETURN,
    REFUND_ORDER,
    REQUEST_INVOICE,
)
from backend.contracts.order.parcel_operations import DELIVER_PARCEL, SEND_PARCEL
from backend.contracts.picture.operations import START_UPLOAD
from backend.contracts.product.operations import (
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_UNLISTED,
    LIST_UNLISTED,
    PUT_UNLISTED,
    REPLACE_PRODUCT,
    SET_MENU,
)
from backend.contracts.promotion.operations import CREATE_PROMOTION, END_PROMOTION, GET_PROMOTION, LIST_PROMOTIONS
from backend.contracts.review.operations import DECIDE_REVIEW, LIST_STAFF_REVIEWS
from backend.contracts.search.operations import GET_SYNONYMS, PUT_SYNONYMS
from backend.contracts.voucher.operations import (
    BLOCK_VOUCHER,
    FIND_VOUCHER,
    GET_VOUCHER,
    ISSUE_VOUCHER,
    LIST_VOUCHERS,
)
from storefront.account.shopper import shopper

OPENED_BY: dict[str, AnyOperation] = {
    "orders": LIST_STAFF_ORDERS,
    "order-search": SEARCH_ORDERS,
    "slips": GET_STAFF_ORDER,
    "slips-pdf": DRAW_PACKING_SLIPS,
    "phone-order": CHECK_OUT_FOR_CUSTOMER,
    "phone-order-address": CHECK_OUT_FOR_CUSTOMER,
    "phone-order-review": CHECK_OUT_FOR_CUSTOMER,
    "move": GET_STAFF_ORDER,
    "documents": LIST_STAFF_DOCUMENTS,
    "document": GET_STAFF_DOCUMENT,
    "note": ADD_NOTE,
    "cancel": CANCEL_ORDER_FOR_SHOPPER,
    "address": CHANGE_ADDRESS,
    "refund": REFUND_ORDER,
    "receive": RECEIVE_RETURN,
    "resend": RESEND_MAIL,
    "tracking": CORRECT_TRACKING,
    "parcel": SEND_PARCEL,
    "parcel-delivered": DELIVER_PARCEL,
    "customers": SEARCH_ORDERS,
    "customer": LIST_CUSTOMER_NOTES,
    "customer-note": ADD_CUSTOMER_NOTE,
    "customer-sign-out": ADD_CUSTOMER_NOTE,
    "customer-second-factor": ADD_CUSTOMER_NOTE,
    "stock": LIST_STOCK,
    "holds": LIST_HOLDS,
    "products": LIST_UNLISTED,
    "create": CREATE_PRODUCT,
    "unlisted-list": LIST_UNLISTED,
    "unlisted": PUT_UNLISTED,
    "preview": GET_UNLISTED,
    "product": REPLACE_PRODUCT,
    "picture": START_UPLOAD,
    "withdraw": DELETE_PRODUCT,
    "catalogue": CREATE_PRODUCT,
    "export": LIST_UNLISTED,
    "import": CREATE_PRODUCT,
    "importing": CREATE_PRODUCT,
    "report": CREATE_PRODUCT,
    "messages": LIST_MESSAGES,
    "answer": ANSWER_MESSAGE,
    "reviews": LIST_STAFF_REVIEWS,
    "review": DECIDE_REVIEW,
    "review-picture": LIST_STAFF_REVIEWS,
    "synonyms": GET_SYNONYMS,
    "menu": SET_MENU,
    "newsletter": COUNT_SUBSCRIBERS,
    "newsletter-download": LIST_SUBSCRIBERS,
    "issues": LIST_ISSUES,
    "new-issue": SAVE_ISSUE,
    "issue": GET_ISSUE,
    "try-issue": TEST_ISSUE,
    "send-issue": START_ISSUE,
    "stop-issue": STOP_ISSUE,
    "issue-preview": PREVIEW_ISSUE,
    "issue-html": PREVIEW_ISSUE,
    "delivery": SET_DELIVERY_ZONES,
    "tax": SET_TAX_RATES,
    "audit": LIST_STAFF_CHANGES,
    "promotions": LIST_PROMOTIONS,
    "new-promotion": CREATE_PROMOTION,
    "promotion": GET_PROMOTION,
    "vouchers": LIST_VOUCHERS,
    "new-voucher": ISSUE_VOUCHER,
    "voucher": GET_VOUCHER,
    "dead-letters": LIST_DEAD_LETTER_QUEUES,
    "dead-letter-queue": LIST_DEAD_LETTERS,
    "redrive": REDRIVE_DEAD_LETTERS,
    "dead-letter": GET_DEAD_LETTER,
}
"""By the name of a page's address: what whoever opens it must be allowed to call."""

SENT_BY: dict[str, AnyOperation] = {
    "issue": SAVE_ISSUE,
    "slips": MOVE_ORDER,
    "move": MOVE_ORDER,
    "documents": REQUEST_INVOICE,
    "stock": SET_STOCK,
    "synonyms": PUT_SYNONYMS,
    "promotion": END_PROMOTION,
    "vouchers": FIND_VOUCHER,
    "voucher": BLOCK_VOUCHER,
    "dead-letter": DISCARD_DEAD_LETTER,
}
"""The same for its form, where that is another operation."""


def roles(request: HttpRequest) -> frozenset[Role]:
    """Return the roles of the signed-in person; none for shoppers and visitors."""
    signed_in = shopper(request)
    return signed_in.roles if signed_in else frozenset()


def may(request: HttpRequest, operation: AnyOperation) -> bool:
    """Return whether the signed-in person may call the operation."""
    return operation.allows(roles(request))


def opens(page: str, roles: Collection[Role], method: str = "GET") -> bool:
    """Return whether these roles open a page, or may send its form. Staff of any role may open pages that are in no
    table."""
    table = OPENED_BY if method in ("GET", "HEAD") else OPENED_BY | SENT_BY
    return page not in table or table[page].allows(roles)
