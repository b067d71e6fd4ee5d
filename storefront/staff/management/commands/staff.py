"""`manage.py staff add EMAIL`, `remove EMAIL`, `list`: who may work in the back office, by the AWS credentials of
whoever runs it."""

from argparse import ArgumentParser
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError

from backend.contracts.operation import STAFF_GROUP
from storefront.clients import aws
from storefront.clients.outputs import OutputsMissing, outputs


class Command(BaseCommand):
    help = "Says who is staff. The storefront's own policy does not allow it: run it with credentials of your own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=("add", "remove", "list"))
        parser.add_argument("email", nargs="?", default="")

    def handle(self, *args: Any, do: str, email: str, **options: Any) -> None:
        if (do == "list") == bool(email):
            raise CommandError(
                "Name an address: manage.py staff add ada@example.com" if do != "list" else "list takes no address."
            )
        try:
            self._do(aws.client("cognito-idp"), {"UserPoolId": outputs().shop.user_pool_id}, do, email)
        except OutputsMissing as error:
            raise CommandError(str(error)) from None
        except (ClientError, BotoCoreError) as error:
            raise CommandError(f"AWS refuses: {error}") from None

    def _do(self, pool: Any, where: dict[str, str], do: str, email: str) -> None:
        if do == "list":
            found = pool.get_paginator("list_users_in_group").paginate(GroupName=STAFF_GROUP, **where)
            self.stdout.write(
                "\n".join(sorted(_email(user) for page in found for user in page["Users"])) or "Nobody is staff yet."
            )
        elif do == "remove":
            pool.admin_remove_user_from_group(GroupName=STAFF_GROUP, Username=email, **where)
            self.stdout.write(f"{email} is no longer staff; open sessions lose their access within 15 minutes.")
        else:
            made = _make(pool, where, email)
            pool.admin_add_user_to_group(GroupName=STAFF_GROUP, Username=email, **where)
            self.stdout.write(f"{email} is staff." + (" A mail with a first password is on its way." if made else ""))


def _make(pool: Any, where: dict[str, str], email: str) -> bool:
    """Make the account unless there is one; whether it was made."""
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        pool.admin_create_user(Username=email, UserAttributes=attributes, DesiredDeliveryMediums=["EMAIL"], **where)
    except pool.exceptions.UsernameExistsException:
        return False
    return True


def _email(user: dict[str, Any]) -> str:
    return next((each["Value"] for each in user["Attributes"] if each["Name"] == "email"), str(user["Username"]))
