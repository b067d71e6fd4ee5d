"""The style sheet: written in parts and served as one, which a browser keeps for good, since its address contains its
hash."""

import gzip
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from storefront.clients.file_times import last_change

PARTS = ("tokens", "base", "layout", "components", "catalogue", "find", "buy", "account", "staff")
_COMMENT, _SPACE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")
_URL = re.compile(r'url\("\.\./([^"]+)"\)')


class StyleSheet(NamedTuple):
    """The style sheet, plain and compressed, and the hash of its text."""

    text: bytes
    small: bytes
    mark: str


def sheet() -> StyleSheet:
    """Read once, and again within a second of the change of a part."""
    files = tuple(f"{settings.STATICFILES_DIRS[0]}/css/{part}.css" for part in PARTS)
    return _read(files, last_change(*files))


@lru_cache(1)
def _read(files: tuple[str, ...], changed: int) -> StyleSheet:
    whole = _COMMENT.sub("", "\n".join(Path(file).read_text() for file in files))
    small = _AROUND.sub(r"\1", _SPACE.sub(" ", whole)).strip()
    text = _URL.sub(lambda address: f'url("{static(address[1])}")', small).encode()
    return StyleSheet(text, gzip.compress(text, 9), sha256(text).hexdigest()[:12])


def address() -> str:
    """Return where the style sheet is."""
    return _address(sheet().mark)


@lru_cache(1)
def _address(mark: str) -> str:
    return reverse("machine:styles", args=[mark])


@require_safe
def serve(request: HttpRequest, mark: str) -> HttpResponse:
    """Serve the style sheet.

    Under an old mark, which a page from before the last release may ask for, the new one, not to be kept.
    """
    style_sheet = sheet()
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        style_sheet.small if accepts_gzip else style_sheet.text, content_type="text/css; charset=utf-8"
    )
    if accepts_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if mark == style_sheet.mark else "no-store"
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
