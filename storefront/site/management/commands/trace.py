"""`manage.py trace ORDER`: an order's way through all services, from their logs."""

import re

from botocore.exceptions import BotoCoreError, ClientError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront.clients.function_logs import trace
from storefront.clients.outputs import OutputsMissing

_ID = re.compile(r"[0-9a-f]{28}|[0-9a-f]{32}")


class Command(BaseCommand):
    help = (
        "Prints what every function logged about an order, oldest first, in UTC. "
        "Takes the order's id or the number of a page request (X-Request-Id), and your own AWS credentials."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("order", help="28 hexadecimal digits of an order's id, or 32 of a request's")

    def handle(self, *args: object, order: str, **options: object) -> None:
        if not _ID.fullmatch(order):
            raise CommandError("An order's id has 28 hexadecimal digits: it stands in the address of the order's page.")
        try:
            lines = trace(order)
        except OutputsMissing as error:
            raise CommandError(str(error)) from None
        except (ClientError, BotoCoreError) as error:
            raise CommandError(f"AWS refuses: {error}") from None
        if not lines:
            raise CommandError(f"No log names {order}. Logs are kept for a month.")
        for line in lines:
            self.stdout.write(f"{line.time}  {line.function:<24} {line.summary}")
