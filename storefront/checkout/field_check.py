"""The check of one field of an address form as the shopper leaves it; by htmx."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from storefront.checkout.address_form import AddressForm


def check_field(request: HttpRequest, form_class: type[AddressForm]) -> HttpResponse:
    """Show the field again with what is wrong with it. Raise Http404 where the form has none of its name.

    Another country has other fields: then all of them are drawn again.
    """
    form = form_class(request.POST)
    name = request.headers.get("HX-Trigger-Name", "").removeprefix(form.add_prefix(""))
    if name not in form.fields:
        raise Http404
    if name == "country":
        typed = form_class(initial={each: request.POST.get(form.add_prefix(each)) for each in form_class.base_fields})
        return render(request, "checkout/address-fields.html", {"form": typed})
    return render(
        request, "checkout/field.html", {"form": form, "field": form[name], "optional": not form.fields[name].required}
    )


def asks_for_other_fields(form: AddressForm) -> bool:
    """Return whether the button beside the country was pressed, for another country than the form was drawn for.

    A browser presses the first button when Enter is hit in a field; then the country is the same, and we go on.
    """
    sent = form.data
    return form.other_country in sent and sent.get(form.drawn_for) != sent.get(form.add_prefix("country"))
