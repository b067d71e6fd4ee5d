"""Any order, found by what is known of it. The conditions and the page are in the address."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from backend.contracts.desk.models import DeskPage, DeskQuery
from backend.contracts.desk.operations import SEARCH_ORDERS
from backend.contracts.order.states import State
from backend.contracts.types import OptionalShortText
from storefront.staff.days import day_field, start_of
from storefront.staff.decorators import staff_only
from storefront.staff.pagination import page_at
from storefront.staff.state_tabs import STATE_TABS
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField
from storefront.web.redirect import SeeOther

BEING_PAID = (State.HELD, State.PAID)
"""States that last seconds: the desk counts such orders as placed."""

LIMIT = 50
_CHOICES = [("", "Any state"), *((each.value, title) for each, title in STATE_TABS.items() if each not in BEING_PAID)]


class SearchForm(forms.Form):
    """What is known of the orders that are looked for."""

    q = ContractCharField(
        OptionalShortText,
        UNREADABLE_TEXT,
        required=False,
        label="Number, name, e-mail, postal code, SKU, tracking",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    state = forms.ChoiceField(choices=_CHOICES, required=False, label="State")
    since = day_field("From")
    until = day_field("To")

    @property
    def query(self) -> DeskQuery:
        """The valid form as the contract's query. Days are the shop's, the last one included."""
        values = self.cleaned_data
        return DeskQuery(
            q=values["q"],
            state=State(values["state"]) if values["state"] else None,
            since=start_of(values["since"]) if values["since"] else None,
            until=start_of(values["until"] + timedelta(days=1)) if values["until"] else None,
            limit=LIMIT,
        )


@require_safe
@staff_only
def search(request: HttpRequest) -> HttpResponse:
    """Show the orders that match, newest first; all of them where nothing is asked for."""
    form = SearchForm(request.GET)
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    cursor = request.GET.get("after") or None
    page: DeskPage | None = DeskPage(items=(), next=None)
    if form.is_valid():
        page = _page(request, form.query, cursor)
    if page is None:
        return SeeOther(reverse("staff:order-search"))
    context = {"form": form, "filters": filters, "page": page, "later": cursor, "list": reverse("staff:order-search")}
    return render(request, "staff/order-search.html", context, status=200 if form.is_valid() else 422)


def _page(request: HttpRequest, query: DeskQuery, cursor: str | None) -> DeskPage | None:
    """Return the page at the cursor; None for one that is not ours."""
    return page_at(request, SEARCH_ORDERS, replace(query, cursor=cursor))
