"""The price per unit on pages: beside the price, of the server's figures, for people and for machines."""

import json
import re

import pytest
from django.test import Client
from django.utils.translation import override
from msgspec.structs import replace

from backend.contracts.product.content import Content, Unit
from backend.contracts.product.models import card
from storefront.product.jsonld import product_script
from storefront.product.templatetags.shop import card as draw_card
from storefront.product.templatetags.unit_prices import unit_price
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service

PRINT = Content(thousandths=72, unit=Unit.SQUARE_METRE)
SOLD = replace(product(), variants=tuple(replace(each, content=PRINT) for each in product().variants))


def test_no_price_per_unit_is_shown_where_no_content_is_known_or_the_price_is_the_same() -> None:
    assert unit_price(2400, "EUR", None) == ""
    assert unit_price(2400, "EUR", Content(thousandths=1_000, unit=Unit.KILOGRAM)) == ""
    assert "/ " not in draw_card(card(product())).partition("card__price")[2]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "€2.00 / piece"), ("de", "2,00\u00a0€ / Stück"), ("fr", "2,00\u00a0€ / pièce")]
)
def test_each_language_says_it_in_its_words(language: str, said: str) -> None:
    with override(language):
        assert said in unit_price(2400, "EUR", Content(thousandths=12_000, unit=Unit.PIECE))


def test_the_page_of_a_product_says_it_for_the_chosen_variant(client: Client, shop: Service) -> None:
    shop.products = [SOLD]
    assert "€333.33 / m²" in text(client.get(f"/product/{SOLD.id}/?v={SOLD.variants[0].sku}"))
    assert "€819.44 / m²" in text(client.get(f"/product/{SOLD.id}/?v={SOLD.variants[1].sku}"))


def test_a_card_says_it_for_the_price_that_it_shows() -> None:
    assert "€333.33 / m²" in draw_card(card(SOLD))


def test_structured_data_says_what_the_price_is_for() -> None:
    script = json.loads(re.sub(r"\\u003C", "<", product_script(SOLD, (), ())))
    assert script["offers"][0]["priceSpecification"] == {
        "@type": "UnitPriceSpecification", "price": "24.00", "priceCurrency": "EUR",
        "referenceQuantity": {
            "@type": "QuantitativeValue", "value": "0.072", "unitCode": "MTK",
            "valueReference": {"@type": "QuantitativeValue", "value": "1", "unitCode": "MTK"},
        },
    }  # fmt: skip
