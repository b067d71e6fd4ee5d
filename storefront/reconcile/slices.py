"""A comparison of more than one run can read: each asks for so many pages at the most, and the next one goes on.

First every list is read, and cut into parts that lie on a shelf; then part after part is compared, and at last the
sums. Orders that changed since it began are left to the next comparison, so it does not matter that the lists are read
at different hours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

import msgspec
from msgspec.structs import replace

from storefront.reconcile.books import Books, differences_of_orders
from storefront.reconcile.difference import Difference
from storefront.reconcile.looks import LOOKS
from storefront.reconcile.pages import READ, Ask, read_page
from storefront.reconcile.parts import PARTS, REST, cut, join
from storefront.reconcile.sums import Sums, add_all, add_up, check_sums

TOGETHER = 300
"""Pages that are put on the shelf together: thirty thousand entries are held at once."""
PROGRESS = "progress.json"
ON_THE_WAY = timedelta(minutes=15)  # what an order causes may take as long


class Progress(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a comparison is, which `began` at that instant; empty between two.

    `number` is the list that is read, from `cursor` on, and `part` the part that is compared next. `pages` were asked
    for so far, and `pieces` put on the shelf. `done_on` is the day on which the last comparison began. `suspects` are
    the sums that differed, and at how many comparisons in a row.
    """

    began: str = ""
    number: int = 0
    cursor: str | None = None
    pages: int = 0
    pieces: int = 0
    part: int = 0
    done_on: str = ""
    is_sliced: bool = False
    suspects: dict[str, int] = {}


class Shelf(Protocol):
    """Keeps what one run leaves to the next."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, content: bytes) -> None: ...
    def names(self, start: str) -> list[str]: ...


def load(shelf: Shelf) -> Progress:
    """Return how far the comparison is, which the shelf tells."""
    return msgspec.json.decode(shelf.read(PROGRESS) or b"{}", type=Progress)


def save(progress: Progress, shelf: Shelf) -> None:
    """Leave it to the next run."""
    shelf.write(PROGRESS, msgspec.json.encode(progress))


def begin(progress: Progress, now: str) -> Progress:
    """Return the beginning of the next comparison."""
    return Progress(began=now, is_sliced=True, done_on=progress.done_on, suspects=progress.suspects)


def go_on(progress: Progress, shelf: Shelf, ask: Ask, pages: int) -> tuple[Progress, list[Difference]]:
    """Read or compare as much as so many pages are, and return how far it is then, and what differs for good.

    A piece on the shelf counts as a page; a part is compared as a whole. Of a run that fails, what is on the shelf is
    kept, and all else is repeated by the next one, under the same names.
    """
    differences: list[Difference] = []
    while pages > 0 and progress.number < len(READ):
        before = progress.pages
        progress = _read_on(progress, shelf, ask, min(pages, TOGETHER))
        save(progress, shelf)  # a run that is ended here, because services are slow, has not read in vain
        pages -= progress.pages - before
    while pages > 0 and progress.number == len(READ) and progress.part < PARTS:
        pages -= 1 + len(_pieces(progress, shelf, progress.part))
        differences += _compare(progress, shelf)
        progress = replace(progress, part=progress.part + 1)
    if pages > 0 and progress.part == PARTS:
        progress, lasting = _finish(progress, shelf)
        differences += lasting
    return progress, differences


def _read_on(progress: Progress, shelf: Shelf, ask: Ask, most: int) -> Progress:
    """Put the next pages on the shelf, by part."""
    number, cursor, read = progress.number, progress.cursor, list[Books]()
    while len(read) < most and number < len(READ):
        page, cursor = read_page(ask, number, cursor)
        read.append(page)
        number += cursor is None
    for part, piece in cut(join(read)).items():
        shelf.write(f"{progress.began}/{part:02}/{progress.pieces:06}", msgspec.json.encode(piece))
    pages, pieces = progress.pages + len(read), progress.pieces + 1
    return replace(progress, number=number, cursor=cursor, pages=pages, pieces=pieces)


def _compare(progress: Progress, shelf: Shelf) -> list[Difference]:
    """Return how the orders of a part differ, and put its sums on the shelf."""
    books = _join_pieces(progress, shelf, progress.part)
    sums = add_up(books.holds, books.uses, books.voucher_holds)
    shelf.write(f"{progress.began}/sums/{progress.part:02}", msgspec.json.encode(sums))
    since = datetime.fromisoformat(progress.began) - ON_THE_WAY
    settled = since.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return differences_of_orders(books, settled, progress.began)


def _finish(progress: Progress, shelf: Shelf) -> tuple[Progress, list[Difference]]:
    """Return the sums that differed by as much at each of the last comparisons: one that sells meanwhile differs by
    another number each time.
    """
    rest = _join_pieces(progress, shelf, REST)
    sums = add_all(_read_sums(progress, shelf))
    off = {_name(each): each for each in check_sums(rest.stock, rest.promotions, rest.vouchers, sums)}
    suspects = {name: progress.suspects.get(name, 0) + 1 for name in off}
    lasting = [each for name, each in off.items() if suspects[name] >= LOOKS]
    return Progress(done_on=progress.began[:10], is_sliced=True, suspects=suspects, pages=progress.pages), lasting


def _name(difference: Difference) -> str:
    return " ".join(map(str, difference.mark))


def _read_sums(progress: Progress, shelf: Shelf) -> Iterator[Sums]:
    for part in range(PARTS):
        yield msgspec.json.decode(shelf.read(f"{progress.began}/sums/{part:02}") or b"{}", type=Sums)


def _pieces(progress: Progress, shelf: Shelf, part: int) -> list[str]:
    return shelf.names(f"{progress.began}/{part:02}/")


def _join_pieces(progress: Progress, shelf: Shelf, part: int) -> Books:
    pieces = (shelf.read(name) for name in sorted(_pieces(progress, shelf, part)))
    return join(msgspec.json.decode(piece, type=Books) for piece in pieces if piece)
