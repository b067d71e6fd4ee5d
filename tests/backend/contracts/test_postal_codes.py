"""Postal codes of every country we deliver to, as they are written and as people type them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.basket.models import COUNTRIES, Address
from backend.contracts.postal_codes import RULES, WITHOUT_CODES, tidy
from tests.backend.shop import ADDRESS


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("DE", "12"), ("DE", "ABCDE"), ("DE", "123456"), ("DE", "A-10115"), ("DE", ""), ("DE", "1011５6"), ("DE", "10l15"),
        ("FR", "12"), ("FR", "ABCDE"), ("GB", "SW1A 1A"), ("GB", "10115"), ("GB", "SW1A 11A"), ("NL", "1012"), ("PL", "00001-"),
        ("IE", "X285"), ("LT", "LV-01100"), ("CH", "\u0968\u0968\u0968\u0968"), ("DE", "\x00" * 5), ("DE", "\ud800"),
    ],
)  # fmt: skip
def test_a_code_in_another_countrys_format_is_none(country: str, typed: str) -> None:
    assert tidy(country, typed) is None if typed != "00001-" else tidy(country, typed) == "00-001"


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("DE", "D-10115", "10115"), ("DE", "de 10115", "10115"), ("DE", "D\u201310115", "10115"), ("DE", "１０１１５", "10115"),
        ("DE", "\u202d10115\u202c", "10115"), ("DE", "\ufeff101\u200b15", "10115"),
        ("DE", "10 115", "10115"), ("AT", "A-1010", "1010"), ("LI", "FL-9490", "9490"), ("FI", "FIN-00100", "00100"),
        ("FI", "FI-00100", "00100"), ("SE", "S-11122", "111 22"), ("CZ", "11000", "110 00"), ("GR", "10431", "104 31"),
        ("LV", "1010", "LV-1010"), ("LV", "lv1010", "LV-1010"), ("LT", "01100", "LT-01100"), ("PL", "00001", "00-001"),
        ("PT", "1000001", "1000-001"), ("NL", "1012js", "1012 JS"), ("NL", "NL-1012 JS", "1012 JS"), ("MT", "vlt1117", "VLT 1117"),
        ("GB", "SW1A1AA", "SW1A 1AA"), ("GB", "m11ae", "M1 1AE"), ("GB", "B338TH", "B33 8TH"), ("GB", "dn551pt", "DN55 1PT"),
        ("GB", "w1a0ax", "W1A 0AX"), ("GB", "CR2 6XH", "CR2 6XH"), ("IE", "d6wxy00", "D6W XY00"), ("IE", " ", ""), ("XX", "any", "any"),
        ("US", "205000001", "20500-0001"), ("US", "20500", "20500"), ("CA", "k1a0b1", "K1A 0B1"), ("JP", "1000001", "100-0001"),
        ("BR", "01310100", "01310-100"), ("AU", "2000", "2000"), ("IN", "110 001", "110001"), ("US", "2050", None), ("AE", "00000", ""),
        ("JP", "\u3012100-0001", "100-0001"), ("JP", "１００ー０００１", "100-0001"), ("JP", "100\u25000001", "100-0001"),
        ("JP", "\uff701000001", "100-0001"), ("JP", "JP-1000001", "100-0001"), ("AU", "AU-2000", "2000"), ("NZ", "NZ 6011", "6011"),
        ("BR", "CEP: 01310-100", "01310-100"), ("MX", "C.P. 06000", "06000"), ("IN", "PIN-110001", "110001"), ("US", "USA 20500", "20500"),
        ("CA", "CA-K1A 0B1", "K1A 0B1"), ("US", "NY 20500", None), ("MX", "6000", None), ("DE", "\u301210115", None),
    ],
)  # fmt: skip
def test_however_it_is_typed_it_is_written_as_its_country_does(country: str, typed: str, written: str | None) -> None:
    assert tidy(country, typed) == written


def test_every_country_has_a_rule_or_no_codes_at_all() -> None:
    assert {*RULES} | WITHOUT_CODES == {*COUNTRIES}
    assert {tidy(country, "999077") for country in WITHOUT_CODES} == {""}


@pytest.mark.parametrize("country", RULES)
def test_every_country_has_a_rule_that_its_example_follows_and_that_the_contract_takes(country: str) -> None:
    example = RULES[country].example
    assert tidy(country, example) == example
    assert tidy(country, example.lower().replace(" ", "").replace("-", "")) == example
    address = msgspec.structs.replace(ADDRESS, country=country, postal_code=example)
    assert msgspec.json.decode(msgspec.json.encode(address), type=Address) == address


@given(st.sampled_from(COUNTRIES), st.text(max_size=12) | st.from_regex(r"[A-Za-z0-9 -]{1,12}", fullmatch=True))
def test_what_is_tidy_stays_so_and_is_taken_by_the_contract(country: str, typed: str) -> None:
    written = tidy(country, typed)
    if written is not None:
        assert tidy(country, written) == written
        address = msgspec.structs.replace(ADDRESS, country=country, postal_code=written)
        assert msgspec.json.decode(msgspec.json.encode(address), type=Address) == address


def test_an_address_without_a_code_and_one_of_earlier_rules_can_be_read() -> None:
    for code in ("", "12", "ABCDE"):
        address = msgspec.structs.replace(ADDRESS, postal_code=code)
        assert msgspec.json.decode(msgspec.json.encode(address), type=Address).postal_code == code
