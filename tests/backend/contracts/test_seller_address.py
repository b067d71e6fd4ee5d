"""The address of who sells, as each reader has it."""

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.seller_address import in_words
from backend.contracts.shop import SAMPLE_SELLER, Seller
from backend.contracts.types import Language

STORED = b'{"name": "Halftone", "address": ["Example Street 1", "10115 Berlin", "Germany"], "email": "hi@example.com"}'
"""As invoices and stages of before have it."""


def test_an_address_that_names_its_country_itself_is_left_as_it_is() -> None:
    stored = msgspec.json.decode(STORED, type=Seller)
    assert in_words(stored, "de") == stored


def test_a_country_that_no_parcel_goes_to_is_named_by_its_code() -> None:
    assert in_words(replace(SAMPLE_SELLER, country="KE"), "fr").address[-1] == "KE"


@pytest.mark.parametrize(("language", "country"), [("en", "Germany"), ("de", "Deutschland"), ("fr", "Allemagne")])
def test_the_country_is_named_in_the_readers_language_and_once(language: Language, country: str) -> None:
    named = in_words(SAMPLE_SELLER, language)
    assert named.address == (*SAMPLE_SELLER.address, country)
    assert in_words(named, language) == named
