"""Uploads to S3 by a form that a service has signed."""

from collections.abc import Mapping
from typing import IO

from storefront.clients import api

TIMEOUT = (1.0, 10.0)  # seconds to connect, and to wait for the reply


def post_file(url: str, fields: Mapping[str, str], file: IO[bytes]) -> None:
    """Send a file as the form says. Raise `Unavailable` if S3 does not take it."""
    from storefront.clients import connection  # the first call waits for it, not the start

    if not connection.send_file(url, fields, file, TIMEOUT):
        raise api.Unavailable("picture")
