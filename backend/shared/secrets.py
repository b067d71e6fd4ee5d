"""Secrets from Secrets Manager, cached for five minutes."""

import os
import time
from functools import lru_cache

from backend.shared.aws import client, preload_client

_CACHE_SECONDS = 300  # a changed secret is in use after this long


def get_secret(variable: str) -> str:
    """Return the secret named by an environment variable (name or ARN). Raise ClientError if it cannot be read."""
    return _read(os.environ[variable], int(time.monotonic()) // _CACHE_SECONDS)


@lru_cache(maxsize=4)
def _read(name: str, period: int) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])


preload_client("secretsmanager")
