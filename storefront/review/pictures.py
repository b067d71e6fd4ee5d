"""Pictures that come with a review: those sent before, and files that the picture service looks at one by one.

A file that is refused costs that picture alone: the form comes again with the others, and with all that was typed.
What the form says of a picture is believed: its names are bound to the review, so it can be none of another's.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from backend.contracts.picture.review_models import (
    MAX_REVIEW_PICTURE_BYTES,
    MAX_REVIEW_PICTURES,
    Rejection,
    ReviewPicture,
    ReviewUpload,
)
from backend.contracts.picture.review_operations import (
    CHECK_GUEST_REVIEW_PICTURE,
    CHECK_REVIEW_PICTURE,
    START_GUEST_REVIEW_PICTURE,
    START_REVIEW_PICTURE,
)
from storefront.clients import api
from storefront.clients.object_form import post_file

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FILES, HELD, REMOVED = "pictures", "picture", "remove"
"""The names in the form: new files, pictures that are there, and those of them that are ticked to go."""
CHECK_TIMEOUT = (1.0, 9.0)  # seconds to connect, and to wait while a picture is decoded
_HELD = re.compile(r"([0-9a-f]{32})-([0-9]{1,5})x([0-9]{1,5})", re.ASCII)
_LONGEST_NAME = 40
WRONG = {
    Rejection.NO_PICTURE: gettext_lazy("“{name}” is no JPEG, PNG, WebP, AVIF or GIF."),
    Rejection.DAMAGED: gettext_lazy("“{name}” is damaged or incomplete."),
    Rejection.EMPTY: gettext_lazy("“{name}” is empty."),
    Rejection.LARGE: gettext_lazy("“{name}” is too large: all pictures together may have 4 MB."),
    Rejection.PIXELS: gettext_lazy("“{name}” has too many pixels: at most 40 megapixels."),
    Rejection.NARROW: gettext_lazy("“{name}” is too small: it needs to be at least 320 pixels wide."),
    Rejection.LONG: gettext_lazy("“{name}” is too long and narrow: at most four times as long as wide."),
    Rejection.COLOURS: gettext_lazy("“{name}” has colours that cannot be shown. Please save it as a JPEG."),
}
"""By the type of the picture service's problem: what people are told."""
NOT_NOW = gettext_lazy("“{name}” could not be sent just now. Please choose it again in a moment.")
TOO_MANY_TODAY = gettext_lazy("“{name}” was not added: many pictures were sent for this review today.")


class _Wrong(Exception):
    """A file does not become a picture; the text tells people why."""


def gather(request: HttpRequest, product_id: str, key: str | None) -> tuple[tuple[ReviewPicture, ...], list[str]]:
    """Return the pictures that the form holds and brings, and in words what is wrong with the others."""
    pictures, wrong, size = _read_held(request.POST.getlist(HELD), request.POST.getlist(REMOVED)), [], 0
    files, free = request.FILES.getlist(FILES), MAX_REVIEW_PICTURES - len(pictures)
    for file in files[:free]:
        size += file.size or 0
        try:
            pictures.append(_send(request, file, size, product_id, key))
        except _Wrong as why:
            wrong.append(str(why))
    return tuple(pictures), wrong + _surplus(len(files) - free)


def _read_held(texts: Iterable[str], removed: Iterable[str]) -> list[ReviewPicture]:
    """Return the pictures that a form names, without those that are to go; what names none is left out."""
    matches = [match for text in texts if (match := _HELD.fullmatch(text))]
    sizes = {match[1]: (int(match[2]), int(match[3])) for match in matches}
    pictures = (_read_one(id, *size) for id, size in sizes.items() if id not in set(removed))
    return [each for each in pictures if each][:MAX_REVIEW_PICTURES]


def _read_one(id: str, width: int, height: int) -> ReviewPicture | None:
    try:
        return msgspec.convert({"id": id, "width": width, "height": height}, ReviewPicture)
    except msgspec.ValidationError:
        return None


def _surplus(count: int) -> list[str]:
    if count <= 0:
        return []
    words = ngettext(
        "A review has at most 3 pictures: {count} was not added.",
        "A review has at most 3 pictures: {count} were not added.",
        count,
    )
    return [words.format(count=count)]


def _send(
    request: HttpRequest, file: "UploadedFile[bytes]", size: int, product_id: str, key: str | None
) -> ReviewPicture:
    """Return the picture that the picture service makes of a file. Raise _Wrong. `size` is of all files up to it."""
    if size > MAX_REVIEW_PICTURE_BYTES:  # of what comes after that nothing was kept
        raise _Wrong(_name(WRONG[Rejection.LARGE], file))
    if not file.size:
        raise _Wrong(_name(WRONG[Rejection.EMPTY], file))
    try:
        upload = _start(request, product_id, key)
        post_file(upload.url, upload.fields, file)
        return _check(request, product_id, key, upload.id)
    except api.Unavailable:
        raise _Wrong(_name(NOT_NOW, file)) from None
    except api.Refusal as refusal:
        raise _Wrong(_name(_words(refusal), file)) from None


def _words(refusal: api.Refusal) -> "_StrPromise":
    """Return what is said of a picture that was refused; raise the refusal where it is not about the picture."""
    problem = refusal.problem
    if problem.type in set(Rejection):
        return WRONG[Rejection(problem.type)]
    if problem.status in (404, 429):
        return NOT_NOW
    if problem.status != 409:
        raise refusal
    return TOO_MANY_TODAY


def _name(words: "_StrPromise", file: "UploadedFile[bytes]") -> str:
    name = file.name or ""
    return str(words).format(name=name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…")


def _start(request: HttpRequest, product_id: str, key: str | None) -> ReviewUpload:
    path = {"product_id": product_id}
    if key:
        return api.call(START_GUEST_REVIEW_PICTURE, path={**path, "order_key": key})
    return api.call(START_REVIEW_PICTURE, request=request, path=path)


def _check(request: HttpRequest, product_id: str, key: str | None, picture_id: str) -> ReviewPicture:
    path = {"product_id": product_id, "picture_id": picture_id}
    if key:
        return api.call(CHECK_GUEST_REVIEW_PICTURE, path={**path, "order_key": key}, timeout=CHECK_TIMEOUT)
    return api.call(CHECK_REVIEW_PICTURE, request=request, path=path, timeout=CHECK_TIMEOUT)
