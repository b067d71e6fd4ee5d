"""Catalogue files that staff have uploaded, kept for a day under names that nobody can guess, so that no mistake loses one."""

import re
import secrets
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

LARGEST = 2 * 1024 * 1024
"""Bytes that a page takes; a larger file is for the command."""
UNPACKED = 8 * LARGEST
"""Bytes that they may unfold to: all of it is read for each step of an import."""
ROWS = 50_000
"""Rows that they may have: more take longer to read than a request may."""
_KEPT = 24 * 3600  # seconds
_NAME = re.compile(r"[A-Za-z0-9_-]{43}")


def keep(file: "UploadedFile[Any]") -> str:
    """The name it is kept under. Files of the days before are forgotten."""
    folder: Path = settings.UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT:
            old.unlink(missing_ok=True)
    name = secrets.token_urlsafe(32)
    with (folder / name).open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return name


def find(name: str) -> Path | None:
    """The file of that name, if it is still there."""
    path: Path = settings.UPLOADS / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def beside(path: Path, kind: str) -> Path:
    """A file of our own that belongs to an upload, and is forgotten as it is; nobody can name it in an address."""
    return path.with_name(f"{path.name}.{kind}")
