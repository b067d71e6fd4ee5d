"""`manage.py import_products FILE`: a merchant's catalogue into the shop."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import IO, TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.inventory.models import MAX_PIECES
from storefront.account.command_errors import command_errors
from storefront.clients.outputs import currency
from storefront.imports.catalogue import open_catalogue
from storefront.imports.encoding import ENCODINGS
from storefront.imports.entry import NotReadable
from storefront.imports.formats import READERS
from storefront.imports.image_urls import find_address, is_external
from storefront.imports.prices import MARKS, rates
from storefront.imports.progress import Bar
from storefront.imports.report import FILE, ReportKind, ReportLine
from storefront.imports.run import Import, Summary


class Options(TypedDict):
    """What the command line says."""

    file: Path
    format: str
    encoding: str
    currency: str
    decimal: str
    rate: list[str]
    stock_if_unknown: int | None
    pictures_at: str
    free: bool
    stock: bool
    dry_run: bool


class Command(BaseCommand):
    help = (
        "Puts a catalogue through the staff API. Twice is as good as once, and a run that was stopped goes on "
        "where it was; a product goes in as a whole or not at all. Pictures are not fetched: those at other hosts "
        "keep their address and show as a placeholder until fetch_pictures brings them in, as file names do for "
        "good; both are named. Pieces in stock that the file tells are set for articles that never had a number "
        "set, or for all with --stock."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", choices=sorted(READERS), default="", help="where the content does not tell (default: it does)"
        )
        parser.add_argument(
            "--encoding", choices=ENCODINGS, default="", help="where the file can be read in several ways"
        )
        parser.add_argument(
            "--currency",
            type=str.upper,
            default="",
            help="for prices that name none (ISO 4217; by itself the shop's)",
        )
        parser.add_argument(
            "--decimal",
            choices=MARKS,
            default="",
            help="the mark before prices' decimals, where the file does not tell",
        )
        parser.add_argument(
            "--rate", action="append", default=[], metavar="USD=0.92",
            help="convert prices of that currency: what one of it is worth in the shop's; may be given several times",
        )  # fmt: skip
        parser.add_argument(
            "--stock-if-unknown", type=int, metavar="N", help="pieces of each variant for which the file tells none"
        )
        parser.add_argument(
            "--pictures-at", default="", metavar="ADDRESS",
            help="the folder at which pictures are that the file gives by name alone, such as the old shop's",
        )  # fmt: skip
        parser.add_argument(
            "--free", action="store_true", help="take new prices of 0: most are slips, and are refused otherwise"
        )
        parser.add_argument("--stock", action="store_true", help="set the file's pieces over what was set before")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")

    def handle(self, *args: object, **options: Unpack[Options]) -> None:
        path = options["file"]
        try:
            raw = path.open("rb")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        try:
            with raw, command_errors("What is in is in; run it again to go on."):
                summary = self._import(raw, path.name, options)
        except NotReadable as error:
            raise CommandError(f"{path}: {error}") from None
        self.stdout.write(summary.figures(dry=options["dry_run"]))
        if summary.bad:
            raise CommandError(f"{summary.bad} of the products were refused, for the reasons above.")

    def _import(self, raw: IO[bytes], name: str, options: Options) -> Summary:
        with open_catalogue(
            raw,
            currency=options["currency"] or currency(),
            into=currency(),
            format=options["format"],
            encoding=options["encoding"],
            decimal=MARKS.get(options["decimal"], ""),
            rates=_rates(options["rate"]),
            pieces=_pieces(options["stock_if_unknown"]),
            pictures_at=_pictures_at(options["pictures_at"]),
        ) as catalogue:
            self.stdout.write(f"{name}: {catalogue.format}, {catalogue.count} products")
            self._print_line(ReportLine(1, FILE, ReportKind.READ, catalogue.dialect.words()))
            bar = Bar(catalogue.count, sys.stderr)
            how_to = Import(
                self._print_line,
                bar.step,
                options["dry_run"],
                options["stock"],
                options["free"],
                before=catalogue.before,
            )
            return how_to.run(catalogue)

    def _print_line(self, line: ReportLine) -> None:
        self.stdout.write(str(line))


def _rates(sent: list[str]) -> tuple[tuple[str, Decimal], ...]:
    try:
        return rates(" ".join(sent))
    except ValueError as error:
        raise CommandError(str(error)) from None


def _pieces(sent: int | None) -> int | None:
    if sent is not None and not 0 <= sent <= MAX_PIECES:
        raise CommandError(f"--stock-if-unknown takes 0 to {MAX_PIECES:,}.")
    return sent


def _pictures_at(sent: str) -> str:
    if sent and not (is_external(sent) and find_address(sent)):
        raise CommandError("--pictures-at takes an address such as https://old.example/media.")
    return find_address(sent) if sent else ""
