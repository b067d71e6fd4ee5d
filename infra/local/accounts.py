"""The two demo accounts: made once, confirmed, and printed at every start. They exist in the local cloud only."""

from dataclasses import dataclass

from backend.contracts.operation import STAFF_GROUP
from infra.local.cloud import Cloud


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, and as what."""

    role: str
    email: str
    password: str


ACCOUNTS = (
    Account("shopper", "shopper@halftone.example", "Paper-and-ink-1"),
    Account("staff", "staff@halftone.example", "Ink-and-paper-2"),
)


def make(cloud: Cloud, pool: str, account: Account) -> None:
    """Makes the account unless it is there; its password is then as told, whatever it was."""
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
    if account.role == STAFF_GROUP:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=account.email, GroupName=STAFF_GROUP)
