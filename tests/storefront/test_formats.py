"""Money and time as people write them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from storefront.web import formats


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [(0, "EUR", "€0.00"), (1250, "EUR", "€12.50"), (123456789, "EUR", "€1,234,567.89"), (1250, "JPY", "JP¥1,250")],
)
def test_money_is_written_with_its_currency(minor: int, currency: str, written: str) -> None:
    assert formats.money(minor, currency) == written


@pytest.mark.parametrize(
    ("language", "label", "written"),
    [
        ("en", "How do you like it?", "How do you like it?"),
        ("fr", "Cela vous plaît\u00a0?", "Cela vous plaît\u00a0?"),
        ("de", "Name", "Name:"),
        ("fr", "Nom", "Nom\u00a0:"),
    ],
)
def test_a_question_has_no_colon_after_it_and_every_other_label_has(language: str, label: str, written: str) -> None:
    with translation.override(language):
        assert formats.colon(label) == written


def test_a_day_is_that_of_the_shops_clock() -> None:
    assert formats.day("2026-11-21T22:59:59.999Z") == "21 Nov 2026"
    assert formats.day("2026-11-21T23:00:00.000Z") == "22 Nov 2026"


def test_a_moment_is_written_without_seconds() -> None:
    assert formats.moment("2026-07-21T08:05:33.000Z") == "21 Jul 2026, 10:05"
    assert formats.moment(datetime(2026, 11, 21, 13, 5, tzinfo=UTC)) == "21 Nov 2026, 14:05"
