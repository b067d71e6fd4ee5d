"""Closing an account: the services erase their data, the user pool deletes the account, and every sign-in ends."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from backend.contracts.email_addresses import is_same_address
from backend.contracts.order.account_operations import CLOSE_ACCOUNT
from storefront.account import cognito, login
from storefront.account.forms import EmailField
from storefront.account.shopper import Shopper, login_required, shopper
from storefront.clients import api
from storefront.web import security_events
from storefront.web.redirect import SeeOther


class CloseAccountForm(forms.Form):
    """The account's address, typed once more: nobody closes an account by accident."""

    email = EmailField()

    def __init__(self, own_email: str, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.own_email = own_email
        self.fields["email"].help_text = gettext("To confirm, type the address of this account.")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"])
        if not is_same_address(email, self.own_email):
            raise forms.ValidationError(gettext("This is not the address of this account."), code="other")
        return email


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close_account(request: HttpRequest) -> HttpResponse:
    """Explain what happens to everything, and close the account. Staff's accounts are closed by the shop's owner."""
    member = cast(Shopper, shopper(request))
    form = CloseAccountForm(member.email, request.POST if request.method == "POST" else None)
    if not member.is_staff and form.is_valid():
        return _close(request, member)
    return render(
        request, "account/close.html", {"form": form, "staff": member.is_staff}, status=422 if form.errors else 200
    )


def _close(request: HttpRequest, member: Shopper) -> HttpResponse:
    """Close the account. Each step can be repeated: if one fails, sending the form again continues there."""
    token = member.token
    api.call(CLOSE_ACCOUNT, request=request)
    cognito.delete_account(token)
    login.end_others(request, member.email, member.sub)
    security_events.event("account-closed", request, shopper=member.sub)
    messages.success(request, gettext("Your account is closed."))
    return SeeOther(login.leave(request))
