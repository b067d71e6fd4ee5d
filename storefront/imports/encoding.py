"""The encoding of a merchant's file, found from all of its bytes, or asked for where they can be read in two ways."""

import codecs
import re
from collections.abc import Iterator
from typing import IO

from charset_normalizer import from_bytes

from storefront.imports.alphabets import ALPHABETS, likelihood
from storefront.imports.entry import NotReadable

ENCODINGS = (
    "utf-8", "utf-16", *ALPHABETS, "iso-8859-1", "iso-8859-9", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
"""What can be named."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
_MANY_BYTES = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
_PIECE, _SAMPLE = 1 << 16, 1 << 18
_SURE, _AHEAD, _ENOUGH = 0.6, 0.25, 40
"""How likely an encoding must be, how far ahead of the next, and how many bytes beyond ASCII charset-normalizer needs.
"""


def encoding_from_bom(raw: IO[bytes]) -> str:
    """Return the encoding that the file's byte-order mark tells; empty if it has none."""
    raw.seek(0)
    start = raw.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), "")


def detect(raw: IO[bytes], most: int) -> str:
    """Return the encoding that `raw` is written in, by its mark, its declaration or its bytes.

    At most `most` bytes are looked at.

    Raises NotReadable with the ways to read it where these differ and none is much more likely.
    """
    raw.seek(0)
    start = raw.read(4096)
    if encoding := _without_mark(start):
        return encoding
    if declared := _encoding_from_declaration(start):
        return declared
    raw.seek(0)
    sample = b"".join(_beyond_utf_8(raw, most))
    return _most_likely(sample) if sample else "utf-8"


def _without_mark(start: bytes) -> str:
    """UTF-16 is told by the NULs of its ASCII letters: every second byte."""
    half = len(start) // 2
    if half > 10 and start[0::2].count(0) > 0.6 * half and not start[1::2].count(0):
        return "utf-16-be"
    return "utf-16-le" if half > 10 and start[1::2].count(0) > 0.6 * half and not start[0::2].count(0) else ""


def _encoding_from_declaration(start: bytes) -> str:
    """Return what an XML declaration says, if it is an encoding of text; not UTF-8, which is looked at."""
    match = _DECLARED.match(start)
    name = match[1].decode().lower() if match else ""
    try:
        encoding = codecs.lookup(name).name if name else ""
    except LookupError:
        raise NotReadable(f"line 1: declares the encoding {name}, which is not known here") from None
    return "" if encoding in ("utf-8", "") or encoding.startswith("utf-16") or not _of_text(encoding) else encoding


def _of_text(name: str) -> bool:
    return bool(getattr(codecs.lookup(name), "_is_text_encoding", False))


def _beyond_utf_8(raw: IO[bytes], most: int) -> Iterator[bytes]:
    """Nothing if all of it is UTF-8; else the lines that are not ASCII, as many as a sample takes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    unfinished, bytes_read, size, is_utf_8 = b"", 0, 0, True
    unclear: list[bytes] = []
    while (piece := raw.read(_PIECE)) and bytes_read <= most:
        bytes_read += len(piece)
        if is_utf_8:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                is_utf_8 = False
        if size < _SAMPLE and not (piece.isascii() and not unfinished):
            *lines, unfinished = (unfinished + piece).splitlines(keepends=True)
            unclear += [line for line in lines if not line.isascii()]
            size = sum(map(len, unclear))
            unfinished = unfinished[-_PIECE:]
        elif not is_utf_8:
            break
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf_8 = False
    if not is_utf_8:
        yield from (*unclear, unfinished) if not unfinished.isascii() else unclear


def _most_likely(sample: bytes) -> str:
    if any(_is_utf_8(line) for line in sample.splitlines()):
        return "utf-8"  # with some bytes that are none: whoever reads it names their line
    ways = _ways(sample)
    best, next_best = (likely for likely, _ in (*ways, (-1.0, ""), (-1.0, ""))[:2])
    if best >= _SURE and best - next_best >= _AHEAD:
        return ways[0][1]
    if best < _SURE and (other := _many_bytes(sample)):
        return other
    raise NotReadable(_question(sample, [name for likely, name in ways if likely > best - _AHEAD]))


def _is_utf_8(line: bytes) -> bool:
    """Return whether the letters beyond ASCII are whole in UTF-8, which no other encoding comes to by chance."""
    try:
        return not line.decode().isascii()
    except UnicodeDecodeError:
        return False


def _ways(sample: bytes) -> list[tuple[float, str]]:
    """Return how likely each encoding is, the most likely first; of those that read the sample alike only one."""
    ways: dict[str, tuple[float, str]] = {}
    for name, alphabets in ALPHABETS.items():
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        likely = likelihood(text, alphabets)
        if text not in ways or likely > ways[text][0]:
            ways[text] = (likely, name)
    return sorted(ways.values(), key=lambda way: -way[0])


def _many_bytes(sample: bytes) -> str:
    """Return an East Asian encoding, where charset-normalizer finds one beyond doubt."""
    if sum(byte > 127 for byte in sample) < _ENOUGH:
        return ""
    guesses = [match for match in from_bytes(sample, cp_isolation=list(_MANY_BYTES)) if match.chaos < 0.02]
    texts = {str(match) for match in guesses}
    return guesses[0].encoding if len(texts) == 1 else ""


def _question(sample: bytes, ways: list[str]) -> str:
    """Each way with the first words that tell them apart."""
    line, *_ = [line for line in sample.splitlines() if not line.isascii()] or [sample]
    at = next(index for index, byte in enumerate(line) if byte > 127)
    begin = max((line.rfind(mark, 0, at) for mark in (b",", b";", b"\t", b'"', b"|", b" ")), default=-1) + 1
    piece = re.split(rb'[,;\t"| ]', line[begin : begin + 40])[0]
    shown = ", ".join(f"{name} (“{piece.decode(name, 'replace')}”)" for name in ways[:8])
    return (
        f"the file is not UTF-8, and may be read as {shown}: name its encoding (--encoding, or the field Encoding), "
        "or save it as UTF-8"
    )
