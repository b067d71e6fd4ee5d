"""Calls to OpenSearch's HTTP API, signed as every call to AWS is (Signature Version 4).

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/request-signing.html
"""

import os
from functools import cache

import boto3
import msgspec
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import NoCredentialsError

from backend.contracts.problem import Refused

_SERVICE = "es"
_TIMEOUT = urllib3.Timeout(connect=1, read=10)
_BUSY = (429, 502, 503, 504)
_FAULTS = (urllib3.exceptions.TimeoutError, urllib3.exceptions.ProtocolError, urllib3.exceptions.MaxRetryError)


class HttpError(Exception):
    """A reply that is no success: its status, and OpenSearch's reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status, self.reason = status, reason


def call(method: str, path: str, body: object = None) -> object:
    """Send a signed request and return the decoded reply; `body` is a value, or NDJSON as bytes.

    Raises HttpError, and Refused 503 when OpenSearch is busy or too slow.
    """
    content = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
    kind = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
    url = os.environ["OPENSEARCH"] + path
    request = AWSRequest(method, url, headers={"content-type": kind}, data=content)
    _signer().add_auth(request)
    try:
        answer = _pool().request(method, url, body=content, headers=dict(request.headers.items()), retries=False)
    except _FAULTS:
        raise Refused(503, "try-again", "Please try again in a moment") from None
    if answer.status in _BUSY:
        raise Refused(503, "try-again", "Please try again in a moment")
    if answer.status >= 300:
        raise HttpError(answer.status, _reason(answer.data))
    return msgspec.json.decode(answer.data) if answer.data else None


def _reason(content: bytes) -> str:
    """Return the error's type alone, without the content of the request."""
    try:
        error = msgspec.json.decode(content)["error"]
        return str(error["type"] if isinstance(error, dict) else "error")
    except (msgspec.DecodeError, KeyError, TypeError):
        return "unknown"


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=_TIMEOUT, maxsize=4)


@cache
def _signer() -> SigV4Auth:
    session = boto3.Session()
    credentials = session.get_credentials()
    if credentials is None:
        raise NoCredentialsError
    return SigV4Auth(credentials, _SERVICE, session.region_name)
