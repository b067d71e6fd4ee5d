"""The one place where the storefront makes a boto3 client. Its endpoint and credentials come from boto3's standard variables alone."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from storefront.outputs import outputs

_CONFIG = Config(connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}, max_pool_connections=32)


def client(service: str) -> Any:
    """The process's client of an AWS service, in the stack's region; boto3's clients may be shared by threads."""
    return _client(service, outputs().shop.region)


@cache
def _client(service: str, region: str) -> Any:
    return boto3.client(service, region_name=region, config=_CONFIG)  # type: ignore[call-overload]
