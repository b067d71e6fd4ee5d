"""A catalogue's file gone through in steps that a request has time for: how far it is and what it came to is kept
beside the upload.

Whatever ends a step, the next one goes on behind the last product that was written down. A product that was put into
the shop and not yet written down is put once more, which changes nothing.
"""

import enum
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

import msgspec

from storefront.clients.outputs import currency
from storefront.imports import report
from storefront.imports.catalogue import Catalogue, open_catalogue
from storefront.imports.entry import Counted, Good
from storefront.imports.prices import MARKS, rates
from storefront.imports.report import FILE, ReportKind, ReportLine
from storefront.imports.run import Import, Summary
from storefront.staff import upload_storage
from storefront.web.files import write_atomically

MAX_STEP_SECONDS = 5.0
"""Seconds of products in one step, beside the time that the file is read in; one product is always done."""
MAX_REPORT_BYTES = 8 * 1024 * 1024
"""Bytes of a list; what comes after them is only counted."""


class Mode(enum.StrEnum):
    """What is done with each product: it is only looked at, or put into the shop."""

    LOOK = "look"
    PUT = "import"


class ImportOptions(msgspec.Struct, frozen=True):
    """The way a file is read; `stock` sets its pieces over what staff have set, and `free` gives away what costs 0.

    Prices that name no currency are in `currency`, by itself the shop's. `decimal` is comma or point, `rates` are
    written as USD=0.92, `pieces` are those of variants for which the file tells none, and `pictures_at` is where
    pictures are that it gives by name alone.
    """

    currency: str = ""
    format: str = ""
    encoding: str = ""
    stock: bool = False
    decimal: str = ""
    rates: str = ""
    pieces: int | None = None
    free: bool = False
    pictures_at: str = ""


class ImportJob(msgspec.Struct):
    """How far one is.

    `after` products are done of `count`, which is None until the file was read; `read` says how it was.

    `counts` are the lines of each kind; the list has the first `listed` of them all, in `size` bytes.
    """

    how: ImportOptions
    format: str = ""
    read: str = ""
    after: int = 0
    count: int | None = None
    counts: dict[ReportKind, int] = msgspec.field(default_factory=dict, name="told")
    listed: int = 0
    size: int = 0
    summary: Summary = msgspec.field(default_factory=Summary)

    @property
    def is_done(self) -> bool:
        return self.count is not None and self.after >= self.count

    @property
    def good(self) -> int:
        """Products that go in, or are in."""
        return sum(self.summary.done.values())

    @property
    def lines(self) -> int:
        return sum(self.counts.values())


def find(upload: Path, kind: Mode) -> ImportJob | None:
    """Return the walk of this kind through the file, if one was begun."""
    try:
        return msgspec.json.decode(_state(upload, kind).read_bytes(), type=ImportJob)
    except (OSError, msgspec.MsgspecError):
        return None


def start(upload: Path, kind: Mode, how: ImportOptions, *, again: bool = False) -> None:
    """Begin one, unless one was begun in this way before; with `again` only one that is not at its end counts."""
    with _list(upload, kind) as out:
        present = find(upload, kind)
        if out is not None and (present is None or present.how != how or (again and present.is_done)):
            _save(upload, kind, ImportJob(how))


def forget(upload: Path, kind: Mode) -> None:
    """Forget the job and its report: the next look begins anew."""
    _state(upload, kind).unlink(missing_ok=True)


def run_step(upload: Path, kind: Mode, token: str) -> None:
    """Go on for a while, if nobody else is at it.

    Raises NotReadable, and api.Unavailable or api.Refusal where the shop takes nothing: what was done until then is
    written down.
    """
    with _list(upload, kind) as out:
        walk = find(upload, kind)
        if out is None or walk is None or walk.is_done:
            return
        out.truncate(walk.size)  # a step that was killed may have listed more than it wrote down
        out.seek(walk.size)
        with upload.open("rb") as raw, _open(raw, walk.how) as catalogue:
            if walk.count is None:
                walk.format, walk.count, walk.read = catalogue.format, catalogue.count, catalogue.dialect.words()
                _add(walk, out, ReportLine(1, FILE, ReportKind.READ, walk.read))
            into = Import(
                lambda line: _add(walk, out, line),
                dry=kind is Mode.LOOK,
                over=walk.how.stock,
                free=walk.how.free,
                token=token,
                before=catalogue.before,
            )
            try:
                _go(walk, catalogue, into, lambda: _note(upload, kind, walk, out))
            finally:
                _note(upload, kind, walk, out)


def _open(raw: IO[bytes], how: ImportOptions) -> AbstractContextManager[Catalogue]:
    return open_catalogue(
        raw,
        currency=how.currency or currency(),
        into=currency(),
        format=how.format,
        encoding=how.encoding,
        decimal=MARKS.get(how.decimal, ""),
        rates=rates(how.rates),
        pieces=how.pieces,
        pictures_at=how.pictures_at,
        most=upload_storage.MAX_UNPACKED_BYTES,
        rows=upload_storage.MAX_ROWS,
    )


def _go(walk: ImportJob, catalogue: Catalogue, into: Import, note: Callable[[], None]) -> None:
    end = time.monotonic() + MAX_STEP_SECONDS
    for each in catalogue.since(walk.after):
        into.take(walk.summary, each)
        walk.after += 1
        if isinstance(each, Good | Counted):  # it took a call; what takes none is done again in no time
            note()
        if time.monotonic() >= end:
            return


def _add(walk: ImportJob, out: IO[bytes], line: ReportLine) -> None:
    walk.counts[line.what] = walk.counts.get(line.what, 0) + 1
    if walk.listed + 1 == walk.lines and out.tell() < MAX_REPORT_BYTES:  # the list has no gaps
        out.write(report.row(line).encode())
        walk.listed += 1


def _note(upload: Path, kind: Mode, walk: ImportJob, out: IO[bytes]) -> None:
    out.flush()
    walk.size = out.tell()
    _save(upload, kind, walk)


def _save(upload: Path, kind: Mode, walk: ImportJob) -> None:
    write_atomically(_state(upload, kind), msgspec.json.encode(walk))


def _state(upload: Path, kind: Mode) -> Path:
    return upload_storage.sidecar_path(upload, f"{kind}.json")


@contextmanager
def _list(upload: Path, kind: Mode) -> Iterator[IO[bytes] | None]:
    """Return the walk's list to write to, whose lock makes sure that one request at a time does; None where another one
    has it.
    """
    descriptor = os.open(upload_storage.sidecar_path(upload, f"{kind}.csv"), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield out


def to_csv(upload: Path, kind: Mode, walk: ImportJob) -> str:
    """Return the list as CSV, below its header."""
    with upload_storage.sidecar_path(upload, f"{kind}.csv").open("rb") as rows:
        return rows.read(walk.size).decode()
