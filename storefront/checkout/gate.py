"""The entrance to the checkout: continue as a guest, with the e-mail address first, or sign in."""

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from storefront.account.shopper import OWNER, session_of, shopper
from storefront.checkout import decorators, session_state
from storefront.checkout.address_fields import CHECK, email_field
from storefront.clients.outputs import outputs
from storefront.web import guest_email
from storefront.web.redirect import SeeOther, post_only


class GuestForm(forms.Form):
    """Who is told about the order."""

    use_required_attribute = False
    email = email_field(**CHECK)

    def __init__(self, data: QueryDict | None = None, *, email: str = "") -> None:
        super().__init__(data, initial={"email": email})
        self.fields["email"].widget.attrs["hx-post"] = reverse("checkout:check-email")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@decorators.handle_outages
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the e-mail address. Guests go on with it; whoever is signed in needs no gate."""
    if shopper(request):
        return SeeOther("checkout:address")
    decorators.basket_if_any(request)
    form = GuestForm(request.POST if request.method == "POST" else None, email=guest_email.get(request))
    if form.is_valid():
        if OWNER in request.session:  # somebody was signed in: what is left of theirs is nobody else's
            session_of(request).flush()
        session_state.begin_as_guest(request, form.cleaned_data["email"])
        return SeeOther("checkout:address")
    context = {"form": form, "accounts": outputs().local.accounts}
    return render(request, "checkout/start.html", context, status=422 if form.errors else 200)


@post_only("checkout:start")
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Show the e-mail address again as it is left, with what is wrong with it; by htmx."""
    form = GuestForm(request.POST)
    return render(request, "checkout/field.html", {"form": form, "field": form["email"]})
