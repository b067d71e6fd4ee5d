"""Django's WSGI handler, made robust against requests that declare an odd encoding."""

from collections.abc import Mapping

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """A request in UTF-8, as every page of the shop sends it.

    Django would decode it by any codec of Python's that the header names, before there is anything that could answer a
    failure.
    """

    def _set_content_type_params(self, meta: Mapping[str, str]) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}

    def _load_post_and_files(self) -> None:
        try:
            super()._load_post_and_files()
        except (LookupError, ValueError):  # a part's header that names no text encoding, or is too long
            self._mark_post_parse_error()  # type: ignore[attr-defined]  # the stubs lack it
            raise BadRequest("The form cannot be read.") from None


class Handler(WSGIHandler):
    """Django's, with requests of ours."""

    request_class = Request
