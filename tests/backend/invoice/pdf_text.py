"""What a reader of our PDF copies from it: the text of each page, by the tables from glyphs to letters in the file."""

import re
import zlib

_ESCAPES = {b"\\r": b"\r", b"\\n": b"\n"}


def read_pages(pdf: bytes) -> list[str]:
    """The text of each page, a line for each piece that is drawn."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    letters = [_letters(each) for each in streams if b"begincmap" in each]
    return [_text(zlib.decompress(each), letters) for each in streams if _is_page(each)]


def _is_page(stream: bytes) -> bool:
    return stream[:1] == b"x" and b" Tf ET" in zlib.decompress(stream)


def _letters(stream: bytes) -> dict[int, str]:
    """The letter of each glyph of a font."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", stream)
    return {int(glyph, 16): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}


def _text(page: bytes, letters: list[dict[int, str]]) -> str:
    lines, font = [], 0
    for number, written in re.findall(rb"/F(\d) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", page, re.S):
        font = int(number) - 1 if number else font
        if not number:
            lines.append("".join(letters[font][glyph] for glyph in _glyphs(written)))
    return "\n".join(lines)


def _glyphs(written: bytes) -> list[int]:
    plain = re.sub(rb"\\(.)", lambda found: _ESCAPES.get(found[0], found[1]), written, flags=re.S)
    return [int.from_bytes(plain[place : place + 2], "big") for place in range(0, len(plain), 2)]
