"""The outputs file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import msgspec
import pytest
from moto import mock_aws
from pytest_django.fixtures import Settings

from backend.contracts import shop
from storefront.clients.outputs import OutputsMissing, currency, outputs, seller
from storefront.clients.price_setting import prices_include_tax

SHOP = {"ApiUrl": "https://api.test", "Region": "eu-central-1", "UserPoolId": "pool", "ClientId": "client", "LoginUrl": "https://login.test",
        "Issuer": "https://cognito.test/pool", "SessionTable": "sessions", "ProviderUrl": "http://provider.test/pay",
        "OrderHandler": "what others need"}  # fmt: skip


@pytest.fixture
def path(settings: Settings, tmp_path: Path) -> Path:
    settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
    return tmp_path / "outputs.json"


@pytest.mark.parametrize("stack", ["Shop", "Halftone-trial-anna"])
def test_a_deployed_stacks_file_is_enough_whatever_the_stack_is_called(path: Path, stack: str) -> None:
    path.write_text(json.dumps({stack: SHOP}))
    assert outputs().shop.api_url == "https://api.test"
    assert outputs().jwks_url == "https://cognito.test/pool/.well-known/jwks.json"
    assert outputs().local.mail_url is None


def test_outputs_of_several_stacks_are_put_together(path: Path) -> None:
    kept = {name: SHOP[name] for name in ("UserPoolId", "SessionTable")}
    rest = {name: value for name, value in SHOP.items() if name not in kept}
    path.write_text(json.dumps({"Halftone-trial-Data": kept, "Halftone-trial-Platform": rest}))
    assert (outputs().shop.user_pool_id, outputs().shop.api_url) == ("pool", "https://api.test")


def test_the_local_clouds_file_says_more(path: Path) -> None:
    local = {"JwksUrl": "http://keys.test", "MailUrl": "http://mail.test", "environment": {"AWS_ENDPOINT_URL": "http://aws.test"},
             "accounts": [{"role": "staff", "email": "a@b.c", "password": "p"}]}  # fmt: skip
    path.write_text(json.dumps({"Shop": SHOP, "Local": local}))
    assert outputs().jwks_url == "http://keys.test"
    assert outputs().local.accounts[0].email == "a@b.c"


def test_a_file_that_changes_is_read_again(path: Path) -> None:
    path.write_text(json.dumps({"Shop": SHOP}))
    outputs()
    path.write_text(json.dumps({"Shop": SHOP | {"ApiUrl": "https://moved.test"}}))
    assert outputs().shop.api_url == "https://moved.test"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"Shop": {}}', '{"Shop": {"ApiUrl": 1}}', "\xff"])
def test_a_file_that_cannot_be_read_is_one_clear_line(path: Path, text: str) -> None:
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(OutputsMissing, match=r"^The outputs file .* cannot be read: [^\n]*$"):
        outputs()


def test_no_file_is_one_clear_line(path: Path) -> None:
    with pytest.raises(OutputsMissing, match=r"^No outputs file at [^\n]*SHOP_OUTPUTS\.$"):
        outputs()


def test_a_backend_with_other_settings_is_refused_in_one_line_that_names_both(path: Path) -> None:
    path.write_text(json.dumps({"Shop": SHOP | {"Settings": "EUR US America/New_York"}}))
    with pytest.raises(
        OutputsMissing,
        match=r"^The backend was deployed with “EUR US America/New_York”, this storefront has “EUR DE [^\n]*$",
    ):
        outputs()


def test_a_backend_with_the_same_settings_or_from_before_outputs_named_them_is_accepted(path: Path) -> None:
    for told in ({"Settings": shop.agreement("EUR")}, {}):
        path.write_text(json.dumps({"Shop": SHOP | told}))
        assert outputs().shop.region == "eu-central-1"


@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD"])
def test_the_currency_is_the_backends_to_say(path: Path, code: str) -> None:
    path.write_text(json.dumps({"Shop": SHOP | {"Settings": f"{code} DE Europe/Berlin"}}))
    assert currency() == code


@pytest.mark.parametrize("told", ["EUR DE Europe/Berlin tax-free", "EUR DE Europe/Berlin  tax-added"])
def test_whether_prices_include_tax_is_set_by_one_word_or_refused(path: Path, told: str) -> None:
    path.write_text(json.dumps({"Shop": SHOP | {"Settings": told}}))
    with pytest.raises(OutputsMissing, match="The backend was deployed with"):
        outputs()


@pytest.mark.parametrize("is_included", [True, False])
def test_what_prices_include_is_the_backends_to_say(path: Path, is_included: bool) -> None:
    path.write_text(json.dumps({"Shop": SHOP | {"Settings": shop.agreement("USD", is_included)}}))
    assert (prices_include_tax(), currency()) == (is_included, "USD")


def test_prices_of_an_older_stack_and_of_a_missing_one_include_tax(path: Path) -> None:
    assert prices_include_tax()
    path.write_text(json.dumps({"Shop": SHOP}))
    assert prices_include_tax()


def test_an_older_stack_and_a_missing_one_sell_in_euro(path: Path) -> None:
    assert currency() == "EUR"
    path.write_text(json.dumps({"Shop": SHOP}))
    assert currency() == "EUR"


def test_the_seller_is_the_stages_and_of_a_stack_of_before_the_sample(path: Path) -> None:
    own = shop.Seller(name="Prints Ltd", address=("1 Quay",), email="hi@prints.example.com")
    for told, who in (({"Seller": msgspec.json.encode(own).decode()}, own), ({}, shop.SAMPLE_SELLER)):
        path.write_text(json.dumps({"Shop": SHOP | told}))
        assert seller() == who


def test_a_seller_that_cannot_be_read_is_one_clear_line(path: Path) -> None:
    path.write_text(json.dumps({"Shop": SHOP | {"Seller": "{}"}}))
    with pytest.raises(OutputsMissing, match=r"^The outputs file .* cannot be read: [^\n]*$"):
        outputs()


def test_json_in_the_variable_is_as_good_as_a_file(settings: Settings) -> None:
    settings.SHOP_OUTPUTS = json.dumps({"Halftone-trial-Web": SHOP})
    assert outputs().shop.api_url == "https://api.test"


@pytest.mark.parametrize("text", ["{", "{}", '{"Shop": {"ApiUrl": 1}}'])
def test_json_in_the_variable_that_cannot_be_read_is_one_clear_line(settings: Settings, text: str) -> None:
    settings.SHOP_OUTPUTS = text
    with pytest.raises(OutputsMissing, match=r"^The outputs in SHOP_OUTPUTS cannot be read: [^\n]*$"):
        outputs()


@pytest.fixture
def parameters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """AWS's parameters, in this process."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        yield boto3.client("ssm")


def test_a_parameter_that_is_not_there_is_one_clear_line(settings: Settings, parameters: Any) -> None:
    settings.SHOP_OUTPUTS = "ssm:/halftone/missing"
    with pytest.raises(OutputsMissing, match=r"^The parameter /halftone/missing cannot be read: [^\n]*$"):
        outputs()


def test_a_parameter_is_as_good_as_a_file(settings: Settings, parameters: Any) -> None:
    parameters.put_parameter(Name="/halftone/outputs", Type="String", Value=json.dumps({"Shop": SHOP}))
    settings.SHOP_OUTPUTS = "ssm:/halftone/outputs"
    assert outputs().shop.region == "eu-central-1"
