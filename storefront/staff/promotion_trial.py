"""What a basket would get of a promotion, computed as baskets are: staff try a promotion before shoppers do."""

import msgspec
from django import forms
from django.utils.timezone import localdate

from backend.contracts.basket.models import HOME_COUNTRY, Delivery
from backend.contracts.product.models import Product
from backend.contracts.product.operations import GET_PRODUCT
from backend.contracts.promotion import discounts
from backend.contracts.promotion.discounts import Article, Discount
from backend.contracts.promotion.models import EnteredCode, Promotion
from backend.contracts.types import MAX_QUANTITY, Slug
from storefront.clients import api
from storefront.clients.outputs import currency
from storefront.web import delivery_zones
from storefront.web.fields import FastTextInput

MAX_TRIED = 5
"""Products that are tried at once: each is a call."""


class TrialRow(msgspec.Struct, frozen=True):
    """A product in the basket that is tried, and what is off it."""

    title: str
    article: Article
    off: int


class Trial(msgspec.Struct, frozen=True):
    """What the basket would get, and why not where it gets nothing."""

    rows: list[TrialRow]
    given: Discount
    code: EnteredCode


class TrialForm(forms.Form):
    """Products with their pieces: `harbour 2, slow-tide`."""

    basket = forms.CharField(
        label="Products and pieces",
        help_text="Such as: harbour 2, slow-tide 1. The price is that of the first variant.",
        max_length=600,
        widget=FastTextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_basket(self) -> list[tuple[Product, int]]:
        parts = [part.split() for part in self.cleaned_data["basket"].lower().split(",") if part.strip()]
        if len(parts) > MAX_TRIED:
            raise forms.ValidationError(f"At most {MAX_TRIED} products, please.")
        return [_product(words) for words in parts]


def _product(words: list[str]) -> tuple[Product, int]:
    name, pieces = words[0], words[1] if len(words) > 1 else "1"
    if len(words) > 2 or not (pieces.isascii() and pieces.isdigit()) or not 0 < int(pieces[:4]) <= MAX_QUANTITY:
        raise forms.ValidationError(f"How many of “{name}”? Type 1 to {MAX_QUANTITY} behind it.")
    try:
        product = api.call(GET_PRODUCT, path={"product_id": msgspec.convert(name, Slug)}, bypass_cache=True)
    except (msgspec.ValidationError, api.Refusal):
        raise forms.ValidationError(f"There is no product “{name}”.") from None
    return product, int(pieces)


def try_promotion(promotion: Promotion, basket: list[tuple[Product, int]]) -> Trial:
    """Return what these products would get of the promotion today, delivered at home by the standard way."""
    articles = [
        Article(product_id=each.id, category=each.category_path, price=each.variants[0].price, quantity=pieces)
        for each, pieces in basket
    ]
    charge = delivery_zones.ways_to(HOME_COUNTRY)[Delivery.STANDARD].charge(sum(article.total for article in articles))
    day = localdate().isoformat()
    given = discounts.discount(articles, [promotion], day, charge, discounts.least_to_pay(currency()))
    rows = [
        TrialRow(product.title, article, off)
        for (product, _), article, off in zip(basket, articles, given.lines, strict=True)
    ]
    return Trial(rows, given, discounts.explain(promotion, articles, day, given))
