"""The only place where the storefront creates a boto3 client.

On AWS boto3 finds its credentials by itself. The local cloud's outputs file contains its endpoint and credentials,
under boto3's own names. boto3 is imported with the first client: most pages need none, and it takes longer to import
than Django.
"""

from functools import cache
from typing import TYPE_CHECKING

from storefront.clients.outputs import outputs

_OPTIONS = {
    "AWS_ENDPOINT_URL": "endpoint_url",
    "AWS_ACCESS_KEY_ID": "aws_access_key_id",
    "AWS_SECRET_ACCESS_KEY": "aws_secret_access_key",
}


def _shared_client(service: str) -> object:
    """Return the process's client of an AWS service, in the stack's region.

    Boto3's clients may be shared by threads.
    """
    stack_outputs = outputs()
    local = stack_outputs.local.environment
    return _client(
        service,
        stack_outputs.shop.region,
        tuple((option, local[name]) for name, option in _OPTIONS.items() if name in local),
    )


@cache
def _client(service: str, region: str, options: tuple[tuple[str, str], ...]) -> object:
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}, max_pool_connections=32
    )
    return boto3.client(service, region_name=region, config=config, **dict(options))  # type: ignore[call-overload]


if TYPE_CHECKING:
    from boto3 import client as client  # its stubs give each service's client a type of its own
else:
    client = _shared_client
