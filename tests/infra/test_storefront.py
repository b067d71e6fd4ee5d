"""What the storefront gets."""

from tests.infra.template import Template, target

POLICY = "AWS::IAM::ManagedPolicy"


def test_sessions_are_kept_by_key_alone(template: Template) -> None:
    table = template.starting("AWS::DynamoDB::Table", "StorefrontSessions")
    assert table["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}]
    assert "StreamSpecification" not in table


def test_the_storefront_may_touch_its_sessions_ask_for_its_own_secret_and_end_sign_ins_only(template: Template) -> None:
    sessions, pool = template.one(POLICY)["PolicyDocument"]["Statement"]
    actions = ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem")
    assert sessions["Action"] == [f"dynamodb:{action}" for action in actions]
    assert target(sessions["Resource"]).startswith("StorefrontSessions")
    assert pool["Action"] == [
        f"cognito-idp:{action}"
        for action in (
            "AdminListGroupsForUser",
            "AdminSetUserMFAPreference",
            "AdminUserGlobalSignOut",
            "DescribeUserPoolClient",
        )
    ]
    assert target(pool["Resource"]) in template.all("AWS::Cognito::UserPool")
