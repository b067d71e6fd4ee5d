"""The entries of the audit log in the words of staff."""

import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from backend.contracts.desk.audit import StaffChange
from backend.contracts.operation import Thing
from backend.contracts.order.models import number
from storefront.staff import access

THINGS = {
    Thing.ORDER: "Orders",
    Thing.CUSTOMER: "Customers",
    Thing.MESSAGE: "Messages to the shop",
    Thing.PRODUCT: "Products and prices",
    Thing.PICTURE: "Pictures",
    Thing.STOCK: "Stock",
    Thing.PROMOTION: "Promotions",
    Thing.VOUCHER: "Gift vouchers",
    Thing.REVIEW: "Reviews",
    Thing.MENU: "Menu",
    Thing.SYNONYMS: "Synonyms",
    Thing.NEWSLETTER: "Newsletter",
    Thing.DELIVERY: "Delivery",
    Thing.TAX: "Tax",
    Thing.DEAD_LETTERS: "Failed messages",
    Thing.STAFF: "Staff and roles",
    Thing.SYSTEM: "System",
}
"""Each kind of thing, as the filter names it."""

OPERATIONS = {
    "add_note": "Note written",
    "add_customer_note": "Note about a customer written",
    "index_orders": "Orders indexed",
    "set_stock": "Stock set",
    "answer_message": "Message answered",
    "resend_mail": "Mail sent again",
    "report_second_factor_removal_for": "Mail about a removed second factor sent",
    "redrive_dead_letters": "Failed messages sent on",
    "redrive_dead_letter": "Failed message sent on",
    "discard_dead_letter": "Failed message discarded",
    "upgrade_orders": "Orders upgraded",
    "correct_tracking": "Tracking number corrected",
    "move_order": "Order moved on",
    "send_parcel": "Parcel sent",
    "deliver_parcel": "Parcel delivered",
    "check_out_for_customer": "Order placed for a customer",
    "cancel_order_for_shopper": "Order cancelled",
    "refund_order": "Order refunded",
    "receive_return": "Return received",
    "change_address": "Address changed",
    "request_invoice": "Invoice of an earlier order requested",
    "start_upload": "Picture upload started",
    "set_menu": "Menu changed",
    "put_unlisted": "Product outside the shop saved",
    "create_product": "Product created",
    "replace_product": "Product saved",
    "delete_product": "Product withdrawn",
    "republish_products": "Products published again",
    "create_promotion": "Promotion created",
    "end_promotion": "Promotion ended",
    "issue_voucher": "Gift voucher issued",
    "block_voucher": "Gift voucher blocked or let be used again",
    "resend_voucher": "Gift voucher's code mailed again",
    "withdraw_voucher": "Gift voucher withdrawn, and its rest paid back",
    "decide_review": "Review decided on",
    "answer_review": "Review answered",
    "put_synonyms": "Synonyms changed",
    "save_issue": "Issue of the newsletter written",
    "test_issue": "Issue of the newsletter tested",
    "start_issue": "Issue of the newsletter sent",
    "stop_issue": "Issue of the newsletter stopped",
    "set_delivery_zones": "Delivery changed",
    "set_tax_rates": "Rates of tax changed",
    "rebuild_index": "Search index rebuilt",
    "add_staff": "Staff added",
    "remove_staff": "Staff removed",
}
"""What was done, by the operation or command that did it."""

_PAGES = {
    Thing.ORDER: "move",
    Thing.PRODUCT: "product",
    Thing.PROMOTION: "promotion",
    Thing.VOUCHER: "voucher",
    Thing.NEWSLETTER: "issue",
    Thing.DEAD_LETTERS: "dead-letter-queue",
}
"""Pages of one thing, which its id leads to."""

_LISTS = {
    Thing.MESSAGE: "messages",
    Thing.MENU: "menu",
    Thing.SYNONYMS: "synonyms",
    Thing.STOCK: "stock",
    Thing.DELIVERY: "delivery",
    Thing.TAX: "tax",
}


class Row(msgspec.Struct, frozen=True):
    """An entry as the page shows it; `address` is empty where nothing can be opened."""

    change: StaffChange
    title: str
    name: str
    address: str

    @property
    def who(self) -> str:
        return self.change.email or self.change.who


def row(change: StaffChange, request: HttpRequest) -> Row:
    """Return an entry in words, with the way to its thing if the reader's role opens that page."""
    title = OPERATIONS.get(change.operation, change.operation.replace("_", " ").capitalize())
    return Row(change, title, _name(change), _address(change, request))


def _name(change: StaffChange) -> str:
    if change.thing is Thing.ORDER:
        return f"Order {number(change.thing_id)}"
    if (
        change.thing in (Thing.CUSTOMER, Thing.MESSAGE, Thing.PICTURE, Thing.REVIEW, Thing.VOUCHER)
        or not change.thing_id
    ):
        return THINGS[change.thing]  # their ids are nothing that people read
    return change.thing_id


def _address(change: StaffChange, request: HttpRequest) -> str:
    held = access.roles(request)
    if (page := _PAGES.get(change.thing, "")) and change.thing_id and access.opens(page, held):
        return reverse(f"staff:{page}", args=[change.thing_id])
    if (page := _LISTS.get(change.thing, "")) and access.opens(page, held):
        query = f"?{urlencode({'q': change.thing_id})}" if change.thing is Thing.STOCK else ""
        return f"{reverse(f'staff:{page}')}{query}"
    return ""
