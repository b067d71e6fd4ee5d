"""`manage.py export_products FILE`: the shop's catalogue as a Shopify product CSV."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront.account.command_errors import command_errors
from storefront.imports.export import catalogue, write


class Command(BaseCommand):
    help = "Writes every product into a Shopify product CSV. import_products reads it back to the same catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        part = file.with_name(f"{file.name}.part")  # a file of that name is whole, or the one from before
        try:
            with command_errors("Nothing was written."), part.open("w", encoding="utf-8-sig", newline="") as out:
                count = write(catalogue(), out)
            part.replace(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from None
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"{count} products in {file}")
