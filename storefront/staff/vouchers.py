"""Gift vouchers in the back office: to list, issue, find by code, block and mail again."""

import secrets

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from backend.contracts.order.erasure import ERASED_EMAIL
from backend.contracts.types import Email, Key, OptionalNote, PageQuery, ShortText
from backend.contracts.voucher.codes import ID_LENGTH
from backend.contracts.voucher.models import (
    MAX_MAILS,
    BlockVoucher,
    IssueVoucher,
    ResendVoucher,
    StaffVoucher,
    VoucherCodeBody,
    WithdrawVoucher,
    value_range,
)
from backend.contracts.voucher.operations import (
    BLOCK_VOUCHER,
    FIND_VOUCHER,
    GET_VOUCHER,
    ISSUE_VOUCHER,
    LIST_VOUCHERS,
    RESEND_VOUCHER,
    WITHDRAW_VOUCHER,
)
from storefront.basket.voucher_balance import NO_VOUCHER, VoucherForm
from storefront.clients import api
from storefront.clients.outputs import currency
from storefront.staff.decorators import staff_only
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.staff.promotion_form import AmountField
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField
from storefront.web.formats import money
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther

_EMAIL = "Type an e-mail address, such as ada@example.com."
_REASON = "Say why in a few words."
_CHANGED = "Nothing was given back: the gift voucher has changed meanwhile. Please look at it once more."


class IssueForm(forms.Form):
    """A voucher to issue. `key` was made with the form: sent twice, it is one voucher."""

    key = ContractCharField(Key, "Please open the form again.", widget=forms.HiddenInput)
    value = AmountField("Worth", "It can be spent at once or bit by bit.")
    email = ContractCharField(Email, _EMAIL, label="Mail the code to", error_messages={"required": _EMAIL})
    message = ContractTextField(
        OptionalNote, UNREADABLE_TEXT, rows=4, label="A few words with it", required=False, max_length=1_000
    )

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        least, most = value_range(currency())
        if not least <= value <= most:
            raise forms.ValidationError(f"From {money(least, currency())} to {money(most, currency())}, please.")
        return value


class ReasonForm(forms.Form):
    """Why a voucher is blocked, or free again."""

    reason = ContractCharField(ShortText, _REASON, label="Reason", error_messages={"required": _REASON})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Render vouchers, newest first, or lead to the one whose code was sent."""
    form = VoucherForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (voucher := _find(request, form)):
        return SeeOther(reverse("staff:voucher", args=[voucher.id]))
    cursor = request.GET.get("after")
    page = page_at(request, LIST_VOUCHERS, PageQuery(cursor=cursor))
    if page is None:
        return SeeOther("staff:vouchers")
    context = {
        "page": page,
        "later": cursor,
        "list": reverse("staff:vouchers"),
        "form": form,
        "erased_email": ERASED_EMAIL,
    }
    return render(request, "staff/vouchers.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, form: VoucherForm) -> StaffVoucher | None:
    try:
        return api.call(FIND_VOUCHER, request=request, body=VoucherCodeBody(code=form.cleaned_data["code"]))
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        form.add_error("code", NO_VOUCHER)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def issue(request: HttpRequest) -> HttpResponse:
    """Render the form of a new voucher, or issue it."""
    form_data = request.POST if request.method == "POST" else None
    form = IssueForm(form_data, initial={"key": secrets.token_urlsafe(24)})
    if form.is_valid():
        body = IssueVoucher(**form.cleaned_data, by=staff_name(request))
        made = api.call(ISSUE_VOUCHER, request=request, body=body)
        messages.success(request, f"The gift voucher is issued, and its code is on its way to {made.email}.")
        return SeeOther(reverse("staff:voucher", args=[made.id]))
    return render(request, "staff/new-voucher.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: HttpRequest, voucher_id: str) -> HttpResponse:
    """Render a voucher and its history; its buttons mail the code, withdraw it, block it or let it be used."""
    voucher = _get(request, voucher_id)
    blocking = request.method == "POST" and "mails" not in request.POST
    withdrawing = blocking and "withdraw" in request.POST
    form = ReasonForm(request.POST if blocking and not withdrawing else None)
    withdrawal = ReasonForm(request.POST if withdrawing else None, auto_id="id_withdrawal_%s")
    if request.method == "POST" and not blocking:
        return _resend(request, voucher)
    if form.is_valid():
        return _block(request, voucher, form.cleaned_data["reason"])
    if withdrawal.is_valid():
        return _withdraw(request, voucher, withdrawal.cleaned_data["reason"])
    context = {
        "voucher": voucher,
        "form": form,
        "withdrawal": withdrawal,
        "mailable": _is_mailable(voucher),
        "erased_email": ERASED_EMAIL,
    }
    status = 422 if form.errors or withdrawal.errors else 200
    return render(request, "staff/voucher.html", context, status=status)


def _is_mailable(voucher: StaffVoucher) -> bool:
    """Tell whether the code can be mailed again: not for ever, and to nobody once the account is closed."""
    return voucher.email != ERASED_EMAIL and voucher.mails < MAX_MAILS


def _block(request: HttpRequest, voucher: StaffVoucher, reason: str) -> HttpResponse:
    body = BlockVoucher(blocked="block" in request.POST, reason=reason, by=staff_name(request))
    api.call(BLOCK_VOUCHER, request=request, path={"voucher_id": voucher.id}, body=body)
    messages.success(request, "The gift voucher is blocked." if body.blocked else "The gift voucher can be used again.")
    return SeeOther(reverse("staff:voucher", args=[voucher.id]))


def _withdraw(request: HttpRequest, voucher: StaffVoucher, reason: str) -> HttpResponse:
    """Give what is left back to who bought it, if it is still what the page showed."""
    shown = parse_int(request.POST.get("version", ""), 0)
    if shown < 1:
        messages.error(request, _CHANGED)
        return SeeOther(reverse("staff:voucher", args=[voucher.id]))
    body = WithdrawVoucher(version=shown, reason=reason, by=staff_name(request))
    try:
        api.call(WITHDRAW_VOUCHER, request=request, path={"voucher_id": voucher.id}, body=body)
        messages.success(request, "The gift voucher is withdrawn, and what was left on it goes back to its buyer.")
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        messages.error(request, _CHANGED)
    return SeeOther(reverse("staff:voucher", args=[voucher.id]))


def _resend(request: HttpRequest, voucher: StaffVoucher) -> HttpResponse:
    """Have the code mailed again, unless it was since the page was shown."""
    if not _is_mailable(voucher):
        messages.error(request, "The code cannot be mailed any more.")
        return SeeOther(reverse("staff:voucher", args=[voucher.id]))
    if request.POST["mails"] == str(voucher.mails):
        body = ResendVoucher(number=voucher.mails + 1, by=staff_name(request))
        api.call(RESEND_VOUCHER, request=request, path={"voucher_id": voucher.id}, body=body)
    messages.success(request, f"The code is on its way to {voucher.email}.")
    return SeeOther(reverse("staff:voucher", args=[voucher.id]))


def _get(request: HttpRequest, voucher_id: str) -> StaffVoucher:
    """Return the voucher, or raise Http404."""
    if len(voucher_id) != ID_LENGTH or not voucher_id.isascii() or not voucher_id.isalnum():
        raise Http404
    try:
        return api.call(GET_VOUCHER, request=request, path={"voucher_id": voucher_id})
    except api.Refusal as refusal:
        if refusal.problem.status not in (400, 404, 422):
            raise
        raise Http404 from None
