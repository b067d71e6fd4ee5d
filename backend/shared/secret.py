"""A service's secrets: kept by Secrets Manager, named by the environment, never written anywhere."""

import os
from functools import cache

from aws_lambda_powertools.utilities.parameters import SecretsProvider

from backend.shared.aws import client

_SECONDS = 300  # a rotated secret is in use after this long


def secret(variable: str) -> str:
    """The secret whose name or ARN is in this environment variable."""
    return str(_provider().get(os.environ[variable], max_age=_SECONDS))


@cache
def _provider() -> SecretsProvider:
    return SecretsProvider(boto3_client=client("secretsmanager"))
