"""The address form takes what the contract takes, and says in words what it does not."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from backend.contracts.basket.models import COUNTRIES, EUROPE, NewAddress
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.postal_codes import RULES
from storefront.checkout.address_form import FOLDED, AddressForm, values_of
from storefront.checkout.forms import DeliveryForm
from storefront.web import delivery_zones
from storefront.web.countries import choices
from storefront.web.fields import form_errors
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
        ("vat_id", "DE12", "written like DE123456789"),
        ("vat_id", "1" * 500, "too long"),
        ("vat_id", "DE123456789", "the company that the VAT ID belongs to"),
    ],
)
def test_mistakes_are_shown_at_their_fields(field: str, typed: str, said: str) -> None:
    form = AddressForm(GOOD | {field: typed})
    assert said in form_errors(form)
    assert list(form.errors) == ["company" if "company" in said else field]


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
        "company": "shipping organization",
        "vat_id": "off",
    }
    assert 'aria-invalid="true"' in str(form["town"])
    assert 'aria-describedby="id_town_error"' in str(form["town"])
    assert 'aria-describedby="id_postal_code_helptext"' in str(form["postal_code"])


def test_countries_are_named_and_sorted_by_name() -> None:
    names = [name for _, name in choices()]
    assert names == sorted(names)
    assert ("DE", "Germany") in choices()


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


@pytest.mark.parametrize("country", [code for code, _ in choices()])
def test_every_country_says_its_rule_at_the_field(country: str) -> None:
    form = AddressForm(GOOD | {"country": country, "postal_code": "?"})
    assert RULES[country].example in form.fields["postal_code"].help_text
    assert RULES[country].example in str(form.errors["postal_code"][0])


@pytest.mark.parametrize(("country", "state"), [("ES", ""), ("ES", "RM"), ("ES", "Roma"), ("IT", ""), ("IT", "Roma")])
def test_a_province_is_asked_for_where_letters_need_one(country: str, state: str) -> None:
    form = AddressForm(GOOD | {"country": country, "postal_code": "28013", "state": state})
    assert form.errors["state"] == ["Choose the province."]


@pytest.mark.parametrize(
    ("country", "code", "state"), [("IE", "", "Co. Cork"), ("IE", "", ""), ("RO", "010011", "Ilfov")]
)
def test_a_county_is_optional_where_letters_arrive_without(country: str, code: str, state: str) -> None:
    form = AddressForm(GOOD | {"country": country, "postal_code": code, "state": state})
    assert form.is_valid(), form.errors
    assert form.address.state == state


def test_a_province_left_over_from_another_country_is_dropped() -> None:
    form = AddressForm(GOOD | {"state": "Madrid"})
    assert form.is_valid(), form.errors
    assert form.address.state == ""


@pytest.mark.parametrize("country", [code for code, _ in choices()])
def test_each_country_has_its_fields_in_its_order_and_every_field_once(country: str) -> None:
    form = AddressForm(initial={"country": country})
    shown = [field.name for row in form.rows for field in row] + ["email", "country", "phone", *sorted(FOLDED)]
    assert sorted(shown) == sorted(form.fields)
    assert all(1 <= len(row) <= 2 for row in form.rows)


def test_a_british_town_stands_before_the_postal_code_and_a_hungarian_before_the_street() -> None:
    def order(country: str) -> list[str]:
        return [field.name for row in AddressForm(initial={"country": country}).rows for field in row]

    assert order("GB") == ["name", "street", "town", "postal_code"]
    assert order("HU") == ["name", "town", "street", "postal_code"]
    assert order("ES") == ["name", "street", "postal_code", "town", "state"]


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("DE", "de 123 456 789", "DE123456789"),
        ("DE", "123456789", "DE123456789"),
        ("DE", "ATU12345678", "ATU12345678"),
        ("GR", "123456789", "EL123456789"),
        ("CH", "CHE-123.456.789 MWST", "CHE123456789MWST"),
        ("DE", "  ", ""),
    ],
)
def test_a_vat_id_is_written_without_what_people_put_between(country: str, typed: str, written: str) -> None:
    code = RULES[country].example
    form = AddressForm(GOOD | {"country": country, "postal_code": code, "company": "Ada Ltd", "vat_id": typed})
    assert form.is_valid(), form.errors
    assert form.address.vat_id == written


@pytest.fixture
def _world() -> None:
    """Staff have put every country that the shop can deliver to into a zone."""
    rest = tuple({*COUNTRIES} - {*EUROPE})
    delivery_zones.keep(
        replace(DEFAULT, zones=(*DEFAULT.zones, replace(DEFAULT.zones[1], name="World", countries=rest)))
    )


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize(
    ("country", "order", "address"),
    [
        ("AE", ["name", "street", "town", "state"], {"state": "Dubai", "postal_code": "12345"}),
        ("AU", ["name", "street", "town", "state", "postal_code"], {"state": "NSW", "postal_code": "2000"}),
        ("BR", ["name", "street", "town", "state", "postal_code"], {"state": "SP", "postal_code": "01310100"}),
        ("CA", ["name", "street", "town", "state", "postal_code"], {"state": "ON", "postal_code": "k1a0b1"}),
        ("IN", ["name", "street", "town", "postal_code", "state"], {"state": "Delhi", "postal_code": "110 001"}),
        ("JP", ["name", "street", "town", "state", "postal_code"], {"state": "Tokyo", "postal_code": "1000001"}),
        ("US", ["name", "street", "town", "state", "postal_code"], {"state": "NY", "postal_code": "10001-1234"}),
    ],
)
def test_addresses_beyond_europe_are_asked_for_as_they_are_written_there(
    country: str, order: list[str], address: dict[str, str]
) -> None:
    shown = [field.name for row in AddressForm(initial={"country": country}).rows for field in row]
    assert shown == order
    form = AddressForm(GOOD | {"country": country, "phone": "+1 202 456 1111"} | address)
    assert form.is_valid(), form.errors
    if country == "AE":
        assert form.address.postal_code == ""
    assert AddressForm(GOOD | {"country": country} | address | {"state": "Roma"}).errors["state"]


@pytest.mark.usefixtures("_world")
def test_a_firm_beyond_europe_may_leave_its_number_out_and_none_of_europes_shapes_is_taken_for_one() -> None:
    plain = GOOD | {"country": "US", "state": "NY", "postal_code": "10001", "company": "Engines Inc."}
    assert AddressForm(plain).is_valid()
    (error,) = AddressForm(plain | {"vat_id": "12-3456789"}).errors["vat_id"]
    assert "the United States" in error
    assert error.endswith("You may leave it empty.")
    greece = plain | {"country": "GR", "postal_code": "10431", "vat_id": "12"}
    assert "leave it empty" not in AddressForm(greece).errors["vat_id"][0]
