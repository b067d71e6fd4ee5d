"""Delivery in the back office: what it costs to which countries, when it is free, and how long it takes."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from backend.contracts.delivery.models import MAX_ZONES, DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from backend.contracts.problem import FieldError
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.delivery_forms import CountriesForm, ZoneForm
from storefront.staff.forms import read_version
from storefront.staff.order_page import staff_name
from storefront.web import delivery_zones
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

_FIELD = re.compile(r"zones\[(\d{1,3})\]\.(\w+)(?:\.(\w+))?")
HOLDS_COUNTRIES = "Countries are still in it: put them into another zone first."
NEEDS_TERMS = "Countries are in the new zone: give it a name, prices and days."


class Forms(Struct, frozen=True):
    """The forms of the page: one for each zone, the last for a zone to add, and the one of the countries."""

    zones: list[ZoneForm]
    countries: CountriesForm

    @property
    def errors(self) -> bool:
        """Whether something about one of them is wrong."""
        return any(form.errors for form in (*self.zones, self.countries))

    @property
    def zones_to_keep(self) -> list[ZoneForm]:
        """The forms of the zones that the shop is to have."""
        return [form for form in self.zones if form.is_kept]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest) -> HttpResponse:
    """Render the zones, or replace all of them as they were typed.

    Who was overtaken keeps what was typed, and sees the present zones beside it.
    """
    present = api.call(GET_DELIVERY_ZONES, bypass_cache=True)
    if request.method != "POST":
        return _page(request, present, _forms(present))
    forms = _read_forms(request, present)
    overtaken = _is_valid(forms) and _save(request, forms)
    if not forms.errors and not overtaken:
        messages.success(request, "Delivery is saved. Baskets and pages know it in a moment.")
        return SeeOther("staff:delivery")
    if overtaken:
        present = api.call(GET_DELIVERY_ZONES, bypass_cache=True)
    return _page(request, present, forms, 409 if overtaken else 422)


def _forms(zones: DeliveryZones) -> Forms:
    """Return the forms with the zones in them."""
    shown = [ZoneForm(number, zones.currency, zone=zone) for number, zone in enumerate(zones.zones)]
    shown.append(ZoneForm(len(shown), zones.currency, is_new=True))
    places = {country: str(number) for number, zone in enumerate(zones.zones) for country in zone.countries}
    return Forms(shown, CountriesForm(shown, initial=places))


def _read_forms(request: HttpRequest, present: DeliveryZones) -> Forms:
    """Return the forms with what was typed; as many zones as the page had, which the present ones may not have."""
    count = min(parse_int(request.POST.get("zones", ""), 0), MAX_ZONES)
    typed = [ZoneForm(each, present.currency, request.POST, is_new=each == count) for each in range(count + 1)]
    return Forms(typed, CountriesForm(typed, request.POST))


def _is_valid(forms: Forms) -> bool:
    """Return whether everything that was typed can be sent; mistakes are shown at their fields."""
    valid = [form.is_valid() for form in (*forms.zones, forms.countries)]
    if not all(valid):
        return False
    for form in forms.zones:
        if not form.is_kept and forms.countries.countries(form.number):
            form.add_error("name" if form.is_new else "remove", NEEDS_TERMS if form.is_new else HOLDS_COUNTRIES)
    return not forms.errors


def _save(request: HttpRequest, forms: Forms) -> bool:
    """Have the zones replaced. Return whether somebody else was faster; what is refused is said at its field."""
    zones = tuple(form.zone(forms.countries.countries(form.number)) for form in forms.zones_to_keep)
    try:
        body = SetDeliveryZones(zones=zones, version=read_version(request), by=staff_name(request))
        delivery_zones.keep(api.call(SET_DELIVERY_ZONES, request=request, body=body))
    except api.Refusal as refusal:
        if refusal.problem.status not in (409, 422):
            raise
        for error in refusal.problem.errors:
            _add_error(forms, error)
        if refusal.problem.status == 422 and not forms.errors:
            forms.zones[0].add_error(None, f"{refusal.problem.title}.")
        return refusal.problem.status == 409
    return False


def _add_error(forms: Forms, error: FieldError) -> None:
    """Say a mistake that the service found at its field, or at the zone where it has none."""
    match = _FIELD.fullmatch(error.field)
    number = int(match[1]) if match else 0
    form = forms.zones_to_keep[number] if number < len(forms.zones_to_keep) else forms.zones[0]
    field = "_".join(filter(None, match.groups()[1:])) if match else ""
    form.add_error(field if field in form.fields else None, f"{error.message}.")


def _page(request: HttpRequest, present: DeliveryZones, forms: Forms, status: int = 200) -> HttpResponse:
    version = read_version(request) if status == 422 else present.version  # of others nothing was seen yet
    context = {"forms": forms, "present": present, "version": version, "overtaken": status == 409}
    return render(request, "staff/delivery.html", context, status=status)
