"""A request to the sandbox, whatever its path, and its replies: the function is its API's only route, `$default`."""

import base64
import binascii
from typing import NotRequired, TypedDict, TypeVar
from urllib.parse import parse_qs

import msgspec

from backend.contracts.problem import Refused
from backend.shared.request_body import HttpEvent

MAX_BODY_BYTES = 16 * 1024
Body = TypeVar("Body")
Reply = dict[str, object]


class Event(HttpEvent, TypedDict):
    """API Gateway's event of the only route."""

    queryStringParameters: NotRequired[dict[str, str] | None]
    rawPath: str
    requestContext: dict[str, dict[str, str]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """`path` holds what the route's pattern names; header names are in lower case."""

    path: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


def request(event: Event, path: dict[str, str]) -> Request:
    """Read API Gateway's event. Raise Refused 400 for a body that is not base64, and 413 for one that is too large."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return Request(path=path, query=event.get("queryStringParameters") or {}, headers=headers, body=_body(event))


def form(request: Request) -> dict[str, str]:
    """Return the fields of a form. Raise Refused 400 if it cannot be read."""
    try:
        fields = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Refused(400, "malformed", "The form cannot be read") from None
    return {name: values[-1] for name, values in fields.items()}


def decode_body(request: Request, shape: type[Body]) -> Body:
    """Decode the JSON body. Raise Refused 422 if it has another shape; the error does not repeat its content."""
    try:
        return msgspec.json.decode(request.body, type=shape)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refused(422, "invalid", "The body does not have the right shape") from None


def json(status: int, value: object) -> Reply:
    """Return a JSON reply."""
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": msgspec.json.encode(value).decode()}


def redirect(url: str) -> Reply:
    """Return a redirect that the browser follows by GET."""
    return {
        "statusCode": 303,
        "headers": {"location": url, "cache-control": "no-store", "referrer-policy": "no-referrer"},
    }


def _body(event: HttpEvent) -> bytes:
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
