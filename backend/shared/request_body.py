"""Parsing of JSON request bodies, with a precise problem for each mistake."""

import base64
import binascii
import json
from typing import NotRequired, TypedDict, TypeVar

import msgspec

from backend.contracts.problem import FieldError, Refused, invalid_body

MAX_BODY_BYTES = 256 * 1024
"""Bytes. Well below API Gateway's 10 MB and Lambda's 6 MB, so that the answer is ours."""

_MAX_QUOTED_LENGTH = 100

Body = TypeVar("Body")


class HttpEvent(TypedDict):
    """API Gateway's event of an HTTP request, payload format 2.0: as far as a body needs it."""

    headers: NotRequired[dict[str, str] | None]
    body: NotRequired[str | None]
    isBase64Encoded: NotRequired[bool]


class RequestContext(TypedDict):
    """What API Gateway says about a request."""

    requestId: NotRequired[str]
    authorizer: NotRequired[dict[str, dict[str, dict[str, str]]]]


class RoutedEvent(HttpEvent, TypedDict):
    """API Gateway's event, with what it matched to a route."""

    routeKey: str
    pathParameters: NotRequired[dict[str, str] | None]
    queryStringParameters: NotRequired[dict[str, str] | None]
    requestContext: RequestContext


def read_body(shape: type[Body], event: HttpEvent) -> Body:
    """Decode the body of an API Gateway event as `shape`.

    Raises Refused: 400 not JSON, 413 too large, 415 wrong media type, 422 invalid.
    """
    if _media_type(event.get("headers") or {}) != "application/json":
        raise Refused(415, "not-json", "The body must be sent as application/json")
    body = raw_body(event)
    try:
        value = msgspec.json.decode(body, type=shape)
        json.loads(body, object_pairs_hook=_reject_duplicate_names, parse_int=str, parse_float=str)
    except msgspec.ValidationError as error:
        raise invalid_body(*field_errors(error)) from None
    except (ValueError, RecursionError):
        raise Refused(400, "malformed", "The body is not JSON") from None
    return value


def raw_body(event: HttpEvent) -> bytes:
    """Return the body's bytes. Raise Refused 400 for invalid base64, 413 if it is too large."""
    body = _bytes(event)
    if len(body) > MAX_BODY_BYTES:
        raise Refused(413, "too-large", "The body is too large", f"At most {MAX_BODY_BYTES} bytes.")
    return body


def field_errors(error: msgspec.ValidationError) -> tuple[FieldError, ...]:
    """Return the field that msgspec reported, by its path such as `variants[2].price`; it reports only the first."""
    message, _, path = str(error).partition(" - at `")
    if message.startswith("Object contains unknown field `"):
        path += "." + message.rpartition(" field `")[2]
    return (FieldError(field=_sanitize(path.strip("`").removeprefix("$").lstrip(".")), message=_sanitize(message)),)


def _sanitize(text: str) -> str:
    """Truncate text of a client and replace lone surrogates, so that a reply can quote it."""
    return text[:_MAX_QUOTED_LENGTH].encode("utf-8", "replace").decode()


def _media_type(headers: dict[str, str]) -> str:
    return (
        next((value for name, value in headers.items() if name.lower() == "content-type"), "")
        .partition(";")[0]
        .strip()
        .lower()
    )


def _bytes(event: HttpEvent) -> bytes:
    raw = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return raw.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, "malformed", "The body is not base64") from None


def _reject_duplicate_names(pairs: list[tuple[str, object]]) -> None:
    """Raise Refused 400 if an object has a name twice: parsers disagree on which value counts."""
    names: set[str] = set()
    for name, _ in pairs:
        if name in names:
            twice = FieldError(field=_sanitize(name), message="Given twice")
            raise Refused(400, "malformed", "The body names a field twice", errors=(twice,))
        names.add(name)
