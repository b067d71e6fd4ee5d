"""The pages of the catalogue. A list page is one call, and the category tree that this process keeps."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.contracts.product.models import PAGE_SIZE, Card, CardPage, Category, Product, Sort, pictures_of
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.search.models import SearchPage
from storefront.clients import api
from storefront.clients.concurrency import Deadline, gather
from storefront.clients.outputs import OutputsMissing
from storefront.product import catalogue, jsonld, parts, pictures, stock
from storefront.product.choice import choose_variant
from storefront.product.description_html import render_description, summarize
from storefront.product.paging import PagePosition, parse_position
from storefront.product.recommendations import bought_together
from storefront.search import recently_viewed, results
from storefront.search.list_query import ProductListQuery, parse

HERO, ROW, NEW, TILES = 3, 8, 4, 6
PAGE_SECONDS = 2.2
"""From the first call on: what a product's page can do without is left out when it would come later."""

SORTS = {Sort.FEATURED: "Featured", Sort.NEWEST: "Newest", Sort.PRICE_UP: "Lowest price", Sort.PRICE_DOWN: "Highest price"}
Trail = list[tuple[str, str]]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Render the shop window; a block whose call is not answered is left out."""
    featured, newest, tops = gather(
        partial(_some, ListQuery(sort=Sort.FEATURED, limit=HERO + ROW)),
        partial(_some, ListQuery(sort=Sort.NEWEST, limit=HERO + ROW + NEW)),
        catalogue.top_categories,
    )
    shown = {card.id for card in featured or ()}
    fresh = tuple(card for card in newest or () if card.id not in shown)[:NEW]
    cards = (*(featured or ()), *fresh)
    window = {"hero": (featured or ())[:HERO], "featured": (featured or ())[HERO:], "newest": fresh, "tops": tuple(tops[:TILES])}
    context = {
        "window": parts.render_part("home/window.html", once=parts.have_pictures(cards), **window),
        "hero": window["hero"],
        "newest": fresh,
        "down": featured is None and newest is None,
    }
    return render(request, "home/home.html", context)


def _some(query: ListQuery, timeout: api.Timeout = api.TIMEOUT) -> tuple[Card, ...] | None:
    """Return the cards of a block that a page can do without; None where they cannot be had."""
    try:
        page = api.call(LIST_PRODUCTS, query=query, timeout=timeout)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None
    return page.items


class CategoryNotFound(Http404):
    """Raised for a path that no category has, or no longer."""


@require_safe
def listing(request: HttpRequest, path: str = "") -> HttpResponse:
    """Render a category, or with no path the whole shop.

    One that was renamed leads to where its products are now; a path that no category has is a 404 that offers the nearest.
    """
    try:
        return _listing(request, path)
    except CategoryNotFound:
        if to := catalogue.find_redirect(path):
            address, parameters = reverse("category", args=[to]), request.GET.urlencode()
            return HttpResponsePermanentRedirect(f"{address}?{parameters}" if parameters else address)
        return render(request, "product/unknown.html", {"nearest": catalogue.find_similar(path)}, status=404)


def _listing(request: HttpRequest, path: str) -> HttpResponse:
    """As search finds it, else as the product service lists it."""
    query = parse(request.GET, path or None, listing=True)
    category: Category | None
    page: SearchPage | None
    find, search = partial(_category, path), partial(results.search, query)
    category, page = (find(), search()) if catalogue.is_loaded() else gather(find, search)  # a wrong address costs no search
    if query.beyond and not parse_position(request.GET).trail:  # the catalogue's own list goes on by cursors, as deep as it is
        return _render_past_last_page(request, category, query)
    if page is None:
        return _plain(request, category, query)
    if page.total and not page.items:
        return _render_past_last_page(request, category, query)
    shown = results.context(query, page) | {"category": category, "trail": _trail(path)}
    return render(request, "product/list.html", shown)


def _category(path: str) -> Category | None:
    """Return None for the whole shop.

    While the tree is not known every path may be one; the list operation then decides.
    """
    if not path:
        return None
    found = catalogue.find(path)
    if found is None and catalogue.tree().items:
        raise CategoryNotFound
    return found or Category(path=path, title=path.rpartition("/")[2].replace("-", " ").capitalize(), count=0)


def _render_past_last_page(request: HttpRequest, category: Category | None, query: ProductListQuery) -> HttpResponse:
    return render(request, "product/gone.html", {"category": category, "first": query.but().address}, status=404)


def _plain(request: HttpRequest, category: Category | None, query: ProductListQuery) -> HttpResponse:
    """Render the list without search, and so without anything to narrow it down by."""
    where = parse_position(request.GET)
    try:
        page = api.call(LIST_PRODUCTS, query=ListQuery(category=query.category, sort=where.sort, cursor=where.cursor))
    except api.Refusal:
        if where.cursor is None:
            raise
        return _render_past_last_page(request, category, query.bare)
    return render(request, "product/list.html", {"plain": True, "query": query} | _plain_context(category, where, page))


def _plain_context(category: Category | None, where: PagePosition, page: CardPage) -> dict[str, object]:
    count = category.count if category else catalogue.tree().count
    pages = -(-count // PAGE_SIZE)
    below = catalogue.subcategories(category.path if category else "")
    return {
        "category": category,
        "trail": _trail(category.path) if category else [],
        "places": [(child.title, child.count, reverse("category", args=[child.path])) for child in below],
        "count": count,
        "of": pages if pages >= where.number else None,  # the count is a minute old at most, and may be behind
        "cards": page.items,
        "place": where,
        "sorts": [(title, where.sorted_by(sort), sort is where.sort) for sort, title in SORTS.items()],
        "next": where.following(page.next),
    }


def _trail(path: str, *, whole: bool = False) -> Trail:
    """Return the way to a category, itself included where `whole`."""
    return [("Shop", reverse("shop"))] + [
        (category.title, reverse("category", args=[category.path])) for category in catalogue.ancestors(path, whole=whole)
    ]


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Render one product, and more from its category where that can be had."""
    deadline, buy_box = Deadline(PAGE_SECONDS), request.headers.get("HX-Target") == "buy"
    known = api.peek(GET_PRODUCT, {"product_id": slug})  # its pieces are asked for while it is asked for itself
    product, expected, together = gather(
        partial(api.call, GET_PRODUCT, path={"product_id": slug}),
        lambda: stock.get_stock_levels(known) if known else {},
        partial(bought_together, None if buy_box else slug),
    )
    recently_viewed.record_view(request, product)
    levels, related = gather(
        lambda: expected if known and stock.skus(known) == stock.skus(product) else stock.get_stock_levels(product, deadline.timeout(1.0)),
        lambda: () if buy_box else _some(ListQuery(category=product.category_path, limit=5), deadline.timeout(PAGE_SECONDS)),
    )
    more = {"related": [card for card in related or () if card.id != product.id][:4], "together": together}
    return render(request, "product/detail.html", context(product, request.GET.get("v"), levels) | more)


def context(product: Product, sku: str | None, levels: stock.Stock) -> dict[str, object]:
    """Return what the page of a product shows of itself, with that variant chosen."""
    trail = _trail(product.category_path, whole=True)
    chosen = choose_variant(product, sku, levels)
    every = pictures_of(product, chosen.variant)
    ours = [picture for picture in every if pictures.is_ours(picture.src)]
    return {
        "product": product,
        "pictures": tuple(ours or every[:1]),
        "shown": bool(ours),  # else they may be drawn while a stand-in is remembered
        "pictured": any(picture.shows for picture in product.pictures),
        "choice": chosen,
        "description": render_description(product.description),
        "summary": summarize(product.description),
        "image": jsonld.picture_url(ours[0]) if ours else None,
        "trail": trail,
        "documents": [
            jsonld.json_script(jsonld.product_document(product, levels)),
            jsonld.json_script(jsonld.trail_document(trail, product.title)),
        ],
    }
