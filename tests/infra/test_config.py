"""What may be chosen when the shop is synthesized."""

import json
import os
import subprocess
import sys

import aws_cdk as cdk
import pytest

from infra.config import PRODUCTION, Config, ConfigRefused
from infra.local.paths import ROOT
from tests.infra.template import Template


def chosen(**context: str) -> Config:
    """What this context chooses, beside what the CDK command adds of its own."""
    theirs = {
        "aws:cdk:version-reporting": "true",
        "@aws-cdk/core:target-partitions": ["aws"],
        "availability-zones:account=1": [],
    }
    return Config.of(cdk.App(context={**theirs, **context}).node)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage", "prod"), ("stage", "Production"), ("stage", ""), ("cloud", "azure"), ("search", "elastic"), ("domain_prefix", "my_shop"),
        ("domain_prefix", "aws-shop"), ("domain_prefix", "-shop"), ("domain_prefix", "s" * 64), ("alarm_email", "owner"),
        ("mail_from", "orders"), ("mail_identity", "existing"), ("storefronts", "http://localhost:8000"),
        ("storefronts", "https://shop.example.com/"), ("stages", PRODUCTION), ("alarm-email", "owner@example.com"),
    ],
)  # fmt: skip
def test_a_slip_refuses_and_names_what_there_is(name: str, value: str) -> None:
    with pytest.raises(ConfigRefused, match=f"“{name}"):
        chosen(**{name: value})


def test_a_slip_at_the_command_is_one_line() -> None:
    environment = {**os.environ, "CDK_OUTDIR": "/nowhere", "CDK_CONTEXT_JSON": json.dumps({"stage": "prod"})}
    run = subprocess.run(
        [sys.executable, "-m", "infra.app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.strip() == "“stage=prod” cannot be chosen: it must match production|trial"


def test_who_says_nothing_gets_what_is_protected() -> None:
    assert chosen().is_production
    assert not chosen(stage="trial").is_production
    assert not chosen(cloud="local").is_production


@pytest.mark.parametrize("type", ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::SecretsManager::Secret"])
def test_only_a_trial_said_in_words_lets_anything_go(production: Template, template: Template, type: str) -> None:
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


def test_nothing_ties_the_template_to_one_account_or_region(template: Template) -> None:
    text = str(template.json)
    assert "000000000000" not in text
    assert "us-east-1" not in text


def test_the_domain_of_the_sign_in_pages_is_the_accounts_own(template: Template) -> None:
    assert template.one("AWS::Cognito::UserPoolDomain")["Domain"] == {
        "Fn::Join": ["", ["halftone-", {"Ref": "AWS::AccountId"}]]
    }


def test_everything_is_tagged(template: Template) -> None:
    tagged = [
        each["Properties"]["Tags"] for each in template.resources.values() if "Tags" in each.get("Properties", {})
    ]
    listed = [tags for tags in tagged if isinstance(tags, list)]
    assert listed
    assert all({"Key": "shop", "Value": "halftone"} in tags for tags in listed)
