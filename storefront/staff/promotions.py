"""Promotions in the back office: to list, make, try and end them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.promotion.codes import normalize
from backend.contracts.promotion.models import EndPromotion, StaffPromotion
from backend.contracts.promotion.operations import CREATE_PROMOTION, END_PROMOTION, GET_PROMOTION, LIST_PROMOTIONS
from backend.contracts.types import PageQuery
from storefront.clients import api
from storefront.staff.decorators import staff_only
from storefront.staff.order_page import staff_name
from storefront.staff.pagination import page_at
from storefront.staff.promotion_form import PromotionForm
from storefront.staff.promotion_trial import TrialForm, try_promotion
from storefront.web.redirect import SeeOther


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """Render promotions, newest first."""
    cursor = request.GET.get("after")
    page = page_at(request, LIST_PROMOTIONS, PageQuery(cursor=cursor))
    if page is None:
        return SeeOther("staff:promotions")
    context = {"page": page, "later": cursor, "list": reverse("staff:promotions")}
    return render(request, "staff/promotions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def create(request: HttpRequest) -> HttpResponse:
    """Render the form of a new promotion, or make it."""
    form_data = request.POST if request.method == "POST" else None
    form = PromotionForm(form_data, initial={"starts_on": timezone.localdate()})
    if form.is_valid() and _create(request, form):
        messages.success(request, "The promotion is made. Baskets know it in a moment.")
        return SeeOther(reverse("staff:promotion", args=[form.cleaned_data["code"]]))
    return render(request, "staff/new-promotion.html", {"form": form}, status=422 if form.errors else 200)


def _create(request: HttpRequest, form: PromotionForm) -> bool:
    """Make the promotion; where it is refused, say at its field why, and return False."""
    code, body = form.promotion(staff_name(request))
    try:
        api.call(CREATE_PROMOTION, request=request, path={"code": code}, body=body)
    except api.Refusal as refusal:
        problem = refusal.problem
        if problem.status not in (409, 422):
            raise
        for error in problem.errors:
            form.add_error(error.field if error.field in form.fields else None, f"{error.message}.")
        if not problem.errors:
            form.add_error("code" if problem.type == "code-taken" else None, f"{problem.title}. {problem.detail}")
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Render a promotion, with what a basket would get of it where one is tried; its button ends it."""
    if request.method == "POST":
        api.call(END_PROMOTION, request=request, path={"code": code}, body=EndPromotion(by=staff_name(request)))
        messages.success(request, "The promotion has ended. Orders that have it keep it.")
        return SeeOther(reverse("staff:promotion", args=[code]))
    promotion = _find(request, code)
    form = TrialForm(request.GET if "basket" in request.GET else None)
    trial = try_promotion(promotion, form.cleaned_data["basket"]) if form.is_valid() else None
    context = {"promotion": promotion, "form": form, "trial": trial, "currency": promotion.currency}
    return render(request, "staff/promotion.html", context, status=422 if form.errors else 200)


def _find(request: HttpRequest, code: str) -> StaffPromotion:
    """Return the promotion, or raise Http404."""
    if normalize(code) != code:
        raise Http404
    try:
        return api.call(GET_PROMOTION, request=request, path={"code": code})
    except api.Refusal as refusal:
        if refusal.problem.status != 404:
            raise
        raise Http404 from None
