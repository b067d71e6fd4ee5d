"""A request to the sandbox, whatever its path, and its replies: the function is its API's only route, `$default`."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qs

import msgspec

from backend.contracts.problem import Refused

MAX_BODY_BYTES = 16 * 1024


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """`path` holds what the route's pattern names; header names are in lower case."""

    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


def request(event: dict[str, Any], path: dict[str, str]) -> Request:
    """What API Gateway's event says. Refused: 400 or 413 for a body that is none or too large."""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    return Request(path=path, query=event.get("queryStringParameters") or {}, headers=headers, body=_body(event))


def form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent. Refused 400 when it is none."""
    try:
        fields = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Refused(400, "malformed", "The form cannot be read") from None
    return {name: values[-1] for name, values in fields.items()}


def decode_body(request: Request, shape: Any) -> Any:
    """The JSON body as this struct. Refused 422 when it is another; what it holds is not repeated."""
    try:
        return msgspec.json.decode(request.body, type=shape)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refused(422, "invalid", "The body does not have the right shape") from None


def json(status: int, value: Any) -> dict[str, Any]:
    """A JSON reply."""
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": msgspec.json.encode(value).decode()}


def redirect(url: str) -> dict[str, Any]:
    """Sends the browser there with a GET."""
    return {
        "statusCode": 303,
        "headers": {"location": url, "cache-control": "no-store", "referrer-policy": "no-referrer"},
    }


def _body(event: dict[str, Any]) -> bytes:
    raw = event.get("body") or ""
    try:
        body: bytes = (
            base64.b64decode(raw, validate=True)
            if event.get("isBase64Encoded")
            else raw.encode("utf-8", "surrogatepass")
        )
    except (binascii.Error, ValueError):
        raise Refused(400, "malformed", "The body is not base64") from None
    if len(body) > MAX_BODY_BYTES:
        raise Refused(413, "too-large", "The body is too large", f"At most {MAX_BODY_BYTES} bytes.")
    return body
