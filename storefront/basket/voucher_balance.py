"""What is left on a gift voucher, for whoever has its code."""

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.contracts.promotion import codes
from backend.contracts.voucher.codes import VoucherCode
from backend.contracts.voucher.models import VoucherBalance, VoucherCodeBody
from backend.contracts.voucher.operations import CHECK_VOUCHER
from storefront.basket.notices import DOWN
from storefront.clients import api
from storefront.web import attempts
from storefront.web.fields import FastTextInput

MAX_TRIES = 30
"""Codes that one client may ask about in an hour."""
NO_VOUCHER = gettext_lazy("We do not know this code. Please check how it is written: it has 16 letters and digits.")


class VoucherForm(forms.Form):
    """A gift voucher's code as it is typed: case, spaces and hyphens do not count."""

    code = forms.CharField(
        label=gettext_lazy("Code of the gift voucher"),
        max_length=100,
        error_messages={"required": gettext_lazy("Type the code."), "max_length": NO_VOUCHER},
        widget=FastTextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return msgspec.convert(codes.normalize(self.cleaned_data["code"]), VoucherCode)
        except msgspec.ValidationError:
            raise forms.ValidationError(NO_VOUCHER) from None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Render the form, and what is left on the voucher whose code was sent; each client may ask so often in an hour."""
    form = VoucherForm(request.POST if request.method == "POST" else None)
    balance = _find(request, form) if form.is_valid() else None
    context = {"form": form, "balance": balance}
    return render(request, "basket/voucher.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, form: VoucherForm) -> VoucherBalance | None:
    """Return the balance, or None with the form's error that says why not."""
    try:
        attempts.count_client(request, "voucher balance", MAX_TRIES)
        return api.call(CHECK_VOUCHER, body=VoucherCodeBody(code=form.cleaned_data["code"]))
    except attempts.LimitReached as reached:
        form.add_error("code", reached.message)
    except api.Refusal:
        form.add_error("code", NO_VOUCHER)
    except api.Unavailable:
        form.add_error("code", DOWN)
    return None
