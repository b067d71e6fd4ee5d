"""What is served from disk: static files under /static/, and the shop's own pictures under /pictures/."""

import os
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import MissingFileError, NotARegularFileError, StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from backend.contracts.edge import PICTURES

SERVED = (".avif", ".webp")
"""The only files of that folder that are served: beside them it holds notes of our own, such as what they were drawn
from."""


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once collectstatic has run; before, and while files are being changed, the plain ones."""

    def read_manifest(self) -> str | None:
        return super().read_manifest() if settings.STATIC_COLLECTED else None

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if settings.STATIC_COLLECTED else name


class PictureWhiteNoise(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise, and the pictures: these are looked up per request, since they may be drawn after the server has
    started."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.pictures = os.path.abspath(settings.PICTURES) + os.sep

    def __call__(self, request: HttpRequest) -> HttpResponse:
        picture = self._picture(request.path_info) if request.path_info.startswith(PICTURES) else None
        return self.serve(picture, request) if picture else super().__call__(request)  # type: ignore[no-any-return]

    def _picture(self, url: str) -> StaticFile | None:
        path = os.path.join(self.pictures, url[len(PICTURES) :])
        if (
            "\0" in url
            or not url.endswith(SERVED)
            or not self.url_is_canonical(url)
            or not self.path_is_child_of(path, self.pictures)
        ):
            return None
        try:
            return self.find_file_at_path(path, url)
        except (MissingFileError, NotARegularFileError):
            return None

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Return a picture's name is never given to another one."""
        return url.startswith(PICTURES) or bool(super().immutable_file_test(path, url))
