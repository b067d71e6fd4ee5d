"""Who may use the local cloud."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import accounts
from infra.local.cloud import REGION
from tests.cloud import ShopCloud


def _groups(cloud: ShopCloud, email: str) -> list[str]:
    pool = cloud.outputs["UserPoolId"]
    return [
        group["GroupName"]
        for group in cloud.client("cognito-idp").admin_list_groups_for_user(UserPoolId=pool, Username=email)["Groups"]
    ]


def test_the_two_demo_accounts_may_sign_in_and_only_one_is_staff(cloud: ShopCloud) -> None:
    for role, groups in (("shopper", []), ("staff", ["staff"])):
        account = cloud.account(role)
        assert cloud.tokens(account)["token_type"] == "Bearer"
        assert _groups(cloud, account.email) == groups


def test_making_an_account_again_changes_nothing(cloud: ShopCloud) -> None:
    account = cloud.account("staff")
    accounts.make(cloud.cloud, cloud.outputs["UserPoolId"], account)
    assert _groups(cloud, account.email) == ["staff"]


def _storefront(cloud: ShopCloud, service: str) -> Any:
    keys = cloud.outputs_file["Local"]["environment"]
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=cloud.endpoint,
        region_name=REGION,
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
    )


@pytest.mark.parametrize("table", ["ProductTable", "BasketTable", "OrderTable"])
def test_the_storefront_cannot_reach_the_services_tables(cloud: ShopCloud, table: str) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        _storefront(cloud, "dynamodb").get_item(
            TableName=cloud.outputs[table], Key={"pk": {"S": "x"}, "sk": {"S": "x"}}
        )


def test_the_storefront_cannot_list_sessions_or_make_users(cloud: ShopCloud) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        _storefront(cloud, "dynamodb").scan(TableName=cloud.outputs["SessionTable"])
    with pytest.raises(ClientError, match="AccessDenied"):
        _storefront(cloud, "cognito-idp").admin_create_user(
            UserPoolId=cloud.outputs["UserPoolId"], Username="x@example.com"
        )


def test_the_storefront_may_keep_sessions_and_learn_its_own_secret(cloud: ShopCloud) -> None:
    dynamodb, cognito = _storefront(cloud, "dynamodb"), _storefront(cloud, "cognito-idp")
    key = {"pk": {"S": "SESSION#test"}}
    dynamodb.put_item(TableName=cloud.outputs["SessionTable"], Item=key)
    dynamodb.delete_item(TableName=cloud.outputs["SessionTable"], Key=key)
    found = cognito.describe_user_pool_client(
        UserPoolId=cloud.outputs["UserPoolId"], ClientId=cloud.outputs["ClientId"]
    )
    assert found["UserPoolClient"]["ClientSecret"]
