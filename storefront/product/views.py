"""The home page and the pages of products."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.contracts.product.models import Card, Product, Sort, pictures_of
from backend.contracts.product.operations import GET_PRODUCT, LIST_PRODUCTS
from backend.contracts.product.queries import ListQuery
from backend.contracts.review.models import ReviewPage
from storefront.clients import api
from storefront.clients.concurrency import Deadline, gather
from storefront.clients.outputs import OutputsMissing
from storefront.clients.price_setting import prices_include_tax
from storefront.product import catalogue, jsonld, parts, recently_viewed, stock
from storefront.product.breadcrumbs import category_trail
from storefront.product.choice import choose_variant
from storefront.product.description_html import render_description, summarize
from storefront.product.programs import find_program
from storefront.product.recommendations import bought_together, pick_for
from storefront.product.reviews import first_reviews
from storefront.product.series import PROGRAM, series_pictures
from storefront.web import pictures
from storefront.web.caching import shareable

HERO, ROW, NEW, TILES = 3, 8, 4, 6
PAGE_SECONDS = 2.2
"""From the first call on: what a product's page can do without is left out when it would come later."""


@require_safe
@shareable
def home(request: HttpRequest) -> HttpResponse:
    """Render the shop window; a block whose call is not answered is left out."""
    featured, newest, tops, picks = gather(
        partial(_optional_cards, ListQuery(sort=Sort.FEATURED, limit=HERO + ROW)),
        partial(_optional_cards, ListQuery(sort=Sort.NEWEST, limit=HERO + ROW + NEW)),
        catalogue.top_categories,
        partial(pick_for, request),
    )
    shown = {card.id for card in featured or ()}
    fresh = tuple(card for card in newest or () if card.id not in shown)[:NEW]
    cards = (*(featured or ()), *fresh)
    window = {
        "hero": (featured or ())[:HERO],
        "featured": (featured or ())[HERO:],
        "newest": fresh,
        "tops": tuple(tops[:TILES]),
        "series": series_pictures(),
        "program": PROGRAM,
    }
    context = {
        "window": parts.render_part("home/window.html", once=parts.have_pictures(cards), **window),
        "hero": window["hero"],
        "newest": fresh,
        "picks": picks,
        "down": featured is None and newest is None,
    }
    return render(request, "home/home.html", context)


def _optional_cards(query: ListQuery, timeout: api.Timeout = api.TIMEOUT) -> tuple[Card, ...] | None:
    """Return the cards of a block that a page can do without; None where they cannot be had."""
    try:
        page = api.call(LIST_PRODUCTS, query=query, timeout=timeout)
    except (api.Unavailable, api.Refusal, OutputsMissing):
        return None
    return page.items


@require_safe
@shareable
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Render one product, and more from its category where that can be had."""
    deadline, buy_box = Deadline(PAGE_SECONDS), request.headers.get("HX-Target") == "buy"
    cached_product = api.peek(
        GET_PRODUCT, {"product_id": slug}
    )  # its pieces are asked for while it is asked for itself
    product, expected, together, reviews, picks = gather(
        partial(api.call, GET_PRODUCT, path={"product_id": slug}),
        lambda: stock.get_stock_levels(cached_product) if cached_product else {},
        partial(bought_together, None if buy_box else slug),
        partial(first_reviews, None if buy_box else slug),
        lambda: () if buy_box else pick_for(request, (slug,)),
    )
    recently_viewed.record_view(request, product)
    levels, related = gather(
        lambda: (
            expected
            if cached_product and stock.skus(cached_product) == stock.skus(product)
            else stock.get_stock_levels(product, deadline.timeout(1.0))
        ),
        lambda: (
            ()
            if buy_box
            else _optional_cards(ListQuery(category=product.category_path, limit=5), deadline.timeout(PAGE_SECONDS))
        ),
    )
    cards = tuple(card for card in related or () if card.id != product.id)[:4]
    more = {"related": cards, "related_pictured": parts.have_pictures(cards), "together": together, "picks": picks}
    shown = context(product, request.GET.get("v"), levels, reviews)
    return render(request, "product/detail.html", shown | more)


def context(
    product: Product, sku: str | None, levels: stock.Stock, reviews: ReviewPage | None = None
) -> dict[str, object]:
    """Return what the page of a product shows of itself, with that variant chosen."""
    trail = category_trail(product.category_path, whole=True)
    variant = choose_variant(product, sku, levels)
    every = pictures_of(product, variant.variant)
    ours = [picture for picture in every if pictures.is_ours(picture.src)]
    return {
        "product": product,
        "pictures": tuple(ours or every[:1]),
        "shown": bool(ours),  # else they may be drawn while a stand-in is remembered
        "pictured": any(picture.shows for picture in product.pictures),
        "choice": variant,
        "program": find_program(product.brand),
        "description": render_description(product.description),
        "summary": summarize(product.description),
        "reviews": reviews,
        "image": jsonld.picture_url(ours[0]) if ours else None,
        "trail": trail,
        "wish_key": f"{product.id}:{variant.variant.sku}",
        "documents": [
            jsonld.product_script(
                product, tuple(levels.values()), jsonld.image_urls(product), reviews, not prices_include_tax()
            ),
            jsonld.trail_script(trail, product.title),
        ],
    }
