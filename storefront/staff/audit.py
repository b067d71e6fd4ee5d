"""The audit log: who of the staff changed what, when and why. The conditions and the page are in the address."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from backend.contracts.desk.audit import StaffChangePage, StaffChangeQuery, customer_id
from backend.contracts.desk.models import DeskQuery
from backend.contracts.desk.operations import LIST_STAFF_CHANGES, SEARCH_ORDERS
from backend.contracts.operation import Thing
from backend.contracts.types import OptionalShortText
from storefront.clients import api
from storefront.staff.access import may
from storefront.staff.audit_words import THINGS, Row, row
from storefront.staff.days import day_field, start_of
from storefront.staff.decorators import staff_only
from storefront.staff.pagination import page_at
from storefront.staff.slip_choice import is_order_id
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
from storefront.web.redirect import SeeOther

LIMIT = 50


class AuditForm(forms.Form):
    """Whose changes to search for, to what, and when."""

    who = ContractCharField(
        OptionalShortText,
        UNREADABLE_TEXT,
        required=False,
        label="Who, by e-mail",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "email"}),
    )
    thing = forms.ChoiceField(choices=[("", "Anything"), *THINGS.items()], required=False, label="What")
    id = ContractCharField(
        OptionalShortText,
        UNREADABLE_TEXT,
        required=False,
        label="Which: order, e-mail, product, SKU, code",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    since = day_field("From")
    until = day_field("To")

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("id") and not self.cleaned_data.get("thing"):
            self.add_error("thing", "Choose what it is.")
        return self.cleaned_data


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Show the changes that match, newest first; all of them if nothing is specified."""
    form = AuditForm(request.GET)
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    cursor = request.GET.get("after") or None
    page: StaffChangePage | None = StaffChangePage(items=(), next=None)
    if form.is_valid():
        page = page_at(request, LIST_STAFF_CHANGES, replace(_query(request, form), cursor=cursor))
    if page is None:
        return SeeOther(reverse("staff:audit"))
    context = {"form": form, "filters": filters, "page": page, "later": cursor, "list": reverse("staff:audit")}
    rows: list[Row] = [row(change, request) for change in page.items]
    return render(request, "staff/audit.html", context | {"rows": rows}, status=200 if form.is_valid() else 422)


def _query(request: HttpRequest, form: AuditForm) -> StaffChangeQuery:
    """Return the valid form as the contract's query. Days are the shop's, the last one included."""
    values = form.cleaned_data
    thing = Thing(values["thing"]) if values["thing"] else None
    return StaffChangeQuery(
        who=values["who"],
        thing=thing,
        thing_id=_thing_id(request, thing, values["id"]),
        since=start_of(values["since"]) if values["since"] else None,
        until=start_of(values["until"] + timedelta(days=1)) if values["until"] else None,
        limit=LIMIT,
    )


def _thing_id(request: HttpRequest, thing: Thing | None, typed: str) -> str:
    """Return the audit log's id of a thing: people know orders by their numbers, and customers by their addresses."""
    if thing is Thing.CUSTOMER and typed:
        return customer_id(typed)
    if thing is Thing.ORDER and typed and not is_order_id(typed) and may(request, SEARCH_ORDERS):
        orders = api.call(SEARCH_ORDERS, request=request, query=DeskQuery(q=typed, limit=1)).items
        return orders[0].id if orders else typed
    return typed
