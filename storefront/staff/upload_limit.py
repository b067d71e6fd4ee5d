"""Files that come with a form: whatever is sent, no more of one is kept than a page takes."""

from django.core.files.uploadhandler import FileUploadHandler

from storefront.staff.upload_storage import MAX_BYTES


class UploadLimit(FileUploadHandler):
    """Stands before the handlers that keep a file, and lets one byte more through than is allowed: that byte tells that
    it is too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return what the next handler gets of this piece, which begins at `start`; None ends its way."""
        return raw_data[: MAX_BYTES + 1 - start] if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Return nothing: the handler that keeps the file returns it."""
