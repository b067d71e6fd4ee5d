"""The accounts of the local cloud: two demo accounts of the shop, printed at every start, and an IAM user that the
storefront runs as."""

from dataclasses import dataclass

from botocore.exceptions import ClientError

from backend.contracts.operation import ROLES_BY_GROUP
from infra.local.cloud import Cloud

STOREFRONT = "storefront"


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, and in which role."""

    role: str
    email: str
    password: str


ACCOUNTS = (
    Account("shopper", "shopper@halftone.example", "Paper-and-ink-1"),
    Account("staff", "staff@halftone.example", "Ink-and-paper-2"),
)


def make(cloud: Cloud, pool: str, account: Account) -> None:
    """Create the account if it is missing, and set its password to this one."""
    cognito = cloud.client("cognito-idp")
    try:
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=account.email,
            UserAttributes=[{"Name": "email", "Value": account.email}, {"Name": "email_verified", "Value": "true"}],
            MessageAction="SUPPRESS",
        )
    except cognito.exceptions.UsernameExistsException:
        return
    cognito.admin_set_user_password(UserPoolId=pool, Username=account.email, Password=account.password, Permanent=True)
    if account.role in ROLES_BY_GROUP:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=account.email, GroupName=account.role)


def storefront_keys(cloud: Cloud, policy: str, known_keys: dict[str, str]) -> dict[str, str]:
    """Return the keys, under boto3's variable names, of a user with the rights of the storefront's policy; the known
    ones if they are still valid."""
    iam = cloud.client("iam")
    try:
        iam.create_user(UserName=STOREFRONT)
    except ClientError as error:
        if error.response["Error"]["Code"] != "EntityAlreadyExists":
            raise
    iam.attach_user_policy(UserName=STOREFRONT, PolicyArn=policy)
    valid_ids = [key["AccessKeyId"] for key in iam.list_access_keys(UserName=STOREFRONT)["AccessKeyMetadata"]]
    if known_keys.get("AWS_ACCESS_KEY_ID") in valid_ids:
        return {name: known_keys[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    for old in valid_ids:
        iam.delete_access_key(UserName=STOREFRONT, AccessKeyId=old)
    key = iam.create_access_key(UserName=STOREFRONT)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
