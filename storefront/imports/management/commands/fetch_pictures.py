"""`manage.py fetch_pictures`: pictures of products that are at other hosts, into the shop."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.contracts.product.models import Product
from storefront.account.cli_login import access_token
from storefront.account.command_errors import command_errors
from storefront.imports.download import download
from storefront.imports.export import catalogue
from storefront.imports.fetch import Fetched, fetch_pictures
from storefront.imports.image_urls import is_external
from storefront.imports.picture_uploads import PictureUploads

AT_ONCE = 6
"""Products that are worked on side by side: their pictures are waited for, at their hosts and at the shop."""


class Command(BaseCommand):
    help = (
        "Brings the pictures that an import left at other hosts into the shop, as if staff had uploaded each. "
        "Those that do not come keep their address and are named with the reason; a run that was stopped goes on "
        "where it was, and a later import of the same file keeps what was fetched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only list the pictures")
        parser.add_argument(
            "--private-hosts",
            action="store_true",
            help="fetch from hosts in private networks, too, such as an old shop on this machine",
        )

    def handle(self, *args: object, dry_run: bool, private_hosts: bool, **options: object) -> None:
        with command_errors("What was fetched is in the shop; run it again to go on."):
            access_token()
            products = (each for each in catalogue() if any(is_external(picture.src) for picture in each.pictures))
            if dry_run:
                return self._list(products)
            fetched = failed = 0
            for each in fetch_side_by_side(products, private_hosts):
                fetched, failed = fetched + each.pictures, failed + len(each.failures)
                self._print(each)
        self.stdout.write(f"{fetched} pictures fetched.")
        if failed:
            raise CommandError(f"{failed} pictures were not, for the reasons above.")
        return None

    def _list(self, products: Iterable[Product]) -> None:
        count = 0
        for product in products:
            for picture in product.pictures:
                if is_external(picture.src):
                    count += 1
                    self.stdout.write(f"{product.id}: {picture.src}")
        self.stdout.write(f"{count} pictures would be fetched.")

    def _print(self, fetched: Fetched) -> None:
        self.stdout.write(f"{fetched.product_id}: {fetched.pictures} fetched")
        for failure in fetched.failures:
            self.stdout.write(f"{fetched.product_id}: not fetched: {failure}")


def fetch_side_by_side(products: Iterator[Product], private_hosts: bool) -> Iterator[Fetched]:
    """Yield what became of each product, in their order; no more products are read than are worked on."""
    uploads = PictureUploads(partial(download, private_hosts=private_hosts))
    fetch = partial(fetch_pictures, bring=uploads.bring)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while batch := list(islice(products, AT_ONCE)):
            yield from pool.map(fetch, batch)
