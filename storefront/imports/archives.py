"""Files that hold no text: told by their first bytes, with what to do."""

import io
import zipfile
from typing import IO

from storefront.imports.entry import NotReadable

_EXCEL = "in Excel: File, Save As, “CSV UTF-8 (Comma delimited)”"
_CALC = "in LibreOffice: File, Save As, “Text CSV”, character set UTF-8"
_NUMBERS = "in Numbers: File, Export To, “CSV”, encoding UTF-8"
_LARGEST = 8 * 1024 * 1024
"""Bytes of an archive that are looked into; a packed one may unfold to any number."""
_ARCHIVES = (
    b"Rar!",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"\x1f\x8b",
    b"PK\x05\x06",
    b"PK\x07\x08",
)
"""RAR, 7-Zip, bzip2, XZ, Zstandard, a gzip file within another one, and zip archives that are empty or in parts."""
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", f"this is an old Excel workbook (.xls): save its sheet as CSV; {_EXCEL}"),
    (b"%PDF", "this is a PDF, and no catalogue: export the products as CSV from the shop that they are in"),
    *((beginning, "this is an archive: unpack it, and import the file inside") for beginning in _ARCHIVES),
    (b"{\\rtf", "this is a text with a layout (.rtf), and no table: save it as plain text, or export it as CSV"),
    (b"\x89PNG", "this is a picture, and no catalogue"),
    (b"\xff\xd8\xff", "this is a picture, and no catalogue"),
    (b"GIF8", "this is a picture, and no catalogue"),
)


def refuse(raw: IO[bytes]) -> None:
    """Raise NotReadable for a workbook, an archive, a PDF or a picture."""
    raw.seek(0)
    start = raw.read(8)
    raw.seek(0)
    if start.startswith(b"PK\x03\x04"):
        raise NotReadable(_describe_zip(raw))
    for beginning, words in _BEGINNINGS:
        if start.startswith(beginning):
            raise NotReadable(words)


def _describe_zip(raw: IO[bytes]) -> str:
    """Office programs save zip archives; their first names say which."""
    try:
        names = zipfile.ZipFile(io.BytesIO(raw.read(_LARGEST))).namelist()[:2000]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return f"this is an Excel workbook (.xlsx): save the sheet with the products as CSV; {_EXCEL}"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return f"this is an OpenDocument spreadsheet (.ods): save the sheet with the products as CSV; {_CALC}"
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return f"this is a Numbers spreadsheet: export the sheet with the products as CSV; {_NUMBERS}"
    inside = next(
        (f", “{name[:60]}”" for name in names if name.lower().endswith((".csv", ".tsv", ".xml", ".json"))), ""
    )
    return f"this is a zip archive: unpack it, and import the file inside{inside}"
