"""Catalogue files that staff have uploaded, kept for a day under names that nobody can guess, so that no mistake loses
one.

A name begins with its owner's mark, so the last ten of each member of staff are found among them, and no more than
these are kept.
"""

import re
import secrets
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import salted_hmac

_SALT = "storefront.staff.kept"  # as released: uploads of earlier releases keep their owners
MAX_BYTES = 2 * 1024 * 1024
"""Bytes that a page takes; a larger file is for the command."""
MAX_UNPACKED_BYTES = 8 * MAX_BYTES
"""Bytes that they may unfold to: all of it is read for each step of an import."""
MAX_ROWS = 50_000
"""Rows that they may have: more take longer to read than a request may."""
MAX_UPLOADS = 10
"""Files that are kept of one member of staff."""
_KEPT = 24 * 3600  # seconds
_LENGTH, _MARK = 43, 12  # characters of a name, and of its owner's mark in it: 186 bits are left that nobody can guess
_NAME = re.compile(rf"[A-Za-z0-9_-]{{{_LENGTH}}}")


def keep(file: "UploadedFile[Any]", owner: str) -> str:
    """Return the name it is kept under.

    `owner` is the `sub` of a member of staff, whose oldest files beyond `MOST` are forgotten.

    Files of the days before are forgotten too.
    """
    folder: Path = settings.UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _mark(owner) + secrets.token_urlsafe(32)[: _LENGTH - _MARK]
    with (folder / name).open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    _forget_old(folder, _mark(owner))
    return name


def _forget_old(folder: Path, mark: str) -> None:
    """Remove what is a day old, and of the owner's files all but the last, with what belongs to them (`beside`)."""
    ages = {each.name: each.stat().st_mtime for each in folder.iterdir()}
    mine = sorted(
        (name for name in ages if name.startswith(mark) and _NAME.fullmatch(name)), key=lambda name: ages[name]
    )
    surplus = set(mine[:-MAX_UPLOADS])
    for name, age in ages.items():
        if age < time.time() - _KEPT or name[:_LENGTH] in surplus:
            (folder / name).unlink(missing_ok=True)


def _mark(owner: str) -> str:
    digest = salted_hmac(_SALT, owner, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode()[:_MARK]


def find(name: str) -> Path | None:
    """Return the file of that name, if it is still there."""
    path: Path = settings.UPLOADS / name
    return path if is_name(name) and path.is_file() else None


def is_name(name: str) -> bool:
    """Return whether an upload may have this name."""
    return _NAME.fullmatch(name) is not None


def sidecar_path(path: Path, kind: str) -> Path:
    """Return a file of our own that belongs to an upload, and is forgotten as it is.

    Nobody can name it in an address.
    """
    return path.with_name(f"{path.name}.{kind}")
