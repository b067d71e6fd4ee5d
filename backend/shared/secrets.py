"""A service's secrets: kept by Secrets Manager, named by the environment, and written nowhere."""

import os
import time
from functools import lru_cache

from backend.shared.aws import client, preload_client

_CACHE_SECONDS = 300  # a changed secret is in use after this long


def get_secret(variable: str) -> str:
    """The secret whose name or ARN this environment variable holds. Raises botocore's ClientError when it cannot be read."""
    return _read(os.environ[variable], int(time.monotonic()) // _CACHE_SECONDS)


@lru_cache(maxsize=4)
def _read(name: str, period: int) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])


preload_client("secretsmanager")
