"""What may be chosen when the shop is synthesized."""

from tests.infra.template import Template


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
    assert template.one("AWS::Cognito::UserPoolDomain")["Domain"] == {"Fn::Join": ["", ["halftone-", {"Ref": "AWS::AccountId"}]]}


def test_everything_is_tagged(template: Template) -> None:
    tagged = [each["Properties"]["Tags"] for each in template.resources.values() if "Tags" in each.get("Properties", {})]
    listed = [tags for tags in tagged if isinstance(tags, list)]
    assert listed
    assert all({"Key": "shop", "Value": "halftone"} in tags for tags in listed)
