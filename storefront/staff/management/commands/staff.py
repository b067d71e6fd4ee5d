"""`manage.py staff add EMAIL --role ROLE`, `remove EMAIL`, `list`: who may work in the back office, and in which role,
by the AWS credentials of whoever runs it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError

from backend.contracts.operation import ROLES_BY_GROUP, STAFF_GROUP, Role
from storefront.clients import aws
from storefront.clients.outputs import OutputsMissing, outputs
from storefront.staff.role_changes import NotLogged, log_role_change

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef, UserTypeTypeDef


class Command(BaseCommand):
    help = "Says who is staff. The storefront's own policy does not allow it: run it with credentials of your own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=("add", "remove", "list"))
        parser.add_argument("email", nargs="?", default="")
        parser.add_argument(
            "--role",
            choices=[role.value for role in Role],
            help="What somebody who is added may do; without it, what an owner may.",
        )

    def handle(self, *args: object, do: str, email: str, role: str | None = None, **options: object) -> None:
        if (do == "list") == bool(email):
            raise CommandError(
                "Name an address: manage.py staff add ada@example.com" if do != "list" else "list takes no address."
            )
        try:
            self._do(aws.client("cognito-idp"), outputs().shop.user_pool_id, do, email, role)
        except OutputsMissing as error:
            raise CommandError(str(error)) from None
        except (ClientError, BotoCoreError) as error:
            raise CommandError(f"AWS refuses: {error}") from None
        except NotLogged as error:
            raise CommandError(f"It is done, but the audit log did not take it ({error}). Run it again.") from None

    def _do(self, pool: "CognitoIdentityProviderClient", pool_id: str, do: str, email: str, role: str | None) -> None:
        if do == "list":
            self.stdout.write("\n".join(sorted(_members(pool, pool_id))) or "Nobody is staff yet.")
        elif do == "remove":
            for group in _groups(pool, pool_id):
                pool.admin_remove_user_from_group(UserPoolId=pool_id, GroupName=group, Username=email)
            log_role_change("remove_staff", email, before="any", after="none")
            self.stdout.write(f"{email} is no longer staff; open sessions lose their access within 15 minutes.")
        else:
            made = _make(pool, pool_id, email)
            pool.admin_add_user_to_group(UserPoolId=pool_id, GroupName=role or STAFF_GROUP, Username=email)
            log_role_change("add_staff", email, before="", after=role or STAFF_GROUP)
            as_what = f" with the role {role}" if role else ""
            mail = " A mail with a first password is on its way." if made else ""
            self.stdout.write(f"{email} is staff{as_what}.{mail}")


def _groups(pool: "CognitoIdentityProviderClient", pool_id: str) -> list[str]:
    """Return the groups of staff that this pool has: an older one has no roles."""
    pages = pool.get_paginator("list_groups").paginate(UserPoolId=pool_id)
    return [group["GroupName"] for page in pages for group in page["Groups"] if group["GroupName"] in ROLES_BY_GROUP]


def _members(pool: "CognitoIdentityProviderClient", pool_id: str) -> Iterator[str]:
    for group in _groups(pool, pool_id):
        pages = pool.get_paginator("list_users_in_group").paginate(UserPoolId=pool_id, GroupName=group)
        role = f"  {group}" if group != STAFF_GROUP else ""
        yield from (f"{_email(user)}{role}" for page in pages for user in page["Users"])


def _make(pool: "CognitoIdentityProviderClient", pool_id: str, email: str) -> bool:
    """Create the account unless there is one. Return whether it was created."""
    attributes: list[AttributeTypeTypeDef] = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
    ]
    try:
        pool.admin_create_user(
            UserPoolId=pool_id, Username=email, UserAttributes=attributes, DesiredDeliveryMediums=["EMAIL"]
        )
    except pool.exceptions.UsernameExistsException:
        return False
    return True


def _email(user: "UserTypeTypeDef") -> str:
    return next((each["Value"] for each in user["Attributes"] if each["Name"] == "email"), str(user["Username"]))
