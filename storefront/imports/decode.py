"""A file's lines as text, in bounded memory: packed or not, UTF-8, UTF-16 or the encoding that is told; all else is
refused."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, cast

from storefront.imports.archives import refuse
from storefront.imports.encoding import detect, encoding_from_bom
from storefront.imports.entry import NotReadable

MAX_LINE_LENGTH = 1_000_000
"""Characters of a line; the longest description that is allowed is far shorter."""
MAX_BYTES = 512 * 1024 * 1024
"""Bytes of a file, unpacked."""
_BOM, _NUL, _SUBSTITUTE = "\ufeff", "\0", "\x1a"
_TEXT_PER_NUL = 8
"""Characters of a line for each NUL in it; with fewer it is no text."""


def encoding_of(raw: IO[bytes], named_encoding: str = "", most: int = 0) -> str:
    """Return the encoding of the file: by its mark, else `asked`, else as its bytes tell.

    Raises NotReadable, also for what holds no text.
    """
    try:
        unpacked = _decompress(raw)
        refuse(unpacked)
        return encoding_from_bom(unpacked) or named_encoding or detect(unpacked, most or MAX_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise NotReadable(f"the file cannot be unpacked: {error}") from None


def _decompress(raw: IO[bytes]) -> IO[bytes]:
    raw.seek(0)
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw


def lines(raw: IO[bytes], encoding: str, *, pieces: bool = False, most: int = 0) -> Iterator[str]:
    """Yield every line with its end, from the beginning; with `pieces`, one that is too long comes in several.

    Else its beginning comes, longer than MAX_LINE_LENGTH and without an end. Byte-order marks before lines, as files
    that were joined have them, are left out; a NUL in a text comes as another control character.

    Raises NotReadable, at `most` bytes (0: LARGEST) of what is unpacked too.
    """
    yield from _decode(_decompress(raw), encoding, pieces, most or MAX_BYTES)


def _decode(raw: IO[bytes], encoding: str, pieces: bool, most: int) -> Iterator[str]:
    number = 0
    try:
        raw.seek(0)
        text = io.TextIOWrapper(io.BufferedReader(cast("io.RawIOBase", raw)), encoding, newline="")
        try:
            for line in _limit_lines(text, pieces, most):
                yield line
                number += 1
        finally:
            with suppress(ValueError):  # closed by its owner before this came to an end
                text.detach().detach()
    except UnicodeError as error:
        at = number + 1 + _breaks(error)
        raise NotReadable(
            f"line {at}: not {encoding}; save the file in UTF-8, or name another encoding (such as windows-1252)"
        ) from None
    except (OSError, EOFError, zlib.error) as error:
        raise NotReadable(f"after line {number}: cannot be unpacked: {error}") from None


def _breaks(error: UnicodeError) -> int:
    """Line breaks before the place that is wrong, in the piece of the file that was being read."""
    return error.object[: error.start].count(b"\n") if isinstance(error, UnicodeDecodeError) else 0


def _limit_lines(text: io.TextIOWrapper, pieces: bool, most: int) -> Iterator[str]:
    number, seen = 0, 0
    while line := text.readline(MAX_LINE_LENGTH + 1):
        number, seen = number + 1, seen + len(line)
        rest = len(line) > MAX_LINE_LENGTH and not pieces
        while rest and (more := text.readline(MAX_LINE_LENGTH)) and seen <= most:
            seen, rest = seen + len(more), not more.endswith(("\n", "\r"))
        if seen > most:
            raise NotReadable(f"line {number}: the file is larger than {most // 1024**2} MB; import it in parts")
        if line.count(_NUL) * _TEXT_PER_NUL > len(line):
            raise NotReadable(f"line {number}: holds NUL characters: this is no text, or UTF-16 without its mark")
        yield line.lstrip(_BOM).replace(_NUL, _SUBSTITUTE)
