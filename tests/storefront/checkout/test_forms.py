"""The address form takes what the contract takes, and says in words what it does not."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.contracts.basket.models import NewAddress
from backend.contracts.postal_codes import RULES
from storefront.checkout.forms import AddressForm, DeliveryForm, values_of
from storefront.web.countries import CHOICES
from tests.storefront.service import ADDRESS

GOOD = values_of(ADDRESS)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "", "Enter your e-mail address"),
        ("email", "ada", "such as ada@example.org"),
        ("email", "ada@example", "such as ada@example.org"),
        ("email", "ada@@example.org", "such as ada@example.org"),
        ("email", "zoë@example.org", "letters such as ü or é do not work"),
        ("email", "ada@müller.example", "letters such as ü or é do not work"),
        ("email", "ada..l@example.org", "such as ada@example.org"),
        ("email", "a" * 250 + "@example.org", "too long"),
        ("name", " \u2028 ", "the name on the door"),
        ("name", "Ada\x00", "not allowed"),
        ("name", "Ada\x1b[31m", "common punctuation"),
        ("street", "s" * 201, "too long"),
        ("postal_code", "", "Enter the postal code."),
        ("postal_code", "1", "In Germany a postal code has five digits, such as 10115."),
        ("postal_code", "ABCDE", "In Germany a postal code has five digits, such as 10115."),
        ("postal_code", "F-10115", "In Germany a postal code has five digits"),
        ("postal_code", "1" * 500, "too long"),
        ("town", "", "Enter the town."),
        ("country", "", "Choose a country."),
        ("country", "XX", "Choose from the list."),
        ("country", "de", "Choose from the list."),
        ("phone", "call me", "+49 30 901820"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    form = AddressForm(GOOD | {field: typed})
    assert list(form.errors) == [field]
    assert said in str(form.errors[field][0])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(AddressForm.base_fields)), st.text(max_size=220)))
def test_the_form_and_the_contract_agree_on_every_input(typed: dict[str, str]) -> None:
    form = AddressForm(GOOD | typed)
    if form.is_valid():
        assert msgspec.json.decode(msgspec.json.encode(form.address), type=NewAddress) == form.address
    else:
        assert all(str(error) for errors in form.errors.values() for error in errors)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["email", "name", "street", "extra", "town", "phone"]),
    st.text(alphabet="aZ09 -+@.()/é", max_size=30),
)
def test_the_form_refuses_nothing_that_the_contract_takes(field: str, typed: str) -> None:
    tidy = " ".join(typed.split())
    try:
        msgspec.convert(GOOD | {field: tidy}, NewAddress)
    except msgspec.ValidationError:
        assert not AddressForm(GOOD | {field: typed}).is_valid()
    else:
        assert AddressForm(GOOD | {field: typed}).is_valid()


def test_space_is_tidied_and_letters_are_composed() -> None:
    form = AddressForm(GOOD | {"name": "  Zoe\u0308 \t  Ångström\n"})
    assert form.is_valid()
    assert form.address.name == "Zoë Ångström"


def test_every_field_has_its_token_for_the_browser_and_says_what_is_wrong_to_screen_readers() -> None:
    form = AddressForm(GOOD | {"town": ""})
    tokens = {name: field.widget.attrs["autocomplete"] for name, field in form.fields.items()}
    assert tokens == {
        "email": "email",
        "name": "shipping name",
        "street": "shipping address-line1",
        "extra": "shipping address-line2",
        "postal_code": "shipping postal-code",
        "town": "shipping address-level2",
        "country": "shipping country",
        "phone": "shipping tel",
    }
    assert 'aria-invalid="true"' in str(form["town"])
    assert 'aria-describedby="id_town_error"' in str(form["town"])
    assert 'aria-describedby="id_postal_code_helptext"' in str(form["postal_code"])


def test_countries_are_named_and_sorted_by_name() -> None:
    names = [name for _, name in CHOICES]
    assert names == sorted(names)
    assert ("DE", "Germany") in CHOICES


@pytest.mark.parametrize("typed", [{}, {"delivery": ""}, {"delivery": "teleport"}, {"delivery": "STANDARD"}])
def test_a_delivery_there_is_not_is_refused(typed: dict[str, str]) -> None:
    assert not DeliveryForm(typed).is_valid()


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("DE", "D-10115", "10115"),
        ("DE", " １０１１５ ", "10115"),
        ("GB", "SW1A1AA", "SW1A 1AA"),
        ("GB", "sw1a\u00a01aa", "SW1A 1AA"),
        ("NL", "1012js", "1012 JS"),
        ("PT", "1000 001", "1000-001"),
        ("IE", "", ""),
        ("IE", "d02x285", "D02 X285"),
    ],
)
def test_a_postal_code_is_written_as_its_country_writes_it(country: str, typed: str, written: str) -> None:
    form = AddressForm(GOOD | {"country": country, "postal_code": typed})
    assert form.is_valid(), form.errors
    assert form.address.postal_code == written


@pytest.mark.parametrize("country", [code for code, _ in CHOICES])
def test_every_country_says_its_rule_at_the_field(country: str) -> None:
    form = AddressForm(GOOD | {"country": country, "postal_code": "?"})
    assert RULES[country].example in form.fields["postal_code"].help_text
    assert RULES[country].example in str(form.errors["postal_code"][0])
