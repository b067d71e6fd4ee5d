"""What may be chosen when the shop is synthesized: a stage's file, and which file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import msgspec
import pytest

from backend.contracts import shop
from infra.config import Config, choose
from infra.local.paths import ROOT
from infra.stage_reading import ConfigRefused, stages
from tests.infra.template import PROTECTED, SELLER, WHOLE, Template, stage_file


def read_config(stage: str = "production", **said: Any) -> Config:
    """What a file of this stage with these words chooses, beside what the CDK command adds of its own."""
    theirs = {
        "aws:cdk:version-reporting": "true",
        "@aws-cdk/core:target-partitions": ["aws"],
        "availability-zones:account=1": [],
    }
    return Config.of(cdk.App(context={**theirs, **stage_file(stage, **said)}).node)


def write_stage(folder: Path, stage: str, text: str) -> dict[str, str]:
    (folder / f"{stage}.toml").write_text(text, encoding="utf-8")
    return {"stages": str(folder), "stage": stage}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("search", "elastic", "“search” must be index or opensearch"),
        ("provider", "cash", "“provider” must be sandbox or stripe"),
        ("mail_identity", "existing", "“mail_identity” must be address or domain or existing-address or existing-domain"),
        ("trial", "true", "“trial” must be true or false"), ("trial", 1, "“trial” must be true or false"),
        ("account", "12345", "“account” must be the twelve digits of an AWS account"),
        ("account", 123456789012, "“account” must be the twelve digits of an AWS account"),
        ("region", "Frankfurt", "“region” must be a region of AWS such as eu-central-1"),
        ("domain", "https://shop.example.com", "“domain” must be a name such as shop.example.com"),
        ("domain_prefix", "my_shop", "“domain_prefix” must be 1 to 63 small letters"),
        ("domain_prefix", "aws-shop", "“domain_prefix” must be"), ("domain_prefix", "-shop", "“domain_prefix” must be"),
        ("domain_prefix", "s" * 64, "“domain_prefix” must be"), ("alarm_email", "owner", "“alarm_email” must be"),
        ("alarm_email", "owner@example.com\n", "“alarm_email” must be an address"),
        ("mail_from", "orders", "“mail_from” must be an address such as orders@example.com"),
        ("storefronts", ["http://localhost:8000"], "“storefronts” must be a list, each an address such as https://"),
        ("storefronts", ["https://shop.example.com/"], "“storefronts” must be a list"),
        ("storefronts", "https://shop.example.com", "“storefronts” must be a list"),
        ("limits", {"consumers": 1}, "“limits.consumers” must be 2 to 1000 batches at once"),
        ("limits", {"requests": 1}, "there is no “requests”; there are requests_per_second, consumers"),
        ("backup", {"keep_days": 0}, "“backup.keep_days” must be 1 to 3650 days"),
        ("backup", {"daily": "03:00"}, "“backup.daily” must be true or false"),
        ("backup", {"weekly": True}, "there is no “weekly”; there are daily, keep_days, lock"),
        ("restored", {"order": "no table"}, "“restored” must be a table's name, and its stream"),
        ("restored", {"order": 1}, "“restored” must be a table's name, and its stream"),
        ("backup", True, "“backup” must be a table"),
        ("prices_include_tax", "no", "“prices_include_tax” must be true or false"),
        ("currency", "DEM", "“currency” must be an ISO 4217 code of today such as EUR or JPY"),
        ("currency", "eur", "“currency” must be an ISO 4217 code"), ("currency", "XAU", "“currency” must be an ISO 4217 code"),
        ("currency", "JPY\n", "“currency” must be an ISO 4217 code"), ("currency", "", "“currency” must be an ISO 4217 code"),
        ("seller", {"name": "Prints Ltd"}, "“seller” must be a table"),
        ("seller", {"name": "", "address": ["x"], "email": "a@example.com"}, "“seller.name” must be a name of 1 to 100"),
        ("seller", {"name": "P", "address": [], "email": "a@example.com"}, "“seller.address” must be a list, each a line"),
        ("seller", {"name": "P", "address": ["x"], "email": "a"}, "“seller.email” must be an address such as"),
        ("seller", {"name": "P", "address": ["x"], "email": "a@b.example", "vat": "1"}, "there is no “vat”; there are name"),
        ("owner", "anna", "there is no “owner”; there are trial, account"),
        ("alarm-email", "owner@example.com", "there is no “alarm-email”; there are"),
    ],
)  # fmt: skip
def test_a_slip_refuses_and_names_what_there_is(name: str, value: Any, says: str) -> None:
    with pytest.raises(ConfigRefused) as refused:
        read_config(**{name: value})
    assert f"production.toml: {says}" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"account": ""}, "name “account” and “region”"), ({"region": ""}, "name “account” and “region”"),
        ({"trial": False, "demo": False}, "“provider” is the sandbox"), ({"mail_identity": "domain"}, "name “mail_from”"),
        ({"domain": "shop.example.com", "web": {"hosted": True}}, "name “web.certificate”"),
        ({"web": {"zone": "Z0123"}}, "“web.zone” leads a domain"),
        ({"backup": {"lock": True}}, "say “backup.daily = true”"), ({"backup": {"keep_days": 90}}, "say “backup.daily"),
        ({"restored": {"order": "orders-restored"}}, "“restored.order” must be a table with its stream: `python -m infra"),
        ({"restored": {"desk": "desk/stream/2026-11-29T12:00:00.000"}}, "“restored.desk” must be a table without a stream"),
        ({"restored": {"baskets": "baskets"}}, "“restored.baskets” is no table that can be restored; there are basket, "),
        ({"restored": {"search": "search"}}, "“restored.search” is no table that can be restored"),
        ({"replica": PROTECTED["region"]}, "“replica” is a second region"),
        ({"replica": "eu-west-1", "hardened": True}, "“replica” with “hardened” needs a key"),
        ({"trial": True, "replica": "eu-west-1"}, "“replica” makes copies that a trial"),
        ({"trial": True, "backup": {"daily": True}}, "“backup” keeps copies in a vault that cannot be deleted"),
        ({"demo": False, "provider": "stripe"}, "name who sells"),
        ({"demo": False, "provider": "stripe", "seller": SELLER | {"vat_id": "DE000000000"}}, "name who sells"),
        ({"heartbeat": True, "demo": False, "provider": "stripe", "seller": SELLER}, "“heartbeat” buys with a test card"),
        ({"seller": {name: "ß" * 100 for name in SELLER if name not in ("address", "email")} | {
            "address": ["ß" * 80] * 6, "email": "a@example.com"}}, "“seller” is longer than"),
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_together_refuses(said: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigRefused, match=says):
        read_config(**said)


@pytest.mark.parametrize("text", ["trial = yes", "trial = true\ntrial = true", "\xff"])
def test_a_file_that_is_no_toml_refuses_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "trial.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigRefused, match=r"^[^\n]*trial\.toml is no TOML: [^\n]*$"):
        choose({"stages": str(tmp_path), "stage": "trial"})


@pytest.mark.parametrize(
    ("context", "says"),
    [
        ({}, "Name a stage: .*production.*trial"), ({"stage": "prod"}, "There is no stage “prod”: .* has production, "),
        ({"stage": "Production"}, "There is no stage “Production”"), ({"stage": ""}, "There is no stage “”"),
        ({"stage": "../stages/trial"}, "There is no stage"), ({"stage": "trial", "cloud": "azure"}, "“cloud” must be aws or local"),
        ({"stage": "production", "trial": "true"}, "“trial” is no choice of the command"),
        ({"stage": "production", "owner": "anna"}, "one copy of a stage that is no trial"),
        ({"stage": "trial", "owner": "Anna Smith"}, "“owner” must be one to ten small letters"),
        ({"stage": "trial", "stages": "/nowhere"}, "/nowhere has none"),
    ],
)  # fmt: skip
def test_the_command_chooses_a_file_and_nothing_else(context: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigRefused, match=says):
        choose(context)


def test_a_slip_at_the_command_is_one_line() -> None:
    environment = {**os.environ, "CDK_OUTDIR": "/nowhere", "CDK_CONTEXT_JSON": json.dumps({"stage": "prod"})}
    run = subprocess.run(
        [sys.executable, "-m", "infra.app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.strip().startswith("There is no stage “prod”: infra/stages has production, ")
    assert "\n" not in run.stderr.strip()


@pytest.mark.parametrize("stage", stages())
def test_each_stage_of_the_repository_can_be_chosen(stage: str) -> None:
    assert choose({"stage": stage}).stage == stage


def test_a_stage_that_is_not_a_trial_is_protected() -> None:
    assert read_config().is_production
    assert read_config("staging").is_production
    assert not read_config(trial=True).is_production
    assert not choose({"cloud": "local"}).is_production


def test_two_stages_that_would_have_one_identity_verified_or_one_domain_refuse(tmp_path: Path) -> None:
    both = 'trial = true\naccount = "123456789012"\nregion = "eu-central-1"\nmail_from = "orders@example.com"\n'
    write_stage(tmp_path, "one", both)
    with pytest.raises(ConfigRefused, match="would be verified by one, too: choose existing-address"):
        choose(write_stage(tmp_path, "two", both))
    assert choose(write_stage(tmp_path, "two", both + 'mail_identity = "existing-address"\n')).mail_verified
    assert choose(write_stage(tmp_path, "two", both.replace("eu-central-1", "eu-west-1")))
    with pytest.raises(ConfigRefused, match="would be verified by one"):
        choose(write_stage(tmp_path, "two", both.replace('account = "123456789012"\n', "")))
    write_stage(tmp_path, "one", 'trial = true\ndomain = "shop.example.com"\n')
    with pytest.raises(ConfigRefused, match="“domain” is one's already"):
        choose(write_stage(tmp_path, "two", 'trial = true\ndomain = "shop.example.com"\n'))


def test_a_developers_copy_leaves_what_there_can_be_once_to_its_stage() -> None:
    theirs = {"domain": "try.example.com", "domain_prefix": "try", "mail_from": "orders@example.com"}
    copy = choose({**stage_file("trial", **theirs), "owner": "anna"})
    assert (copy.name, copy.domain, copy.domain_prefix) == ("Halftone-trial-anna", "", "")
    assert (copy.new_mail_identity, copy.mail_verified) == ("", True)
    assert choose(stage_file("trial", **theirs)).new_mail_identity == "orders@example.com"


def test_the_local_cloud_may_have_a_stages_choices() -> None:
    local = choose({**stage_file("trial", limits={"consumers": 3}), "cloud": "local"})
    assert (local.local, local.limits.consumers, local.environment) == (True, 3, None)
    assert local.mail_from  # without a sender it could not show a mail


def test_a_stage_that_names_them_is_deployed_to_its_account_and_region_and_nowhere_else(production: Template) -> None:
    manifest = json.loads((production.folder / "manifest.json").read_text())
    of = {each["environment"] for each in manifest["artifacts"].values() if each["type"] == "aws:cloudformation:stack"}
    assert of == {f"aws://{PROTECTED['account']}/{PROTECTED['region']}"}


@pytest.mark.parametrize("type", ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret"])
def test_only_an_explicit_trial_lets_data_be_deleted(production: Template, template: Template, type: str) -> None:
    def policies(of: Template) -> set[str]:
        return {each.get("DeletionPolicy", "Delete") for each in of.resources.values() if each["Type"] == type}

    assert (policies(production), policies(template)) == ({"Retain"}, {"Delete"})
    tables = production.all("AWS::DynamoDB::Table").values()
    assert all(table["DeletionProtectionEnabled"] is True for table in tables)


def test_production_keeps_what_shoppers_own(production: Template, template: Template) -> None:
    kept = {each["Type"] for each in production.resources.values() if each.get("DeletionPolicy") == "Retain"}
    assert {"AWS::DynamoDB::Table", "AWS::Cognito::UserPool"} <= kept
    left = {each["Type"] for each in template.resources.values() if each.get("DeletionPolicy") == "Retain"}
    assert left == {"AWS::S3::Bucket"}  # CloudFormation deletes no bucket that holds something


def test_nothing_ties_a_trial_that_names_no_account_to_one_account_or_region(template: Template) -> None:
    text = str(template.json)
    assert "000000000000" not in text
    assert "us-east-1" not in text


def test_the_domain_of_the_sign_in_pages_tells_no_account_and_is_the_files_if_it_names_one(template: Template) -> None:
    domain = template.one("AWS::Cognito::UserPoolDomain")["Domain"]
    assert domain["Fn::Join"][1][0] == "halftone-trial-"
    assert "AWS::AccountId" not in str(domain)
    assert Template(**WHOLE).one("AWS::Cognito::UserPoolDomain")["Domain"] == WHOLE["domain_prefix"]


def test_limits_are_the_files() -> None:
    made = Template(**WHOLE)
    settings = made.starting("AWS::ApiGatewayV2::Stage", "Gateway")["DefaultRouteSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (300, 600)
    for table in made.all("AWS::DynamoDB::Table").values():
        for each in (table, *table.get("GlobalSecondaryIndexes", [])):
            assert each["OnDemandThroughput"] == {"MaxReadRequestUnits": 500, "MaxWriteRequestUnits": 250}
    at_once = [
        each["ScalingConfig"]["MaximumConcurrency"]
        for each in made.all("AWS::Lambda::EventSourceMapping").values()
        if "ScalingConfig" in each
    ]
    assert set(at_once) == {2, 4}  # the search's builder of indexes has its own


def test_everything_is_tagged_with_shop_and_stage(template: Template) -> None:
    tagged = [
        each["Properties"]["Tags"] for each in template.resources.values() if "Tags" in each.get("Properties", {})
    ]
    listed = [tags for tags in tagged if isinstance(tags, list)]
    assert listed
    for tag in ({"Key": "shop", "Value": "halftone"}, {"Key": "stage", "Value": "trial"}):
        assert all(tag in tags for tags in listed)


def test_a_stage_that_takes_real_payments_names_its_seller_to_the_functions() -> None:
    config = read_config(demo=False, provider="stripe", seller=SELLER)
    assert not config.has_sample_seller
    assert shop.decode_seller(config.seller_json) == msgspec.convert(SELLER, shop.Seller)


@pytest.mark.parametrize("code", ["DEM", "jpy", "EURO", "XXX"])
def test_an_unknown_currency_for_the_local_cloud_is_refused_in_one_line(code: str) -> None:
    with pytest.raises(ConfigRefused, match=rf"^“CURRENCY” must be an ISO 4217 code [^\n]*{code}”$"):
        choose({"cloud": "local", "currency": code})


@pytest.mark.parametrize("context", [{"cloud": "aws", "stage": "trial"}, {"cloud": "local", "stage": "trial"}])
def test_a_stages_currency_stands_in_its_file(context: dict[str, str]) -> None:
    with pytest.raises(ConfigRefused, match="“currency” is no choice of the command"):
        choose(context | {"currency": "JPY"})


@pytest.mark.parametrize("word", ["", "net", "Added", "true"])
def test_an_unknown_place_of_tax_for_the_local_cloud_is_refused_in_one_line(word: str) -> None:
    with pytest.raises(ConfigRefused, match=rf"^“TAX” must be included in prices or added to them, and not “{word}”$"):
        choose({"cloud": "local", "tax": word})


def test_whether_prices_include_tax_is_what_the_stage_says_and_by_itself_they_do() -> None:
    assert [read_config(prices_include_tax=False).prices_include_tax, read_config().prices_include_tax] == [False, True]
    assert not choose({"cloud": "local", "tax": "added"}).prices_include_tax
    assert choose({"cloud": "local", "tax": "included"}).prices_include_tax
    with pytest.raises(ConfigRefused, match="“tax” is no choice of the command"):
        choose({"cloud": "local", "stage": "trial", "tax": "added"})


def test_the_currency_of_the_stage_is_what_it_says_and_by_itself_euro() -> None:
    assert [read_config(currency="KWD").currency, read_config().currency] == ["KWD", "EUR"]
    assert choose({"cloud": "local", "currency": "JPY"}).currency == "JPY"


def test_the_currency_of_the_stage_reaches_every_function_and_the_storefront(template: Template) -> None:
    functions = template.all("AWS::Lambda::Function").values()
    services = [each for each in functions if "SERVICE" in each.get("Environment", {}).get("Variables", {})]
    assert {each["Environment"]["Variables"]["CURRENCY"] for each in services} == {"EUR"}
    assert not [each for each in services if shop.TAX_VARIABLE in each["Environment"]["Variables"]]
    assert template.stack("Platform")["Outputs"]["Settings"]["Value"] == shop.agreement("EUR")


def test_that_tax_is_added_to_prices_reaches_every_function_and_the_storefront(selling: Template) -> None:
    functions = selling.all("AWS::Lambda::Function").values()
    services = [each for each in functions if "SERVICE" in each.get("Environment", {}).get("Variables", {})]
    assert {each["Environment"]["Variables"][shop.TAX_VARIABLE] for each in services} == {shop.ADDED}
    assert selling.stack("Platform")["Outputs"]["Settings"]["Value"] == shop.agreement("EUR", prices_include_tax=False)


def test_the_seller_of_the_stage_reaches_mails_invoices_and_the_storefront(template: Template) -> None:
    functions = template.all("AWS::Lambda::Function").values()
    told = {each["Description"] for each in functions if shop.SELLER_VARIABLE in each["Environment"]["Variables"]}
    mailing = {"notification: consumer", "notification: handler", "notification: sweeper"}
    assert told == {"invoice: consumer", "order: sweeper", *mailing}
    assert shop.decode_seller(template.stack("Platform")["Outputs"]["Seller"]["Value"]) == shop.SAMPLE_SELLER
