"""Customers: everybody who ordered with an e-mail address, with or without an account.

The list is made from the orders, newest first, so it costs an order nothing; frequent customers appear on several
pages.
"""

from collections.abc import Callable, Iterable

import msgspec
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from backend.contracts.desk.models import AddCustomerNote, CustomerQuery, DeskOrder, DeskQuery
from backend.contracts.desk.operations import ADD_CUSTOMER_NOTE, LIST_CUSTOMER_NOTES, SEARCH_ORDERS
from backend.contracts.email_addresses import comparable, is_same_address
from backend.contracts.notification.models import AddressQuery
from backend.contracts.notification.operations import GET_ADDRESS_FEEDBACK, REPORT_REMOVAL_FOR
from backend.contracts.types import Key, Note, OptionalShortText, ShortText, StoredEmail
from storefront.account import login, second_factor
from storefront.clients import api
from storefront.staff.access import may
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import optional, staff_name
from storefront.staff.pagination import page_at
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField, form_errors
from storefront.web.redirect import SeeOther, post_only

LIMIT = 50
OPEN_AGAIN = "Please open the customer again."
SIGNED_OUT = "Signed out everywhere."
SECOND_FACTOR_REMOVED = "Second factor removed."


class FindForm(forms.Form):
    """What is known of the customers that are looked for."""

    q = ContractCharField(OptionalShortText, UNREADABLE_TEXT, required=False)


class CustomerForm(forms.Form):
    """Whose page it is: an address that an order search can be asked for."""

    email = ContractCharField(StoredEmail, OPEN_AGAIN, max_length=msgspec.json.schema(ShortText)["maxLength"])


class CustomerNoteForm(CustomerForm):
    """A note about a customer, and the key of its form."""

    key = ContractCharField(Key, OPEN_AGAIN, error_messages={"required": OPEN_AGAIN})
    text = ContractTextField(
        Note, UNREADABLE_TEXT, error_messages={"required": "Write something first.", "max_length": "This is too long."}
    )


class Customer(msgspec.Struct, frozen=True):
    """A customer of a page of orders: by the latest of them, and how many there are."""

    email: str
    latest: DeskOrder
    count: int

    @property
    def has_account(self) -> bool:
        return self.latest.owner.startswith("shopper#")


def _nothing(email: str) -> None:
    """Do nothing."""


class Steps(msgspec.Struct, frozen=True):
    """What is done with a customer's address before a note is written, which may refuse, and after it; and what the
    note says of it."""

    beforehand: Callable[[str], None] = _nothing
    afterwards: Callable[[str], None] = _nothing
    signs_out: bool = False
    removes_second_factor: bool = False


_NO_STEPS = Steps()


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Show who ordered, by the latest order."""
    form = FindForm(request.GET)
    search_text = request.GET.get("q", "").strip()
    cursor = request.GET.get("after") or None
    context: dict[str, object] = {"search_text": search_text, "later": cursor, "list": reverse("staff:customers")}
    if not form.is_valid():
        return render(request, "staff/customers.html", context | {"wrong": form_errors(form)}, status=422)
    page = page_at(request, SEARCH_ORDERS, DeskQuery(q=form.cleaned_data["q"], cursor=cursor, limit=LIMIT))
    if page is None:
        return SeeOther(reverse("staff:customers"))
    return render(request, "staff/customers.html", context | {"customers": group(page.items), "page": page})


def group(orders: Iterable[DeskOrder]) -> list[Customer]:
    """Return the customers of these orders, which come newest first, in the same order."""
    theirs: dict[str, list[DeskOrder]] = {}
    for order in orders:
        theirs.setdefault(comparable(order.address.email), []).append(order)
    return [Customer(own[0].address.email, own[0], len(own)) for own in theirs.values()]


@require_safe
@staff_only
def one(request: HttpRequest) -> HttpResponse:
    """Show one customer's orders and notes."""
    form = CustomerForm(request.GET)
    if not form.is_valid():
        raise Http404
    email, cursor = form.cleaned_data["email"], request.GET.get("after") or None
    page = page_at(request, SEARCH_ORDERS, DeskQuery(q=email, cursor=cursor, limit=LIMIT))
    if page is None:
        return SeeOther(_address(email))
    of_address = optional(lambda: api.call(GET_ADDRESS_FEEDBACK, request=request, query=AddressQuery(email=email)))()
    context = {
        "email": email,
        "feedback": of_address.feedback if of_address else None,
        "feedback_down": of_address is None,
        "orders": [order for order in page.items if is_same_address(order.address.email, email)],
        "notes": api.call(LIST_CUSTOMER_NOTES, request=request, query=CustomerQuery(email=email)).items,
        "page": page,
        "later": cursor,
        "list": reverse("staff:customer"),
        "key": get_random_string(32),
        "may_note": may(request, ADD_CUSTOMER_NOTE),
    }
    return render(request, "staff/customer.html", context)


@post_only("staff:customers")
@staff_only
def add_note(request: HttpRequest) -> HttpResponse:
    """Write a note about the customer."""
    return _write(request, request.POST.dict(), "The note is saved.")


@post_only("staff:customers")
@staff_only
def sign_out(request: HttpRequest) -> HttpResponse:
    """End every sign-in of the customer's account. A note says who did, and is written first."""
    typed = request.POST.dict() | {"text": SIGNED_OUT}
    success = "Every sign-in with this address is ended."
    steps = Steps(afterwards=lambda email: login.end_others(request, email, email), signs_out=True)
    return _write(request, typed, success, steps)


@post_only("staff:customers")
@staff_only
def remove_second_factor(request: HttpRequest) -> HttpResponse:
    """Remove the second factor of the customer's account, whose phone is lost. A note says who did, and is written
    first; a mail tells the customer, in case it was somebody else who asked."""
    typed = request.POST.dict() | {"text": SECOND_FACTOR_REMOVED}
    success = "The second factor is removed. A mail says so to the customer, whose password alone signs in now."

    def tell_and_remove(email: str) -> None:
        body = {"email": email, "key": typed["key"], "by": staff_name(request)}
        api.call(REPORT_REMOVAL_FOR, request=request, body=body)
        second_factor.remove_for(email)

    steps = Steps(second_factor.refuse_for_staff, tell_and_remove, removes_second_factor=True)
    return _write(request, typed, success, steps)


def _write(request: HttpRequest, typed: dict[str, str], success: str, steps: Steps = _NO_STEPS) -> HttpResponse:
    """Write a note between the steps: where it cannot be written, what it says is not done."""
    form = CustomerNoteForm(typed)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        email = form.cleaned_data.get("email")
        return SeeOther(_address(email) if email else reverse("staff:customers"))
    body = AddCustomerNote(
        **form.cleaned_data,
        by=staff_name(request),
        signs_out=steps.signs_out,
        removes_second_factor=steps.removes_second_factor,
    )

    def act() -> None:
        steps.beforehand(body.email)
        api.call(ADD_CUSTOMER_NOTE, request=request, body=body)
        steps.afterwards(body.email)

    attempt(request, success, act)
    return SeeOther(_address(body.email))


def _address(email: str) -> str:
    return f"{reverse('staff:customer')}?{urlencode({'email': email})}"
