"""The mails about an order, and one that is sent again."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from backend.contracts.notification.models import ResendMail
from backend.contracts.notification.operations import RESEND_MAIL
from backend.contracts.types import Key
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.order_actions import attempt
from storefront.staff.order_page import staff_name
from storefront.web.fields import ContractCharField, form_errors
from storefront.web.redirect import SeeOther, post_only

OPEN_AGAIN = "Please open the order again."


class ResendForm(forms.Form):
    """The key of the form: each one sends one mail."""

    key = ContractCharField(Key, OPEN_AGAIN, error_messages={"required": OPEN_AGAIN})


@post_only("staff:move", "order_id")
@staff_only
def resend(request: HttpRequest, order_id: str, name: str) -> HttpResponse:
    """Send a mail about the order again."""
    form = ResendForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form))
        return SeeOther("staff:move", order_id)
    body = ResendMail(key=form.cleaned_data["key"], by=staff_name(request))
    attempt(
        request,
        "The mail is on its way again, to the order's present address.",
        lambda: api.call(RESEND_MAIL, request=request, path={"order_id": order_id, "name": name}, body=body),
    )
    return SeeOther("staff:move", order_id)
