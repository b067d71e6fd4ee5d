"""`manage.py import_products FILE`: a merchant's Shopify product CSV into the shop."""

import os
import sys
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from storefront import api
from storefront.account.terminal import NotSignedIn
from storefront.imports.rows import NotReadable
from storefront.imports.run import report, run
from storefront.imports.shopify import products

WIDTH = 30


class Command(BaseCommand):
    help = "Puts a Shopify product CSV through the staff API. Twice is as good as once; a product goes in as a whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--currency", default="EUR", help="of the file's prices, which do not say (ISO 4217; default EUR)")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        path, dry = options["file"], options["dry_run"]
        try:
            with path.open("rb") as raw, os.fdopen(os.dup(raw.fileno()), encoding="utf-8-sig", newline="") as text:
                summary = run(products(text, options["currency"]), dry=dry, step=Bar(raw, path, sys.stderr).step)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except (NotReadable, NotSignedIn) as error:
            raise CommandError(f"{path}: {error}") from None
        except api.Unavailable as error:
            raise CommandError(f"The {error} service does not answer. What is in is in; run it again to go on.") from None
        self.stdout.write("\n".join(report(summary, dry=dry)))
        if summary.bad:
            raise CommandError(f"{len(summary.bad)} of the products were refused, for the reasons above.")


class Bar:
    """Progress by the bytes read, on a terminal; nothing where the output goes to a file."""

    def __init__(self, raw: IO[bytes], path: Path, out: IO[str]) -> None:
        self._raw, self._size, self._out = raw, max(path.stat().st_size, 1), out

    def step(self) -> None:
        if self._out.isatty():
            part = min(self._raw.tell() / self._size, 1)
            self._out.write(f"\r[{'#' * int(part * WIDTH):<{WIDTH}}] {part:4.0%}" + ("\n" if part == 1 else ""))
            self._out.flush()
