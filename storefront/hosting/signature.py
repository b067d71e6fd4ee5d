"""AWS's signature of a call by POST (Signature Version 4), for the one call that a function makes while it starts.

botocore signs as well, and takes a tenth of a cold start to import. Tests compare the two.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

ALGORITHM = "AWS4-HMAC-SHA256"


class Caller(NamedTuple):
    """Temporary credentials, as Lambda's environment has them; `token` is empty for a user's own."""

    key_id: str
    key: str
    token: str = ""


class Call(NamedTuple):
    """A call to the root of a service's host. `headers` are what is sent beside the signature's own."""

    host: str
    service: str
    region: str
    headers: Mapping[str, str]
    body: bytes


def sign(call: Call, caller: Caller, now: datetime) -> dict[str, str]:
    """Return the headers to send. `now` is in UTC."""
    at = now.strftime("%Y%m%dT%H%M%SZ")
    token = {"X-Amz-Security-Token": caller.token} if caller.token else {}
    headers = {**call.headers, "Host": call.host, "X-Amz-Date": at, **token}
    lines = {name.lower(): value.strip() for name, value in sorted(headers.items(), key=lambda item: item[0].lower())}
    names = ";".join(lines)
    canonical = "".join(f"{name}:{value}\n" for name, value in lines.items())
    request = f"POST\n/\n\n{canonical}\n{names}\n{hashlib.sha256(call.body).hexdigest()}"
    scope = f"{at[:8]}/{call.region}/{call.service}/aws4_request"
    text = f"{ALGORITHM}\n{at}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = _hmac(_key(caller.key, scope), text).hex()
    credential = f"Credential={caller.key_id}/{scope}"
    return headers | {"Authorization": f"{ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"}


def _key(secret: str, scope: str) -> bytes:
    """Return the key of this day, region and service."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
