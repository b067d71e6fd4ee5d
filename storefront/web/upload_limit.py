"""A limit on the files in a form: whatever is sent, no more of them is stored than a page accepts."""

from django.core.files.uploadhandler import FileUploadHandler

from backend.contracts.picture.review_models import MAX_REVIEW_PICTURE_BYTES

MAX_FILES_BYTES = MAX_REVIEW_PICTURE_BYTES
"""Bytes of all files of one form: those of a review's pictures, which are the most. Pages may take less."""


class UploadLimit(FileUploadHandler):
    """Stands before the handlers that keep a file, and lets one byte more through than is allowed: that byte tells that
    the files are too large. One stands before all files of a request."""

    _left = MAX_FILES_BYTES + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return what the next handler gets of this piece; None ends its way."""
        piece = raw_data[: self._left]
        self._left -= len(piece)
        return piece or None

    def file_complete(self, file_size: int) -> None:
        """Return nothing: the handler that keeps the file returns it."""
