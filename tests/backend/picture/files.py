"""Pictures, and files that only say they are, made by the byte."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 1000), mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, size, (200, 30, 30, 255)[: len(mode)])
    image.paste(Image.new(mode, (size[0] // 2, size[1]), (30, 30, 200, 255)[: len(mode)]), (size[0] - size[0] // 2, 0))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


BLOCK = 1 << 20


def pack_zeros(count: int) -> bytes:
    """That many zeros as zlib packs them; a million are packed, and stand there again and again."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(count % BLOCK)) + packer.flush()
    checksum = struct.pack(">HH", count % 65_521, 1)  # Adler-32 of zeros
    return b"\x78\xda" + block * (count // BLOCK) + rest + checksum


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG that says it is so large and packs that many zeros: small as a file, huge as a picture."""
    rows = pack_zeros((width + 1) * min(height, 4000))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><script>alert(1)</script>'
    b'<image href="http://127.0.0.1:1/x"/><text>&x;</text></svg>'
)
