"""Rates of tax in the back office, by the country that an order goes to."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.contracts.delivery.operations import GET_TAX_RATES, SET_TAX_RATES
from backend.contracts.delivery.tax_rates import SetTaxRates, TaxRates
from backend.contracts.problem import FieldError
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.forms import read_version
from storefront.staff.order_page import staff_name
from storefront.staff.tax_form import TaxForm
from storefront.web import delivery_zones
from storefront.web.redirect import SeeOther

_FIELD = re.compile(r"countries\[(\d{1,3})\]\.(\w+)")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest) -> HttpResponse:
    """Render the rates, or replace all of them as they were typed.

    Who was overtaken keeps what was typed, and sees the present rates beside it.
    """
    present = api.call(GET_TAX_RATES, request=request)
    if request.method != "POST":
        return _page(request, present, TaxForm(_countries(present), present))
    form = TaxForm(_countries(present), present, request.POST)
    overtaken = form.is_valid() and _save(request, form)
    if not form.errors and not overtaken:
        messages.success(request, "The rates are saved. Baskets know them in a moment.")
        return SeeOther("staff:tax")
    if overtaken:
        present = api.call(GET_TAX_RATES, request=request)
        form = TaxForm(_countries(present), present, request.POST)
    return _page(request, present, form, 409 if overtaken else 422)


def _countries(rates: TaxRates) -> set[str]:
    """Return the countries that are delivered to, and those that have rates."""
    return {*delivery_zones.current().countries, *(each.country for each in rates.countries)}


def _save(request: HttpRequest, form: TaxForm) -> bool:
    """Have the rates replaced. Return whether somebody else was faster; what is refused is said at its field."""
    countries = form.country_taxes
    body = SetTaxRates(countries=countries, version=read_version(request), by=staff_name(request))
    try:
        api.call(SET_TAX_RATES, request=request, body=body)
    except api.Refusal as refusal:
        if refusal.problem.status not in (409, 422):
            raise
        for error in refusal.problem.errors:
            _add_error(form, [each.country for each in countries], error)
        if refusal.problem.status == 422 and not form.errors:
            form.add_error(None, f"{refusal.problem.title}.")
        return refusal.problem.status == 409
    return False


def _add_error(form: TaxForm, codes: list[str], error: FieldError) -> None:
    """Say a mistake that the service found at its field, or on top where it has none."""
    match = _FIELD.fullmatch(error.field)
    field = f"{codes[int(match[1])]}-{match[2]}" if match and int(match[1]) < len(codes) else ""
    form.add_error(field if field in form.fields else None, f"{error.message}.")


def _page(request: HttpRequest, present: TaxRates, form: TaxForm, status: int = 200) -> HttpResponse:
    version = read_version(request) if status == 422 else present.version  # of others nothing was seen yet
    context = {"form": form, "present": present, "version": version, "overtaken": status == 409}
    return render(request, "staff/tax.html", context, status=status)
