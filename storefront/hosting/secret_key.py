"""The key that signs cookies, read from Secrets Manager when a function starts.

One signed HTTP call: boto3 would take longer to import than Django, and most pages need none of it.
"""

import json
import os
from collections.abc import MutableMapping

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ARN = "SHOP_SECRET_ARN"
TIMEOUT = urllib3.Timeout(connect=1.0, read=2.0)  # seconds
RETRIES = 2


class KeyMissing(Exception):
    """The key cannot be read; the function does not start, and Lambda tries again with the next request."""


def load_key(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the variables that the settings read, where a secret is named. Raises KeyMissing.

    The secret is JSON: `key` signs, and what `fallbacks` (a list) have signed is still believed. To change the key, add
    the coming one to `fallbacks` first, so that functions that run already know it, and make it `key` a while later.
    """
    if not (arn := environment.get(ARN)):
        return
    try:
        keys = json.loads(_read(arn, environment))
        key, fallbacks = str(keys["key"]), [str(each) for each in keys.get("fallbacks", [])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyMissing(f"The secret of the storefront is not as agreed: {type(error).__name__}") from None
    environment["SHOP_SECRET_KEY"] = key
    environment["SHOP_SECRET_KEY_FALLBACKS"] = " ".join(fallbacks)


def _read(arn: str, environment: MutableMapping[str, str]) -> str:
    region = environment["AWS_REGION"]
    url = environment.get("AWS_ENDPOINT_URL") or f"https://secretsmanager.{region}.amazonaws.com"
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.GetSecretValue"}
    request = AWSRequest("POST", f"{url}/", headers=headers, data=json.dumps({"SecretId": arn}))
    key_id, key = environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]
    own = Credentials(key_id, key, environment.get("AWS_SESSION_TOKEN"))
    SigV4Auth(own, "secretsmanager", region).add_auth(request)
    try:
        reply = urllib3.PoolManager().request(
            "POST", str(request.url), body=request.data, headers=dict(request.headers), timeout=TIMEOUT, retries=RETRIES
        )
    except urllib3.exceptions.HTTPError as error:
        raise KeyMissing(f"Secrets Manager does not answer: {type(error).__name__}") from None
    if reply.status != 200:
        raise KeyMissing(f"Secrets Manager refuses the storefront's secret: {reply.status}")
    return str(reply.json()["SecretString"])
