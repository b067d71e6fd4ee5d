"""What a card of a list shows of reviews."""

import pytest

from backend.contracts.product.models import Card
from backend.contracts.review.models import Rating
from backend.contracts.search.models import Hit
from storefront.product.templatetags.shop import card as draw

CARD = {"id": "harbour", "title": "Harbour", "currency": "EUR", "price": 2900}


@pytest.mark.parametrize("card", [Hit(**CARD), Card(**CARD)])
def test_a_card_of_what_nobody_reviewed_has_no_stars(card: Card) -> None:
    assert "star" not in draw(card)


def test_a_card_says_the_average_and_the_number_of_reviews_in_words() -> None:
    drawn = draw(Hit(**CARD, rating=Rating(count=12, sum=52)))
    assert '<span class="hidden">Rated 4.3 of 5, 12 reviews</span>' in drawn
    assert "Rated 5.0 of 5, 1 review<" in draw(Hit(**CARD, rating=Rating(count=1, sum=5)))
