"""The one place where a boto3 client is made.

A client finds its cloud through boto3's standard variables alone (`AWS_ENDPOINT_URL`, the role's credentials).
"""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# Short enough that a stuck call ends, and is tried again, inside a function's own timeout.
_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3})


@cache
def client(service: str) -> Any:
    """The process's client of an AWS service; made once, and kept while the function stays warm."""
    return boto3.client(service, config=_CONFIG)  # type: ignore[call-overload]
