"""The key that signs cookies, read from Secrets Manager when a function starts.

One signed HTTP call by what Python brings: boto3 would take longer to import than Django, and most pages need none of
it.
"""

import json
import os
from collections.abc import MutableMapping
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from storefront.hosting.signature import Call, Caller, sign

ARN = "SHOP_SECRET_ARN"
SECONDS = 2.0  # that connecting or one read may take
TRIES = 3
SERVICE = "secretsmanager"
HEADERS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.GetSecretValue"}


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
    url = urlsplit(environment.get("AWS_ENDPOINT_URL") or f"https://secretsmanager.{region}.amazonaws.com")
    caller = Caller(
        environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], environment.get("AWS_SESSION_TOKEN", "")
    )
    call = Call(url.netloc, SERVICE, region, HEADERS, json.dumps({"SecretId": arn}).encode())
    status, content = _send(url, call.body, sign(call, caller, datetime.now(UTC)))
    if status != 200:
        raise KeyMissing(f"Secrets Manager refuses the storefront's secret: {status}")
    return str(json.loads(content)["SecretString"])


def _send(url: SplitResult, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Return status and body of the answer; a call that gets none is made again. Raises KeyMissing."""
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    for attempt in range(TRIES):
        connection = kind(url.netloc, timeout=SECONDS)
        try:
            connection.request("POST", "/", body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        except (OSError, HTTPException) as error:
            if attempt == TRIES - 1:
                raise KeyMissing(f"Secrets Manager does not answer: {type(error).__name__}") from None
        finally:
            connection.close()
    raise AssertionError("unreachable")
