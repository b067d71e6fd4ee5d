"""Products: edited, created and withdrawn.

A save stands on the version that was seen; who was overtaken sees what changed.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from backend.contracts.product.models import MAX_PICTURES, Product, ProductBody, Unlisted
from backend.contracts.product.operations import CREATE_PRODUCT, DELETE_PRODUCT, GET_PRODUCT, REPLACE_PRODUCT
from backend.contracts.slug import LONGEST_SLUG, slug
from storefront.clients import api
from storefront.staff import unlisted
from storefront.staff.decorators import staff_only
from storefront.staff.editor.differences import differences
from storefront.staff.editor.field_errors import add_field_errors
from storefront.staff.editor.product_editor import ProductEditor
from storefront.web.parsing import parse_int
from storefront.web.redirect import SeeOther, post_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit(request: HttpRequest, product_id: str) -> HttpResponse:
    """Render one product's form."""
    product = api.call(GET_PRODUCT, path={"product_id": product_id}, bypass_cache=True)
    if request.method != "POST":
        return _form(request, ProductEditor(product), product)
    editor = ProductEditor(product, request.POST)
    body = editor.to_product_body()
    if body is None:
        return _form(request, editor, product, status=422)
    try:
        query = {"version": editor.version, "free": _free(request)}
        api.call(REPLACE_PRODUCT, request=request, path={"product_id": product_id}, query=query, body=body)
    except api.Refusal as refusal:
        return _render_refusal(request, refusal, editor, product)
    messages.success(request, f"{body.title} is saved.")
    return SeeOther("staff:picture" if request.POST.get("then") == "picture" else "staff:product", product_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def create(request: HttpRequest) -> HttpResponse:
    """Render a new product's form. Pictures come once it is there."""
    if request.method != "POST":
        return _form(request, ProductEditor(None), None)
    editor = ProductEditor(None, request.POST)
    body, product_id = editor.to_product_body(), _id(editor)
    if body is None or not product_id:
        return _form(request, editor, None, status=422)
    outside = request.POST.get("then") == unlisted.OUTSIDE
    try:
        if outside:
            unlisted.save_unlisted(request, product_id, 0, body)
        else:
            api.call(
                CREATE_PRODUCT, request=request, query={"free": _free(request)}, body={"id": product_id, **_plain(body)}
            )
    except api.Refusal as refusal:
        return _render_refusal(request, refusal, editor, None)
    messages.success(request, f"{body.title} is saved as a draft." if outside else f"{body.title} is published.")
    return SeeOther("staff:unlisted" if outside else "staff:product", product_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def edit_unlisted(request: HttpRequest, product_id: str) -> HttpResponse:
    """Render the form of a product that is not in the shop: kept there, or put into the shop."""
    stored_product = unlisted.get_unlisted(request, product_id)
    if request.method != "POST":
        return _form(request, ProductEditor(stored_product.product), stored_product.product, unlisted=stored_product)
    editor = ProductEditor(stored_product.product, request.POST)
    body = editor.to_product_body()
    if body is None:
        return _form(request, editor, stored_product.product, status=422, unlisted=stored_product)
    outside = request.POST.get("then") == unlisted.OUTSIDE
    try:
        if outside:
            unlisted.save_unlisted(request, product_id, editor.version, body)
        else:
            query = {"version": editor.version, "free": _free(request)}
            api.call(REPLACE_PRODUCT, request=request, path={"product_id": product_id}, query=query, body=body)
    except api.Refusal as refusal:
        return _render_refusal(request, refusal, editor, stored_product.product, unlisted=stored_product)
    messages.success(request, f"{body.title} is saved but not published." if outside else f"{body.title} is published.")
    return SeeOther("staff:unlisted" if outside else "staff:product", product_id)


def _free(request: HttpRequest) -> bool:
    """Return whether staff confirmed that what costs 0 is given away."""
    return "free" in request.POST


def _plain(body: ProductBody) -> dict[str, object]:
    return {name: getattr(body, name) for name in body.__struct_fields__}


def _id(editor: ProductEditor) -> str:
    """Return the last part of the product's address: as typed, or made from the title; empty if it is refused."""
    form = editor.form
    if form.has_error("id"):
        return ""
    address = form.text("id") or slug(form.text("title"), LONGEST_SLUG)
    if not address and form.text("title"):
        message = "The title has no letter or digit to make an address from: enter one, such as blue-harbour."
        form.add_error("id", message)
    return address


def _render_refusal(
    request: HttpRequest,
    refusal: api.Refusal,
    editor: ProductEditor,
    product: Product | None,
    unlisted: Unlisted | None = None,
) -> HttpResponse:
    """Render the form again, with what was typed and the reason; by now the product may be another one."""
    problem = refusal.problem
    if problem.status not in (409, 422):
        raise refusal
    if problem.type == "stale-version" and product:
        now = (
            unlisted.product if unlisted else api.call(GET_PRODUCT, path={"product_id": product.id}, bypass_cache=True)
        )
        editor = ProductEditor(now, request.POST)
        editor.version = problem.version or now.version
        return _form(request, editor, now, status=409, stale=True, changed=differences(now, editor), unlisted=unlisted)
    if problem.type in ("exists", "draft") or (problem.type == "stale-version" and not product):
        editor.form.add_error("id", "Another product has this address, in the shop or outside of it.")
    add_field_errors(editor, problem.errors)
    editor.asks_free = problem.type == "free"
    if not editor.errors:
        editor.form.add_error("title", problem.title)
    return _form(request, editor, product, status=problem.status, unlisted=unlisted)


def _form(
    request: HttpRequest, editor: ProductEditor, product: Product | None, status: int = 200, **more: object
) -> HttpResponse:
    room = product is not None and len(product.pictures) < MAX_PICTURES
    context = {"editor": editor, "product": product, "room": room, **more}
    return render(request, "staff/product.html", context, status=status)


@post_only("staff:product", "product_id")
@staff_only
def withdraw(request: HttpRequest, product_id: str) -> HttpResponse:
    """Take the product out of the shop, unless it has changed since it was seen."""
    version = request.POST.get("version", "")
    query = {"version": parse_int(version, 1)}
    try:
        api.call(DELETE_PRODUCT, request=request, path={"product_id": product_id}, query=query)
    except api.Refusal as refusal:
        if refusal.problem.status != 409:
            raise
        messages.error(request, "Somebody else has changed it. Check it, and withdraw it if you still want to.")
        return SeeOther(reverse("staff:product", args=[product_id]))
    messages.success(request, "The product is withdrawn. You can publish it again from here.")
    return SeeOther("staff:unlisted", product_id)
