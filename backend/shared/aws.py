"""boto3 clients: one per service and process, with time-outs that fit a Lambda function.

A client finds its endpoint and credentials in boto3's standard environment variables, `AWS_ENDPOINT_URL` among them.
"""

import os
from functools import cache
from typing import TYPE_CHECKING

from backend.shared.garbage_collection import pause_garbage_collection

with pause_garbage_collection():
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

# Short enough that a stuck call ends, and is tried again, inside a function's own timeout.
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})
_SERVICE_CONFIGS = {
    # By itself boto3 signs S3's forms the way that S3 is giving up, and makes them for a name without a region: a young
    # bucket answers
    # there with a redirect that our pages' policy forbids, one in a region of after 2019 not at all.
    "s3": _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"})),
    # A mail cannot be sent under a key, so it is sent once, and its answer waited for nearly as long as its function
    # lives.
    "sesv2": _CONFIG.merge(Config(read_timeout=7, retries={"mode": "standard", "total_max_attempts": 1})),
}

# Errors that pass by themselves:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
_TRANSIENT_CODES = frozenset({
    "InternalFailure", "InternalServerError", "LimitExceededException", "ProvisionedThroughputExceededException",
    "RequestLimitExceeded", "RequestTimeout", "ServiceUnavailable", "Throttling", "ThrottlingException",
    "TransactionConflictException", "TransactionInProgressException",
})  # fmt: skip


@cache
def _client(service: str) -> object:
    """Return the process's client of an AWS service; it is created once and reused while the function stays warm."""
    with pause_garbage_collection():
        return boto3.client(service, config=_SERVICE_CONFIGS.get(service, _CONFIG))  # type: ignore[call-overload]


if TYPE_CHECKING:
    from boto3 import client as client  # its stubs give each service's client a type of its own
else:
    client = _client


def preload_client(service: str) -> None:
    """Create the client while Lambda initializes the function, not during the first request."""
    if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
        _client(service)


def is_transient(error: ClientError | BotoCoreError) -> bool:
    """Return whether the same call may succeed if repeated: throttling, a fault at AWS, or a time-out."""
    if not isinstance(error, ClientError):
        return isinstance(error, ConnectionError | HTTPClientError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error.response["Error"]["Code"] in _TRANSIENT_CODES or status >= 500
